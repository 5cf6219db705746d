using System;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Status;

/// <summary>Why one worker of a parallel applier stopped: the text that Last_SQL_Error only points to.</summary>
public sealed record WorkerError
{
    /// <summary>The worker's number.</summary>
    public required long Worker { get; init; }

    /// <summary>The error's number.</summary>
    public required int Code { get; init; }

    /// <summary>The server's text.</summary>
    public required string Error { get; init; }

    /// <summary>What the number means; null when the catalogue does not have it.</summary>
    public ErrorExplanation? Explanation { get; init; }

    /// <summary>When it was; null when that is not told.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The transaction it was at, a GTID; null when it has none.</summary>
    public string? Transaction { get; init; }

    /// <summary>"worker 2: 1062 ...".</summary>
    public override string ToString() => "worker " + Worker + ": " + Code + " " + Error;
}
