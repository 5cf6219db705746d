using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Configuration;

/// <summary>What Set-MyCnfReplication did to one option file. Pipes into Undo-ReplicationChange, and by its OptionFile into the MyCnf cmdlets.</summary>
public sealed record MyCnfChange : IReplicationChange
{
    /// <summary>The server that was asked; null when none was given.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>The file as it was named, in full.</summary>
    public required string OptionFile { get; init; }

    /// <summary>The version that the options were chosen for; null when it was not known.</summary>
    public ServerVersion? ServerVersion { get; init; }

    /// <summary>The role that was asked for; null without one.</summary>
    public PairMemberRole? Role { get; init; }

    /// <summary>Which member; null without a role.</summary>
    public int? Node { get; init; }

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <summary>
    /// Whether the server has to be restarted before the file is in force: true after every change, and when the server that
    /// was asked runs with other values; null when the file was so already and no server was asked.
    /// </summary>
    public required bool? RestartRequired { get; init; }

    /// <summary>What was changed, as a unified diff; empty when nothing was. Values of password options are blotted out.</summary>
    public required string Diff { get; init; }

    /// <summary>The copy of the first file that was changed as it was, beside it; null when nothing was changed, or a drop-in was made. All are in <see cref="Files"/>.</summary>
    public string? BackupPath { get; init; }

    /// <summary>Every file that was written, with its backup: the one asked for, files that it includes, a drop-in.</summary>
    public IReadOnlyList<MyCnfWrittenFile> Files { get; init; } = [];

    /// <summary>Sessions that began before the running values were changed and keep the old ones (auto_increment_*, binlog_format, gtid_domain_id) until they end; empty when none was changed.</summary>
    public IReadOnlyList<string> OlderSessions { get; init; } = [];

    /// <summary>Every option that was asked for, as it is in force in the file now.</summary>
    public required IReadOnlyList<MyCnfOption> Options { get; init; }

    /// <summary>What the role would bring and was not written, with the reason.</summary>
    public required IReadOnlyList<MyCnfNotSet> NotSet { get; init; }

    /// <summary>What was noticed and may hurt: lines that override, lines that the server will refuse.</summary>
    public required IReadOnlyList<ReplicationFinding> Findings { get; init; }

    /// <summary>Choices made, and why.</summary>
    public required IReadOnlyList<string> Decisions { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>The file's path.</summary>
    public override string ToString() => OptionFile;
}
