namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>The server writes no binary log, so it has no coordinates of its own.</summary>
    public const string BinlogDisabled = nameof(BinlogDisabled);

    /// <summary>The server has no channel (MariaDB: named connection) of that name.</summary>
    public const string ChannelNotFound = nameof(ChannelNotFound);
}
