using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Plans;

/// <summary>What Undo-ReplicationChange took back.</summary>
public sealed record UndoResult : IReplicationChange
{
    /// <summary>The server on which most was taken back; null when only files were, or nothing.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>What the change had been, a sentence; null when there was none.</summary>
    public string? Summary { get; init; }

    /// <summary>The steps taken back, in the order in which that was done: the last one first.</summary>
    public IReadOnlyList<PlanStep> Steps { get; init; } = [];

    /// <summary>Steps that stay done, because nothing takes them back.</summary>
    public IReadOnlyList<PlanStep> NotUndone { get; init; } = [];

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <summary>Why nothing was taken back, "it was undone before"; null when something was.</summary>
    public string? Reason { get; init; }

    /// <summary>The journal entry of the change that was undone; null when nothing had been changed.</summary>
    public string? JournalEntry { get; init; }

    /// <summary>"Undone: Make the replication account ...".</summary>
    public override string ToString() => (Changed ? "Undone: " : "Nothing to undo: ") + (Summary ?? "nothing was changed") + (Reason is null || Summary is null ? string.Empty : " (" + Reason + ")");
}
