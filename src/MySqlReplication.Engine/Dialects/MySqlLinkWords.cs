using System.Collections.Generic;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>What both ways of speaking MySQL share: FOR CHANNEL behind, AUTO_POSITION.</summary>
internal abstract class MySqlLinkWords(Capabilities capabilities) : LinkWords
{
    public override SqlStatement ShowSourceStatus => Capabilities.SpeaksBinaryLogStatus ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";

    public override SqlStatement? ShowGtids => Capabilities.HasGtidMode
        ? new SqlStatement("SELECT @@GLOBAL.gtid_executed AS " + GtidColumns.Executed + ", @@GLOBAL.gtid_purged AS " + GtidColumns.Purged)
        : null;

    // Without a table repository (5.6 by default) the table is there and empty.
    public override SqlStatement? ShowStoredLink(string channel) => !Capabilities.HasGtidMode ? null
        : Capabilities.HasChannels ? new SqlStatement("SELECT * FROM mysql.slave_master_info WHERE Channel_name=").Text(channel)
        : "SELECT * FROM mysql.slave_master_info";

    public override IReadOnlyList<SqlStatement> ShowLinkConfiguration(string channel) => !Capabilities.HasReplicationTables ? [] :
    [
        new SqlStatement("SELECT * FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME=").Text(channel),
        new SqlStatement("SELECT * FROM performance_schema.replication_applier_configuration WHERE CHANNEL_NAME=").Text(channel),
    ];

    // UNIX_TIMESTAMP of a TIMESTAMP column is the stored value: no time zone comes in between. Zero is "never".
    public override SqlStatement? ShowWorkerErrors(string channel) => !Capabilities.HasReplicationTables ? null
        : new SqlStatement("SELECT WORKER_ID AS worker, LAST_ERROR_NUMBER AS code, LAST_ERROR_MESSAGE AS message, UNIX_TIMESTAMP(LAST_ERROR_TIMESTAMP) AS time, "
            + (Capabilities.HasQueueTimes ? "APPLYING_TRANSACTION" : "LAST_SEEN_TRANSACTION")
            + " AS transaction FROM performance_schema.replication_applier_status_by_worker WHERE LAST_ERROR_NUMBER <> 0 AND CHANNEL_NAME=").Text(channel);

    // Zero is "never". Manual: MySQL 8.0.1. Measured: 9.7.
    public override SqlStatement? ShowCommitTimes(string channel) => !Capabilities.HasQueueTimes ? null
        : new SqlStatement("SELECT MAX(UNIX_TIMESTAMP(NOW(6)) - UNIX_TIMESTAMP(APPLYING_TRANSACTION_IMMEDIATE_COMMIT_TIMESTAMP)) AS behind FROM performance_schema.replication_applier_status_by_worker "
            + "WHERE APPLYING_TRANSACTION <> '' AND UNIX_TIMESTAMP(APPLYING_TRANSACTION_IMMEDIATE_COMMIT_TIMESTAMP) > 0 AND CHANNEL_NAME=").Text(channel);

    // CONFIGURED_BY: STARTUP_OPTIONS..., CHANGE_REPLICATION_FILTER... (measured: 9.7).
    public override SqlStatement? ShowLiveFilters => Capabilities.HasFilterTable
        ? new SqlStatement("SELECT FILTER_NAME AS name, CONVERT(FILTER_RULE USING utf8mb4) AS value FROM performance_schema.replication_applier_filters WHERE CONFIGURED_BY LIKE 'CHANGE%'")
        : null;

    // The receiver names itself by a user variable when it registers. Measured: 9.7, both names. Manual: user_variables_by_thread from 5.7 on.
    public override SqlStatement? ShowReaderUuids => !Capabilities.HasReplicationTables ? null : new SqlStatement(
        "SELECT t.PROCESSLIST_ID AS id, CONVERT(MAX(v.VARIABLE_VALUE) USING utf8) AS uuid FROM performance_schema.user_variables_by_thread v "
            + "JOIN performance_schema.threads t ON t.THREAD_ID = v.THREAD_ID WHERE v.VARIABLE_NAME IN ('slave_uuid', 'replica_uuid') GROUP BY t.PROCESSLIST_ID");

    // With files as the repository (5.6 by default) the table is there and empty.
    public override SqlStatement? ShowWorkerPositions(string channel) => !Capabilities.HasGtidMode ? null
        : Capabilities.HasChannels ? new SqlStatement("SELECT Master_log_name, Master_log_pos FROM mysql.slave_worker_info WHERE Channel_name=").Text(channel)
        : "SELECT Master_log_name, Master_log_pos FROM mysql.slave_worker_info";

    public override SqlStatement? ShowFilters => Capabilities.HasFilterTable
        ? new SqlStatement("SELECT FILTER_NAME, FILTER_RULE FROM performance_schema.replication_applier_global_filters")
        : null;

    protected Capabilities Capabilities => capabilities;

    protected abstract string ChangeWords { get; }

    protected override bool HasRetryCount => Capabilities.HasRetryCountInChange;

    protected override bool HasDelay => Capabilities.HasDelay;

    public override SqlStatement Start(string channel, LinkThread thread = LinkThread.Both)
        => ForChannel("START " + Replica + Keyword(thread), channel);

    public override SqlStatement Stop(string channel, LinkThread thread = LinkThread.Both)
        => ForChannel("STOP " + Replica + Keyword(thread), channel);

    public override SqlStatement Reset(string channel, bool all) => ForChannel("RESET " + Replica + (all ? " ALL" : string.Empty), channel);

    public override SqlStatement Change(string channel, LinkSettings settings)
        => ForChannel(new SqlStatement(ChangeWords).Append(Options(settings)), channel);

    public override SqlStatement WaitForPosition(string channel, BinlogCoordinates coordinates, int seconds)
    {
        var statement = new SqlStatement(Capabilities.HasSourcePosWait ? "SELECT SOURCE_POS_WAIT(" : "SELECT MASTER_POS_WAIT(")
            .Text(coordinates.File).Words(", ").Number(coordinates.Position).Words(", ").Number(seconds);
        return (Capabilities.HasChannels ? statement.Words(", ").Text(channel) : statement).Words(")");
    }

    public override SqlStatement? WaitForGtid(string gtidSet, int seconds) => !Capabilities.HasGtidMode ? null
        : new SqlStatement(Capabilities.HasChannels ? "SELECT WAIT_FOR_EXECUTED_GTID_SET(" : "SELECT WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS(")
            .Text(gtidSet).Words(", ").Number(seconds).Words(")");

    // 5.5 has no AUTO_POSITION: nothing is said there, file and position is all it knows.
    protected override IEnumerable<SqlStatement> ModeOptions(LinkSettings settings) => settings.Mode is { } mode && Capabilities.HasGtidMode
        ? [new SqlStatement(Prefix + "AUTO_POSITION=" + (mode == LinkMode.AutoPosition ? "1" : "0"))]
        : [];

    // The default channel is said aloud where channels exist: with several channels "START REPLICA" means all of them.
    private SqlStatement ForChannel(SqlStatement statement, string channel)
        => Capabilities.HasChannels ? statement.Words(" FOR CHANNEL ").Text(channel) : statement;
}
