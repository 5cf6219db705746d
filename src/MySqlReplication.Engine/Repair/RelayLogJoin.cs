using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>One channel of a stopped server: the index that lists its relay logs and the one that the server will open.</summary>
/// <param name="Channel">The channel's name; empty for the default one.</param>
/// <param name="Former">The index that lists the relay log in use; null when nothing is to be joined.</param>
/// <param name="Wanted">The index that the server will open; without lines when there is none yet.</param>
internal sealed record RelayLogJoin(string Channel, LogIndex? Former, LogIndex Wanted)
{
    /// <summary>The relay log that the applier is in; null where only the server can read that.</summary>
    public string? CurrentFile { get; init; }

    /// <summary>Executed coordinates; null where only the server can read them.</summary>
    public BinlogCoordinates? Executed { get; init; }

    /// <summary>How the former index was found, a sentence.</summary>
    public required string Evidence { get; init; }

    /// <summary>
    /// The lines that stay where the wanted index lists files that are not there: null where all are there. The applier's own file
    /// is never among them when something behind it is missing: it would go on behind the gap.
    /// </summary>
    public IReadOnlyList<string>? Kept { get; init; }

    /// <summary>
    /// relay-log.info as it is to be, where the applier's own place is lost: it names a file that no index can list, so that the
    /// server does not take a new file of the same number for it. Null else.
    /// </summary>
    public LogIndex? Info { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsWhole => Former is null && Kept is null;

    /// <summary>The lines of the wanted index once joined: the former ones first, since relay logs are read in the index's order.</summary>
    public IReadOnlyList<string> Joined => Former is null ? Kept ?? Wanted.Lines
        : Former.Lines.Concat(Wanted.Lines.Where(l => !Former.Lines.Contains(l))).ToList();
}
