using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>A program with arguments and environment, as it is started and as a plan shows it.</summary>
internal sealed record ProgramLine(string File, IReadOnlyList<string> Arguments)
{
    // What would lead a server astray that reads only its own option file, or tie it to a service manager that is not its own.
    private static readonly string[] Misleading =
    [
        "MYSQL_HOME", "MYSQL_GROUP_SUFFIX", "MYSQL_UNIX_PORT", "MYSQL_TCP_PORT", "MYSQLD_OPTS", "MYSQLD_PARENT_PID",
        "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES",
    ];

    /// <summary>Put in front of the library search path; empty when the program needs none.</summary>
    public IReadOnlyList<string> LibraryPath { get; init; } = [];

    /// <summary>Started by its own loader: the host's libraries must not come in.</summary>
    public bool HasOwnLoader { get; init; }

    public ProgramLine With(params string[] more) => this with { Arguments = [.. Arguments, .. more] };

    /// <summary>With all three streams redirected and no window.</summary>
    public ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo(File)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
#if NET8_0_OR_GREATER
        foreach (var argument in Arguments)
        {
            info.ArgumentList.Add(argument);
        }
#else
        info.Arguments = string.Join(" ", Arguments.Select(Quote));
#endif
        foreach (var name in Misleading)
        {
            info.Environment.Remove(name);
        }

        if (HasOwnLoader)
        {
            info.Environment.Remove("LD_LIBRARY_PATH");
            info.Environment.Remove("LD_PRELOAD");
        }
        else if (LibraryPath.Count > 0)
        {
            info.Environment.TryGetValue("LD_LIBRARY_PATH", out var before);
            info.Environment["LD_LIBRARY_PATH"] = string.Join(":", LibraryPath) + (string.IsNullOrEmpty(before) ? string.Empty : ":" + before);
        }

        return info;
    }

    /// <summary>As one would type it.</summary>
    public override string ToString()
        => (LibraryPath.Count > 0 ? "LD_LIBRARY_PATH=" + string.Join(":", LibraryPath) + " " : string.Empty)
            + string.Join(" ", new[] { File }.Concat(Arguments).Select(a => a.Any(c => char.IsWhiteSpace(c) || c is '\'' or '"') ? Quote(a) : a));

    // The rules of CommandLineToArgvW: backslashes count double only before a quote.
    private static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c == '"'))
        {
            return argument;
        }

        var quoted = new System.Text.StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            quoted.Append('\\', c == '"' ? (backslashes * 2) + 1 : backslashes).Append(c);
            backslashes = 0;
        }

        return quoted.Append('\\', backslashes * 2).Append('"').ToString();
    }
}
