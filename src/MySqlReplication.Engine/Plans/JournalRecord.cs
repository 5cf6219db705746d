using System;
using System.Collections.Generic;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Plans;

/// <summary>One journal file: what was planned, how far it came, how each step is taken back. Holds no secret and no hash of one.</summary>
internal sealed record JournalRecord
{
    public const int CurrentFormat = 1;

    /// <summary>The layout of this record.</summary>
    public int Format { get; init; } = CurrentFormat;

    public required DateTimeOffset Begun { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Begun, Done, Failed or Undone.</summary>
    public required string State { get; init; }

    public required string Summary { get; init; }

    public string? Failure { get; init; }

    /// <summary>The journal entry of the change that this one brought into force (a restart, of an option file's): undoing this means to undo that. Null for all others.</summary>
    public string? InForce { get; init; }

    public required IReadOnlyList<JournalStep> Steps { get; init; }
}

/// <summary>A step in the journal.</summary>
internal sealed record JournalStep
{
    public required PlanStep Step { get; init; }

    /// <summary>
    /// Planned; Running (begun, and nobody wrote down how it ended: the run was killed or the connection broke); Done; Refused
    /// (the server said no, nothing was done); PutBack (by the run itself); Undone.
    /// </summary>
    public required string State { get; init; }

    public UndoAction? Undo { get; init; }
}
