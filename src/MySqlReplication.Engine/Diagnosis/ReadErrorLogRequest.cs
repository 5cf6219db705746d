using System;
using System.Collections.Generic;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What of an error log is wanted.</summary>
public sealed record ReadErrorLogRequest
{
    /// <summary>Entries that have nothing to do with replication, too.</summary>
    public bool All { get; init; }

    /// <summary>No older entries; null for all there are.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only these levels; empty for all.</summary>
    public IReadOnlyList<ErrorLogLevel> Levels { get; init; } = [];

    /// <summary>Files that were rotated away, too.</summary>
    public bool Rotated { get; init; }
}
