using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What one stream of a copy keeps from piece to piece.</summary>
internal sealed class CopyStream(ServerConnection reader)
{
    /// <summary>Sees the source at the moment of the copy.</summary>
    public ServerConnection Reader => reader;

    /// <summary>A session of the target that does not commit by itself; null until the first piece and when it was lost.</summary>
    public ServerConnection? Loader { get; set; }

    public byte[] Buffer { get; set; } = new byte[CopyChunks.BufferBytes];

    /// <summary>Whose unique_checks were set last, and whether they are off.</summary>
    public (ServerConnection Session, bool Bulk)? Prepared { get; set; }
}
