using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>MySQL from 8.0.23 on: REPLICA and SOURCE, channels. Measured on 9.7.</summary>
internal sealed class MySqlReplicaLinkWords(Capabilities capabilities) : MySqlLinkWords(capabilities)
{
    public override SqlStatement ShowReplicaStatus => "SHOW REPLICA STATUS";

    public override SqlStatement ShowReplicas => "SHOW REPLICAS";

    public override SqlStatement ShowOpenTemporaryTables => Capabilities.HasSourcePosWait
        ? "SHOW GLOBAL STATUS LIKE 'Replica_open_temp_tables'"
        : "SHOW GLOBAL STATUS LIKE 'Slave_open_temp_tables'";

    public override string SkipCounterVariable => Capabilities.HasSourcePosWait ? "sql_replica_skip_counter" : "sql_slave_skip_counter";

    protected override string Prefix => "SOURCE_";

    protected override string Replica => "REPLICA";

    protected override string PublicKeyOption => "GET_SOURCE_PUBLIC_KEY";

    protected override string ChangeWords => "CHANGE REPLICATION SOURCE TO ";
}
