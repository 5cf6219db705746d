using System;
using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>One moment of the source, held open by reader sessions that all see the same rows.</summary>
internal sealed class SnapshotPoint : IDisposable
{
    public required IReadOnlyList<ServerConnection> Readers { get; init; }

    public required BinlogCoordinates Coordinates { get; init; }

    /// <summary>MySQL: the executed set; MariaDB: the position; null when the source uses none.</summary>
    public string? Gtids { get; init; }

    /// <summary>How far the source had executed what others sent it, at the same moment; empty when it follows nobody.</summary>
    public IReadOnlyList<UpstreamPosition> Upstreams { get; init; } = [];

    /// <summary>How long writers were held up.</summary>
    public TimeSpan Stall { get; set; }

    /// <summary>How it was taken, for people.</summary>
    public required string Method { get; init; }

    /// <summary>Still holds writers up; null when they go on.</summary>
    public SnapshotLock? Lock { get; set; }

    /// <summary>Lets go of the rows as they were; a reader that was lost on the way has done so already.</summary>
    public void EndReads()
    {
        foreach (var reader in Readers)
        {
            try
            {
                reader.Execute("ROLLBACK");
            }
            catch (Exception e) when (e is ReplicationException or InvalidOperationException)
            {
                // The connection is gone, and the snapshot with it.
            }
        }
    }

    public void Dispose()
    {
        Lock?.Dispose();

        // The pool resets a session only when it lends it out again: until then its snapshot would keep old rows alive.
        EndReads();
        foreach (var reader in Readers)
        {
            reader.Dispose();
        }
    }
}
