using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Snapshots;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Commands.Snapshots;

/// <summary>
/// Copy-ReplicationSnapshot: copies the data of -Source to each -Replica as it was at one moment, and returns that moment's
/// coordinates; the result pipes into Start-ReplicationLink.
/// </summary>
[Cmdlet(VerbsCommon.Copy, "ReplicationSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReplicationSnapshot), typeof(ReplicationPlan))]
public sealed partial class CopyReplicationSnapshotCommand : SnapshotSelectionCmdlet
{
    /// <summary>The server whose data is copied.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Master")]
    [ServerTransformation("Source")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument? Source { get; set; }

    /// <summary>The servers that get it, one after the other, each with a moment of its own.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Replica { get; set; } = [];

    /// <summary>Whose coordinates the result carries when the source is a replica itself: its own, or those of the server it follows.</summary>
    [Parameter]
    public SnapshotCoordinatesOf CoordinatesOf { get; set; }

    /// <summary>The source's channel to the server whose coordinates are wanted, when it follows several.</summary>
    [Parameter, AllowEmptyString]
    public string? Channel { get; set; }

    /// <summary>Switches the replica's local_infile on while it is loaded.</summary>
    [Parameter]
    public SwitchParameter AllowLocalInfile { get; set; }

    /// <summary>Accounts to bring along with their rights, as "app@%", "app" or patterns; "*" for all but the server's own and root.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string[] IncludeUser { get; set; } = [];

    /// <summary>Proves the coordinates by marker rows on the source, and the rows by counts and hashes on both.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Leaves the replica as writable as it is, while it is loaded and until its link runs.</summary>
    [Parameter]
    public SwitchParameter LeaveWritable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Copy(argument));
        }
    }

    private void Copy(ServerArgument argument)
    {
        var source = Source!.With(Credential);
        var replica = argument.With(Credential);
        KnownServers.Remember(source);
        KnownServers.Remember(replica);
        if (Method == SnapshotMethod.Clone)
        {
            Clone(source, replica);
            return;
        }

        var names = KnownTables.Here();
        RunChange<ReplicationSnapshot>(replica, replica.ToString(), async (context, token) => new RememberedSnapshot<ReplicationSnapshot>(names, await CopySnapshot.PrepareAsync(
            new SnapshotRequest
            {
                Source = source,
                Replica = replica,
                Databases = Database,
                ExcludedDatabases = ExcludeDatabase,
                Tables = Table,
                LeaveWritable = LeaveWritable,
                Verify = Verify,
                Users = IncludeUser,
                CoordinatesOf = CoordinatesOf,
                Channel = MyInvocation.BoundParameters.ContainsKey(nameof(Channel)) ? Channel : null,
                Streams = ThrottleLimit,
                MaxBytesPerSecond = MaxBytesPerSecond,
                AllowNonTransactional = AllowNonTransactional,
                AllowLocalInfile = AllowLocalInfile,
                Force = Force,
            },
            context,
            token).ConfigureAwait(false), Held));
    }
}
