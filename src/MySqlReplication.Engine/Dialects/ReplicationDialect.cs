using System.Collections.Concurrent;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// How one version of one family says things: the words for links and status (<see cref="LinkWords"/>),
/// and the capabilities. Chosen once a session; operations never ask for a version.
/// </summary>
internal sealed class ReplicationDialect
{
    private static readonly ConcurrentDictionary<(ServerFlavour, int, int, int), ReplicationDialect> Known = new();

    private ReplicationDialect(ServerVersion version)
    {
        Capabilities = Capabilities.Of(version);
        Links = version.Flavour == ServerFlavour.MariaDB ? new MariaDBLinkWords()
            : Capabilities.SpeaksChangeSource ? new MySqlReplicaLinkWords(Capabilities)
            : new MySqlSlaveLinkWords(Capabilities);
        Accounts = version.Flavour == ServerFlavour.MariaDB ? new MariaDBAccountWords()
            : Capabilities.HasCreateUserIfNotExists ? new MySqlAccountWords(Capabilities)
            : new MySqlOldAccountWords();
        Heartbeats = version.Flavour == ServerFlavour.MariaDB ? new ConnectionRowHeartbeats(Capabilities)
            : Capabilities.HasReplicationTables ? new TableHeartbeats(Capabilities)
            : new StatusVariableHeartbeats();
        Verdict = new VerdictVariables(Capabilities);
        Status = new SqlBatch([.. Verdict.Questions, Links.ShowReplicaStatus, .. Heartbeats.Questions]);
        LinksOnly = new SqlBatch([Links.ShowReplicaStatus, .. Heartbeats.Questions]);
        Snapshots = version.Flavour == ServerFlavour.MariaDB ? new MariaDBSnapshotWords(Capabilities) : new MySqlSnapshotWords(Capabilities);
    }

    public Capabilities Capabilities { get; }

    /// <summary>Statements of links and status.</summary>
    public LinkWords Links { get; }

    /// <summary>Statements of accounts.</summary>
    public AccountWords Accounts { get; }

    /// <summary>Where the server keeps what its receivers heard.</summary>
    public HeartbeatWords Heartbeats { get; }

    /// <summary>What a verdict on a link looks at beside its row.</summary>
    public VerdictVariables Verdict { get; }

    /// <summary>A whole status in one round trip: the questions of <see cref="Verdict"/>, the links, what their receivers heard.</summary>
    public SqlBatch Status { get; }

    /// <summary>The same without the variables, to look again.</summary>
    public SqlBatch LinksOnly { get; }

    /// <summary>Statements of snapshots.</summary>
    public SnapshotWords Snapshots { get; }

    public static ReplicationDialect For(ServerVersion version)
        => Known.GetOrAdd((version.Flavour, version.Major, version.Minor, version.Patch), _ => new ReplicationDialect(version));
}
