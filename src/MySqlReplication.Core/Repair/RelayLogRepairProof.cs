using System.Collections.Generic;
using MySqlReplication.Status;

namespace MySqlReplication.Repair;

/// <summary>What was proven about a repaired link, and what was not. Null is: not proven, not disproven.</summary>
public sealed record RelayLogRepairProof
{
    /// <summary>Whether the source was asked before anything was changed, and still held all that the replica lacks.</summary>
    public bool? SourceHoldsPosition { get; init; }

    /// <summary>Whether the executed position was the saved one, neither back nor forward, when the link was made anew and not yet started.</summary>
    public bool? PositionKept { get; init; }

    /// <summary>Whether receiver and applier both run.</summary>
    public bool? ThreadsRun { get; init; }

    /// <summary>Whether the replica came to where the source stood when it was started again.</summary>
    public bool? CaughtUp { get; init; }

    /// <summary>Where the source stood then; null when it was not asked.</summary>
    public BinlogCoordinates? SourceCoordinates { get; init; }

    /// <summary>What was seen, a sentence each.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What could not be proven and why, a sentence each; empty when all was.</summary>
    public IReadOnlyList<string> NotProven { get; init; } = [];

    /// <summary>Whether all four were proven.</summary>
    public bool IsComplete => SourceHoldsPosition == true && PositionKept == true && ThreadsRun == true && CaughtUp == true;
}
