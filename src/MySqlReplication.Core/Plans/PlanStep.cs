namespace MySqlReplication.Plans;

/// <summary>One thing that a plan does, as data. Shown by -WhatIf, narrated by -Verbose, run as it stands here.</summary>
public sealed record PlanStep
{
    /// <summary>From 1, in the order of running.</summary>
    public required int Number { get; init; }

    /// <summary>Where: a server's address or a file's path.</summary>
    public required string Target { get; init; }

    /// <summary>What kind of thing.</summary>
    public required PlanStepKind Kind { get; init; }

    /// <summary>The statement with its secrets blotted out, the unified diff, or the sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Why it is done.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether it can be taken back.</summary>
    public Reversibility Reversibility { get; init; }

    /// <summary>What would take it back, with secrets blotted out; null when nothing would.</summary>
    public string? UndoText { get; init; }

    /// <summary>The step on one line: "1. db2:3306  STOP REPLICA".</summary>
    public override string ToString() => Number + ". " + Target + "  " + Text;
}
