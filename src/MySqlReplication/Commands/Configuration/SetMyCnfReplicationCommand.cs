using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Configuration;

/// <summary>Set-MyCnfReplication: writes replication options into an option file as a careful admin does, with a backup beside it.</summary>
[Cmdlet(VerbsCommon.Set, "MyCnfReplication", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MyCnfChange), typeof(ReplicationPlan))]
public sealed class SetMyCnfReplicationCommand : OptionFileCmdlet
{
    /// <summary>server-id.</summary>
    [Parameter]
    public long? ServerId { get; set; }

    /// <summary>log-bin.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [ValidateNotNull]
    public string? LogBin { get; set; }

    /// <summary>relay-log.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [ValidateNotNull]
    public string? RelayLog { get; set; }

    /// <summary>log-slave-updates, log-replica-updates.</summary>
    [Parameter]
    [Alias("LogReplicaUpdates")]
    public bool? LogSlaveUpdates { get; set; }

    /// <summary>binlog-do-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? BinlogDoDb { get; set; }

    /// <summary>binlog-ignore-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? BinlogIgnoreDb { get; set; }

    /// <summary>replicate-do-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateDoDb { get; set; }

    /// <summary>replicate-ignore-db, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public string[]? ReplicateIgnoreDb { get; set; }

    /// <summary>auto-increment-increment.</summary>
    [Parameter]
    public int? AutoIncrementIncrement { get; set; }

    /// <summary>auto-increment-offset.</summary>
    [Parameter]
    public int? AutoIncrementOffset { get; set; }

    /// <summary>What the server is to be.</summary>
    [Parameter]
    public PairMemberRole? Role { get; set; }

    /// <summary>Which member, from 1.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    public int? Node { get; set; }

    /// <summary>For how many members there is to be room.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    public int? Of { get; set; }

    internal override void Change(string file, ServerReference? server, ServerVersion? version)
    {
        var asked = Asked(file, server, version);
        RunChange(file, file, (context, token) => SetMyCnf.PrepareAsync(asked, context, token));
    }

    private MyCnfSettings Asked(string file, ServerReference? server, ServerVersion? version) => new()
    {
        OptionFile = file,
        Server = server,
        ServerVersion = version,
        ServerId = ServerId,
        LogBin = LogBin,
        RelayLog = RelayLog,
        LogReplicaUpdates = LogSlaveUpdates,
        BinlogDoDb = BinlogDoDb,
        BinlogIgnoreDb = BinlogIgnoreDb,
        ReplicateDoDb = ReplicateDoDb,
        ReplicateIgnoreDb = ReplicateIgnoreDb,
        AutoIncrementIncrement = AutoIncrementIncrement,
        AutoIncrementOffset = AutoIncrementOffset,
        Role = Role,
        Node = Node,
        Of = Of,
    };
}
