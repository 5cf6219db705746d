namespace MySqlReplication.Engine.Dialects;

/// <summary>Names of the columns of <see cref="LinkWords.ShowGtids"/>.</summary>
internal static class GtidColumns
{
    public const string Executed = "executed";

    public const string Purged = "purged";

    public const string BinlogPosition = "binlog_position";

    public const string BinlogState = "binlog_state";

    public const string ReplicatedPosition = "replicated_position";
}
