using MySqlReplication.Servers;

namespace MySqlReplication.Links;

/// <summary>What a source answered to one account, tried by the replica itself from its own address.</summary>
public sealed record LoginProof
{
    /// <summary>The replica that tried.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The source that was asked.</summary>
    public required ServerReference Source { get; init; }

    /// <summary>The replica; the same as <see cref="Server"/>.</summary>
    public ServerReference Replica => Server;

    /// <summary>Who logged in.</summary>
    public required string UserName { get; init; }

    /// <summary>The answer.</summary>
    public required LoginOutcome Outcome { get; init; }

    /// <summary>True when the account can replicate, false when it cannot, null when that was not found out.</summary>
    public bool? CanReplicate => Outcome switch
    {
        LoginOutcome.Accepted => true,
        LoginOutcome.NotTried or LoginOutcome.Unknown => null,
        _ => false,
    };

    /// <summary>The address or name that the source saw the replica come from, in its own words; null when its answer names none.</summary>
    public string? SeenAs { get; init; }

    /// <summary>The number of the answer; null when it was let in, or not tried.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The answer in the replica's words, made fit to be shown; null when there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>What that means, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>"repl from db2:3306 at db1:3306: Accepted".</summary>
    public override string ToString() => UserName + " from " + Server + " at " + Source + ": " + Outcome;
}
