using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MySqlReplication.Hosting;

/// <summary>What the command line asks for: the host's own options, then a script file with its arguments, or a command text.</summary>
internal sealed class HostArguments
{
    /// <summary>How the host is called, for -Help.</summary>
    public const string Usage = """
        mysqlreplication-host [options] FILE.ps1 [arguments of the script]
        mysqlreplication-host [options] -Command TEXT

          -Module PATH        import this module first (may be given several times)
          -Width N            columns of the output; else those of the terminal, or 120
          -NonInteractive     fail instead of asking; so it is anyway when standard input is not a terminal
          -Progress WHEN      auto (default: only on a terminal), always, or never
          -Help               this text

        Arguments bind to the script's param block as with pwsh -File: -Name value, -Name:value, -Switch, -Switch:$false, or by position.
        Exit code: that of `exit N`; 1 after a terminating error; 130 after Ctrl-C, 143 after SIGTERM; 64 for a wrong command line.
        This host has the PowerShell engine only: no Write-Host, Select-Object, Get-Item and so on. Scripts that need them run in pwsh.

        """;

    /// <summary>Full path of the script; null when <see cref="Command"/> is given.</summary>
    public string? File { get; private set; }

    /// <summary>PowerShell text to run; null when <see cref="File"/> is given.</summary>
    public string? Command { get; private set; }

    /// <summary>The script's arguments, as they were typed.</summary>
    public IReadOnlyList<string> ScriptArguments { get; private set; } = [];

    /// <summary>Modules to import before, in this order.</summary>
    public IReadOnlyList<string> Modules => _modules;

    /// <summary>Columns of the output; null: those of the terminal, or 120 where there is none.</summary>
    public int? Width { get; private set; }

    /// <summary>True when a question is to fail at once.</summary>
    public bool NonInteractive { get; private set; }

    /// <summary>When progress is shown.</summary>
    public ProgressDisplay Progress { get; private set; }

    /// <summary>True when only the usage text is asked for.</summary>
    public bool WantsHelp { get; private set; }

    private readonly List<string> _modules = [];

    private HostArguments()
    {
    }

    /// <summary>Reads the command line.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>What they ask for.</returns>
    /// <exception cref="UsageException">An option is unknown or lacks its value, or there is nothing to run.</exception>
    public static HostArguments Parse(IReadOnlyList<string> args)
    {
        HostArguments parsed = new();
        int next = 0;
        while (next < args.Count && parsed is { File: null, Command: null, WantsHelp: false })
        {
            next = parsed.ReadOne(args, next);
        }

        if (parsed.Command is not null)
        {
            // pwsh -Command takes the rest of the line as more text of the command.
            parsed.Command = string.Join(' ', args.Skip(next).Prepend(parsed.Command));
        }
        else if (parsed.File is not null)
        {
            parsed.ScriptArguments = [.. args.Skip(next)];
        }
        else if (!parsed.WantsHelp)
        {
            throw new UsageException("there is nothing to run: give a script file or -Command.");
        }

        return parsed;
    }

    private int ReadOne(IReadOnlyList<string> args, int at)
    {
        string word = args[at];
        switch (word.ToUpperInvariant())
        {
            case "-HELP" or "--HELP" or "-H" or "-?":
                WantsHelp = true;
                return at + 1;
            case "-NONINTERACTIVE":
                NonInteractive = true;
                return at + 1;
            case "-MODULE":
                _modules.Add(ExistingModule(Value(args, at)));
                return at + 2;
            case "-WIDTH":
                Width = Columns(Value(args, at));
                return at + 2;
            case "-PROGRESS":
                Progress = Display(Value(args, at));
                return at + 2;
            case "-COMMAND" or "-C":
                Command = Value(args, at);
                return at + 2;
            case "-FILE" or "-F":
                File = ExistingScript(Value(args, at));
                return at + 2;
            default:
                File = word.StartsWith('-')
                    ? throw new UsageException($"'{word}' is not an option of this host; options of the script come after its file name.")
                    : ExistingScript(word);
                return at + 1;
        }
    }

    private static string Value(IReadOnlyList<string> args, int at) =>
        at + 1 < args.Count ? args[at + 1] : throw new UsageException($"{args[at]} needs a value.");

    private static string ExistingScript(string path)
    {
        if (!path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{path}' is not a PowerShell script: its name must end in .ps1.");
        }

        return System.IO.File.Exists(path) ? Path.GetFullPath(path) : throw new UsageException($"there is no file '{path}' in {Environment.CurrentDirectory}.");
    }

    // A name without a directory is left to the engine, which looks in PSModulePath; a path is relative to here.
    private static string ExistingModule(string path) =>
        System.IO.File.Exists(path) || Directory.Exists(path)
            ? Path.GetFullPath(path)
            : path.AsSpan().IndexOfAny('/', '\\') < 0 && !path.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase)
                ? path
                : throw new UsageException($"there is no module '{path}' to import.");

    private static int Columns(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns is >= 20 and <= 10_000
            ? columns
            : throw new UsageException($"-Width is a number of columns from 20 to 10000, not '{text}'.");

    private static ProgressDisplay Display(string text) =>
        Enum.TryParse(text, ignoreCase: true, out ProgressDisplay display) && Enum.IsDefined(display)
            ? display
            : throw new UsageException($"-Progress is auto, always or never, not '{text}'.");
}
