using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What Import-ReplicationSnapshot is asked for, one replica at a time.</summary>
public sealed record ImportRequest
{
    /// <summary>The directory of an export or the file of a dump, as a full path.</summary>
    public required string Path { get; init; }

    /// <summary>The server that gets the data.</summary>
    public required ServerReference Replica { get; init; }

    /// <summary>The server that the data is of, to be followed later; null takes the one that the export names.</summary>
    public ServerReference? Source { get; init; }

    /// <summary>A login for the source that the export names.</summary>
    public MySqlReplication.Accounts.ReplicationCredential? SourceLogin { get; init; }

    /// <summary>How many streams go side by side.</summary>
    public int Streams { get; init; } = 4;

    /// <summary>Bytes of rows a second for all streams together; null for no limit.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>Switches the replica's local_infile on while it is loaded, when it is off.</summary>
    public bool AllowLocalInfile { get; init; }

    /// <summary>Leaves the replica writable while it is loaded and until its link runs.</summary>
    public bool LeaveWritable { get; init; }

    /// <summary>Takes a dump that does not say to which coordinates it belongs.</summary>
    public bool WithoutCoordinates { get; init; }

    /// <summary>Replaces databases of the replica that hold something; leaves GTIDs that only the replica has.</summary>
    public bool Force { get; init; }
}
