using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// Where servers look for option files that nobody named, in their order (mysys/my_default.c, init_default_directories; the
/// lists were read off "mysqld --verbose --help" of all measured servers).
/// </summary>
internal sealed record OptionFileLocations
{
    /// <summary>Whether it is Windows.</summary>
    public required bool IsWindows { get; init; }

    /// <summary>Home of the user that runs the server; null when it has none.</summary>
    public string? Home { get; init; }

    /// <summary>MARIADB_HOME or MYSQL_HOME; null when neither is set.</summary>
    public string? ServerHome { get; init; }

    /// <summary>C:\Windows; null elsewhere.</summary>
    public string? Windows { get; init; }

    /// <summary>Folders that installers on Windows put a server's own my.ini in, with * for a version.</summary>
    public IReadOnlyList<string> Installed { get; init; } = [];

    /// <summary>Those of this machine and this user.</summary>
    public static OptionFileLocations Here => new()
    {
        IsWindows = Path.DirectorySeparatorChar == '\\',
        Home = NullIfEmpty(Environment.GetEnvironmentVariable("HOME")),
        ServerHome = NullIfEmpty(Environment.GetEnvironmentVariable("MARIADB_HOME")) ?? NullIfEmpty(Environment.GetEnvironmentVariable("MYSQL_HOME")),
        Windows = NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.Windows)),
        Installed =
        [
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "MySQL"),
            Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
        ],
    };

    /// <summary>Every place, in order, whether there is a file or not.</summary>
    public IReadOnlyList<string> Candidates()
    {
        var folders = IsWindows ? new[] { Windows, "C:\\", ServerHome } : ["/etc", "/etc/mysql", "/usr/local/mysql/etc", ServerHome];
        string[] extensions = IsWindows ? [".ini", ".cnf"] : [".cnf"];
        var files = folders.OfType<string>().SelectMany(f => extensions.Select(e => Join(f, "my" + e))).ToList();
        if (!IsWindows && Home is not null)
        {
            files.Add(Join(Home, ".my.cnf"));
        }

        return files.Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>
    /// The files of each server that is set up here: one list that any server reads; where there is none, on Windows one list
    /// for each installed server, whose service is told its own my.ini.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Existing()
    {
        var files = Candidates().Where(File.Exists).ToList();
        return files.Count > 0 ? [files]
            : IsWindows ? Installed.SelectMany(InstalledIn).Select(f => (IReadOnlyList<string>)[f]).ToList()
            : [];
    }

    // MySQL: ProgramData\MySQL\MySQL Server 8.4\my.ini; MariaDB: Program Files\MariaDB 11.4\data\my.ini.
    private static IEnumerable<string> InstalledIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateDirectories(folder, "MySQL Server *").Select(d => Path.Combine(d, "my.ini"))
            .Concat(Directory.EnumerateDirectories(folder, "MariaDB *").Select(d => Path.Combine(d, "data", "my.ini")))
            .Where(File.Exists)
            .OrderBy(f => f, StringComparer.OrdinalIgnoreCase);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private string Join(string folder, string file) => folder.TrimEnd('/', '\\') + (IsWindows ? "\\" : "/") + file;
}
