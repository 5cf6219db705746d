namespace MySqlReplication.Diagnosis;

/// <summary>One station of a link with what proves its state.</summary>
public sealed record LinkStepResult
{
    /// <summary>Which.</summary>
    public required LinkStep Step { get; init; }

    /// <summary>What is known of it.</summary>
    public required LinkStepState State { get; init; }

    /// <summary>What was seen.</summary>
    public required string Evidence { get; init; }

    /// <summary>"Login: Broken".</summary>
    public override string ToString() => Step + ": " + State;
}
