using System.Globalization;
using System.Linq;
using MySqlReplication.Engine.Sandboxes;

namespace MySqlReplication.Engine.Configuration;

/// <summary>The command lines by which services are ended, started and looked at.</summary>
internal sealed record ServiceCommands
{
    private const string Unit = "systemd unit";

    private ServiceCommands(string kind, ProgramLine stop, ProgramLine start, ProgramLine show)
    {
        Kind = kind;
        Stop = stop;
        Start = start;
        Show = show;
    }

    /// <summary>"systemd unit", "Windows service".</summary>
    public string Kind { get; }

    public ProgramLine Stop { get; }

    public ProgramLine Start { get; }

    /// <summary>Prints the state.</summary>
    public ProgramLine Show { get; }

    /// <summary>Forgets failed starts: after some of them systemd refuses more (StartLimitBurst). Null where there is no such thing.</summary>
    public ProgramLine? Forgive { get; private init; }

    /// <summary>Prints what the service wrote since a moment; null where nobody keeps it.</summary>
    public System.Func<System.DateTimeOffset, ProgramLine>? Journal { get; private init; }

    /// <summary>systemctl(1). "stop" and "start" wait until the unit's own work is done; nobody is asked for a password, who may not be there.</summary>
    public static ServiceCommands Systemd(string unit) => new(
        Unit,
        new ProgramLine("systemctl", ["--no-ask-password", "stop", "--", unit]),
        new ProgramLine("systemctl", ["--no-ask-password", "start", "--", unit]),
        new ProgramLine("systemctl", ["show", "--property=ActiveState", "--value", "--", unit]))
    {
        Forgive = new ProgramLine("systemctl", ["--no-ask-password", "reset-failed", "--", unit]),

        // journalctl(1): MariaDB's packages set no log_error, so that the journal is the only place where it says why.
        Journal = since => new ProgramLine("journalctl", ["--unit=" + unit, "--since=@" + since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), "--no-pager", "--output=cat", "--lines=200"]),
    };

    /// <summary>sc.exe of Windows. It only sends the word; the state tells when it is done.</summary>
    public static ServiceCommands Windows(string service) => new(
        "Windows service",
        new ProgramLine("sc.exe", ["stop", service]),
        new ProgramLine("sc.exe", ["start", service]),
        new ProgramLine("sc.exe", ["query", service]));

    /// <summary>sc.exe answers 1062 when it is to stop what does not run.</summary>
    public bool RefusesToStopTwice => Kind != Unit;

    /// <summary>Whether a name can be one of a unit or service, and no option of a program.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 256 && name[0] != '-' && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '@' or ':' or '\\');

    /// <summary>Whether the printed state says that it has ended ("inactive", "failed"; "STATE : 1 STOPPED" in every language: the number counts).</summary>
    public bool SaysStopped(string said) => Kind == Unit
        ? said.Trim() is "inactive" or "failed"
        : said.Split('\n').Select(l => l.Split(':')).Any(p => p.Length == 2 && p[1].TrimStart().StartsWith("1 ", System.StringComparison.Ordinal) && p[1].Contains("STOPPED"));
}
