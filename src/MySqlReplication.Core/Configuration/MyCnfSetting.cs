using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Configuration;

/// <summary>One line of an option file that sets a replication option, as a server reads it. Pipes by its TopFile into the MyCnf cmdlets.</summary>
public sealed record MyCnfSetting
{
    /// <summary>The server that was asked for its version; null when none was.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>The option's own name, with dashes, without prefixes: "server-id".</summary>
    public required string Name { get; init; }

    /// <summary>The name as it stands in the line: "loose_server_id".</summary>
    public required string Spelling { get; init; }

    /// <summary>The value as the server reads it, quotes and escapes resolved, and turned round by "skip-" and "disable-"; null when the line has none. Passwords are blotted out.</summary>
    public string? Value { get; init; }

    /// <summary>The file that the line stands in.</summary>
    public required string OptionFile { get; init; }

    /// <summary>The file that was read and leads to this one by its includes; the same file when the line stands in it. What pipes into the MyCnf cmdlets: a server reads that one.</summary>
    public required string TopFile { get; init; }

    /// <summary>The line's number in that file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The group that it stands in, without brackets.</summary>
    public required string Group { get; init; }

    /// <summary>Whether the line is in force; false when a later one sets the option again. Of an option that takes several lines all are.</summary>
    public required bool InForce { get; init; }

    /// <summary>The line in force instead, "/etc/my.cnf:12"; null for one that is in force itself.</summary>
    public string? OverriddenBy { get; init; }

    /// <summary>The earlier lines that this one overrides, "/etc/my.cnf:3"; empty when it overrides none.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>"server-id=1 (/etc/my.cnf:12)".</summary>
    public override string ToString() => Name + (Value is null ? string.Empty : "=" + Value)
        + " (" + OptionFile + ":" + Line.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")";
}
