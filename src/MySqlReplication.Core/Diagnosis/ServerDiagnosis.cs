using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Diagnosis;

/// <summary>Whether a server is fit for its part in replication, with all that was found.</summary>
public sealed record ServerDiagnosis
{
    /// <summary>The server that was asked.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The part that it was judged for.</summary>
    public required ServerRole Role { get; init; }

    /// <summary>The server that it was compared with; null when none was given.</summary>
    public ServerReference? Peer { get; init; }

    /// <summary>
    /// Whether nothing was found that stops replication or breaks data (no finding of severity Error). Warnings, and what could not
    /// be found out (severity Unknown), are in <see cref="Findings"/>.
    /// </summary>
    public required bool IsFit { get; init; }

    /// <summary>All findings, the worst first.</summary>
    public required IReadOnlyList<ReplicationFinding> Findings { get; init; }

    /// <summary>"db2:3306: ServerIdShared, ...".</summary>
    public override string ToString() => Server + ": " + (Findings.Count == 0 ? "nothing found" : string.Join(", ", Findings));
}
