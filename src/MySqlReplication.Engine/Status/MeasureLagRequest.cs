using System;
using MySqlReplication.Engine.Diagnosis;

namespace MySqlReplication.Engine.Status;

/// <summary>What <see cref="MeasureLag"/> is asked for.</summary>
public sealed record MeasureLagRequest
{
    /// <summary>The link: replica, channel, source and logins.</summary>
    public required DiagnoseLinkRequest Link { get; init; }

    /// <summary>How many rows are sent.</summary>
    public int Samples { get; init; } = 10;

    /// <summary>The time from one row's arrival to the next one's being sent.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks only what the servers tell.</summary>
    public bool NoWrite { get; init; }

    /// <summary>A table for heartbeats, "database.table", in a database that is replicated; null for one in mysql_replication, made on demand.</summary>
    public string? Table { get; init; }
}
