using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>A server's program with what it needs to run: its own loader and libraries, its base and share directories, its version.</summary>
internal sealed record ServerProgram
{
    private static readonly string[] ShareNames = ["mariadb", "mysql", "mysql-8.4", "mysql-8.0"];
    private static readonly TimeSpan VersionLimit = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<(string File, long Length, DateTime Written), ServerProgram> Known = new();

    /// <summary>The program, links followed.</summary>
    public required string File { get; init; }

    /// <summary>The distribution: the root of an unpacked package, else the base directory.</summary>
    public required string ServerDirectory { get; init; }

    /// <summary>basedir.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Where its messages and character sets are; null leaves the program's own idea.</summary>
    public required string? ShareDirectory { get; init; }

    /// <summary>How it is started; arguments follow.</summary>
    public required ProgramLine Line { get; init; }

    /// <summary>Its version.</summary>
    public required ServerVersion Version { get; init; }

    /// <summary>Finds and asks it; an answer is kept as long as the file stays the same.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">ServerProgramNotFound, ServerProgramNotRunnable, ServerNotSupported.</exception>
    public static async Task<ServerProgram> OfAsync(string? serverDirectory, CancellationToken cancellationToken)
    {
        var file = ServerProgramSearch.Find(serverDirectory);
        var facts = new FileInfo(file);
        var key = (file, facts.Length, facts.LastWriteTimeUtc);
        if (!Known.TryGetValue(key, out var program))
        {
            program = await AskAsync(file, cancellationToken).ConfigureAwait(false);
            Known[key] = program;
        }

        return program;
    }

    private static async Task<ServerProgram> AskAsync(string file, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(file)!;
        var baseDirectory = Path.GetFileName(folder) is "bin" or "sbin" or "libexec" ? Path.GetDirectoryName(folder)! : folder;
        var root = Path.GetFileName(baseDirectory) == "usr" ? Path.GetDirectoryName(baseDirectory)! : baseDirectory;
        var isHosts = root == Path.GetPathRoot(root);
        var line = isHosts ? new ProgramLine(file, []) : ServerLibraries.OwnLoader(root, file) ?? new ProgramLine(file, []);
        var (exitCode, said) = await VersionAsync(line, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0 && !line.HasOwnLoader && !isHosts && ServerLibraries.Beside(baseDirectory, folder) is { Count: > 0 } libraries)
        {
            line = line with { LibraryPath = libraries };
            (exitCode, said) = await VersionAsync(line, cancellationToken).ConfigureAwait(false);
        }

        if (exitCode != 0)
        {
            throw SandboxFailures.NotRunnable(file, said);
        }

        return new ServerProgram
        {
            File = file,
            ServerDirectory = isHosts ? baseDirectory : root,
            BaseDirectory = baseDirectory,
            ShareDirectory = ShareDirectories(baseDirectory).FirstOrDefault(d => System.IO.File.Exists(Path.Combine(d, "english", "errmsg.sys"))),
            Line = line,
            Version = Recognise(file, said),
        };
    }

    /// <summary>The script of that name, whatever the release puts before it; null when the distribution has none.</summary>
    public string? Script(string name, IReadOnlyList<string> prefixes) => ShareDirectories(BaseDirectory)
        .SelectMany(d => prefixes.Select(p => Path.Combine(d, p + name)))
        .FirstOrDefault(System.IO.File.Exists);

    private static IEnumerable<string> ShareDirectories(string baseDirectory)
    {
        var share = Path.Combine(baseDirectory, "share");
        return new[] { share }.Concat(ShareNames.Select(n => Path.Combine(share, n)));
    }

    private static Task<(int? ExitCode, string Said)> VersionAsync(ProgramLine line, CancellationToken cancellationToken)
        => ProgramRun.ToEndAsync(line.With("--no-defaults", "--version"), null, VersionLimit, cancellationToken);

    // ".../mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))"
    private static ServerVersion Recognise(string file, string said)
    {
        var start = said.IndexOf(" Ver ", StringComparison.Ordinal);
        var text = start < 0 ? said.Trim() : said.Substring(start + 5).TrimStart().Split(' ')[0];
        ServerVersion version;
        try
        {
            version = ServerVersion.Parse(text);
        }
        catch (FormatException)
        {
            throw SandboxFailures.NotSupported(file, text);
        }

        var supported = version.Flavour == ServerFlavour.MariaDB ? version.IsAtLeast(10, 5) : version.IsAtLeast(5, 5);
        return supported ? version : throw SandboxFailures.NotSupported(file, text);
    }
}
