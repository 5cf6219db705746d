using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Snapshots;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Commands.Snapshots;

/// <summary>
/// Import-ReplicationSnapshot: loads an export, or a dump of mysqldump or mariadb-dump, into each -Replica and returns the
/// coordinates at which its data ends; the result pipes into Start-ReplicationLink.
/// </summary>
[Cmdlet(VerbsData.Import, "ReplicationSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReplicationSnapshot), typeof(ReplicationPlan))]
public sealed class ImportReplicationSnapshotCommand : SnapshotCmdlet
{
    /// <summary>The directory of an export, or the file of a dump, as text or gzip.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The servers that get the data, one after the other.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Slave")]
    [ServerTransformation("Replica")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Replica { get; set; } = [];

    /// <summary>The server that the data is of, to be followed later; an export names its own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Master")]
    [ServerTransformation("Source")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [AllowNull]
    public ServerArgument? Source { get; set; }

    /// <summary>Switches the replica's local_infile on while it is loaded.</summary>
    [Parameter]
    public SwitchParameter AllowLocalInfile { get; set; }

    /// <summary>Leaves the replica as writable as it is, while it is loaded and until its link runs.</summary>
    [Parameter]
    public SwitchParameter LeaveWritable { get; set; }

    /// <summary>Takes a dump that does not say to which coordinates it belongs; no link can begin from it.</summary>
    [Parameter]
    public SwitchParameter WithoutCoordinates { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Replica)
        {
            Guard(argument.Text, () => Import(argument));
        }
    }

    private void Import(ServerArgument argument)
    {
        var source = Source?.With(Credential);
        var replica = argument.With(Credential);
        var path = FileSystemPath.OfSnapshot(this, Path);
        KnownServers.Remember(replica);
        var names = KnownTables.Here();
        RunChange<ReplicationSnapshot>(replica, replica.ToString(), async (context, token) => new RememberedSnapshot<ReplicationSnapshot>(names, await ImportSnapshot.PrepareAsync(
            new ImportRequest
            {
                Path = path,
                Replica = replica,
                Source = source,
                SourceLogin = Credential is null ? null : new ReplicationCredential(Credential.GetNetworkCredentialName(), Credential.Password),
                Streams = ThrottleLimit,
                MaxBytesPerSecond = MaxBytesPerSecond,
                AllowLocalInfile = AllowLocalInfile,
                LeaveWritable = LeaveWritable,
                WithoutCoordinates = WithoutCoordinates,
                Force = Force,
            },
            context,
            token).ConfigureAwait(false), Held));
    }
}
