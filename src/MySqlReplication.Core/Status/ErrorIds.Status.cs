namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>The server writes no binary log, so it has no coordinates of its own.</summary>
    public const string BinlogDisabled = nameof(BinlogDisabled);

    /// <summary>The table for heartbeats is not given as DATABASE.TABLE.</summary>
    public const string LagTableInvalid = nameof(LagTableInvalid);

    /// <summary>The status does not answer, because the receiver waits for room on the volume of its relay logs.</summary>
    public const string RelayLogDiskFull = nameof(RelayLogDiskFull);
}
