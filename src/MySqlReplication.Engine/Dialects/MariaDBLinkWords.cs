using System.Collections.Generic;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// MariaDB 10.5 and later: SLAVE and MASTER words (REPLICA exists but returns the same columns; the SOURCE form of CHANGE is a
/// syntax error even on 11.8), the connection's name between verb and object. Measured on 10.5, 10.11, 11.8.
/// </summary>
internal sealed class MariaDBLinkWords : LinkWords
{
    public override SqlStatement ShowReplicaStatus => "SHOW ALL SLAVES STATUS";

    public override SqlStatement ShowSourceStatus => "SHOW MASTER STATUS";

    public override SqlStatement ShowReplicas => "SHOW SLAVE HOSTS";

    public override SqlStatement? ShowGtids => "SELECT @@GLOBAL.gtid_binlog_pos AS " + GtidColumns.BinlogPosition
        + ", @@GLOBAL.gtid_binlog_state AS " + GtidColumns.BinlogState + ", @@GLOBAL.gtid_slave_pos AS " + GtidColumns.ReplicatedPosition;

    protected override string Prefix => "MASTER_";

    protected override string Replica => "SLAVE";

    // The origin of a value: COMPILE-TIME, CONFIG, SQL (measured: 10.11).
    public override SqlStatement? ShowLiveFilters
        => "SELECT VARIABLE_NAME AS name, GLOBAL_VALUE AS value FROM information_schema.SYSTEM_VARIABLES WHERE VARIABLE_NAME LIKE 'REPLICATE\\_%' AND VARIABLE_NAME NOT LIKE '%ANNOTATE%' AND VARIABLE_NAME NOT LIKE '%EVENTS\\_MARKED%' AND GLOBAL_VALUE_ORIGIN = 'SQL'";

    // MariaDB has master_retry_count as a start option only.
    protected override bool HasRetryCount => false;

    protected override bool HasDelay => true;

    public override SqlStatement Start(string channel, LinkThread thread = LinkThread.Both) => Named("START SLAVE ", channel, Keyword(thread));

    public override SqlStatement Stop(string channel, LinkThread thread = LinkThread.Both) => Named("STOP SLAVE ", channel, Keyword(thread));

    public override SqlStatement Reset(string channel, bool all) => Named("RESET SLAVE ", channel, all ? " ALL" : string.Empty);

    public override SqlStatement Change(string channel, LinkSettings settings)
        => Named("CHANGE MASTER ", channel, " TO ").Append(Options(settings));

    public override SqlStatement WaitForPosition(string channel, BinlogCoordinates coordinates, int seconds)
        => new SqlStatement("SELECT MASTER_POS_WAIT(").Text(coordinates.File).Words(", ").Number(coordinates.Position)
            .Words(", ").Number(seconds).Words(", ").Text(channel).Words(")");

    public override SqlStatement? WaitForGtid(string gtidSet, int seconds)
        => new SqlStatement("SELECT MASTER_GTID_WAIT(").Text(gtidSet).Words(", ").Number(seconds).Words(")");

    // All connections of the server must be stopped for it (1198, measured).
    public override SqlStatement? SetReplicatedPosition(string gtids) => new SqlStatement("SET GLOBAL gtid_slave_pos=").Text(gtids);

    public override SqlStatement? ShowGtidAt(BinlogCoordinates coordinates)
        => new SqlStatement("SELECT BINLOG_GTID_POS(").Text(coordinates.File).Words(", ").Number(coordinates.Position).Words(")");

    protected override IEnumerable<SqlStatement> ModeOptions(LinkSettings settings) => settings.Mode is not { } mode ? []
        : [new SqlStatement("MASTER_USE_GTID=" + (mode != LinkMode.MariaDBGtid ? "no" : settings.UsingGtid ?? "slave_pos"))];

    // START SLAVE '' is the default connection on all three (measured), and stays so when default_master_connection is set.
    private static SqlStatement Named(string verb, string channel, string rest) => new SqlStatement(verb).Text(channel).Words(rest);
}
