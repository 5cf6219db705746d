using MySqlReplication.Servers;

namespace MySqlReplication.Diagnosis;

/// <summary>One observation with what proves it and what mends it.</summary>
public sealed record ReplicationFinding
{
    /// <summary>A stable name, PascalCase.</summary>
    public required string Id { get; init; }

    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>On which server; null when it is about a file.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>About what: a variable, an account, a channel.</summary>
    public required string Subject { get; init; }

    /// <summary>The line of an option file that it is about, "/etc/my.cnf:12"; null when it is about none.</summary>
    public string? Place { get; init; }

    /// <summary>What was seen.</summary>
    public required string Evidence { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Reason { get; init; }

    /// <summary>What to type; null when nothing mends it.</summary>
    public string? Fix { get; init; }

    /// <summary>"Id: evidence".</summary>
    public override string ToString() => Id + ": " + Evidence;
}
