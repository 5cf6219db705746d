using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>MySQL before 8.0.23: SLAVE and MASTER. Measured on 5.6; 5.5, 5.7 and early 8.0 by their manuals.</summary>
internal sealed class MySqlSlaveLinkWords(Capabilities capabilities) : MySqlLinkWords(capabilities)
{
    public override SqlStatement ShowReplicaStatus => "SHOW SLAVE STATUS";

    public override SqlStatement ShowReplicas => "SHOW SLAVE HOSTS";

    protected override string Prefix => "MASTER_";

    protected override string Replica => "SLAVE";

    protected override string PublicKeyOption => Capabilities.HasGetPublicKey ? "GET_MASTER_PUBLIC_KEY" : string.Empty;

    protected override string ChangeWords => "CHANGE MASTER TO ";
}
