using System.Linq;
using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Snapshots;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Commands.Snapshots;

/// <summary>
/// Export-ReplicationSnapshot: writes the data of -Source, as it was at one moment, into a directory of compressed files with a
/// manifest; the result pipes into Import-ReplicationSnapshot.
/// </summary>
[Cmdlet(VerbsData.Export, "ReplicationSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SnapshotExport), typeof(ReplicationPlan))]
public sealed class ExportReplicationSnapshotCommand : SnapshotSelectionCmdlet
{
    /// <summary>The server whose data is exported.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Server", "Master")]
    [ServerTransformation("Source")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument? Source { get; set; }

    /// <summary>The directory; made when it is not there.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(Source!.Text, () =>
    {
        var source = Source.With(Credential);
        var path = FileSystemPath.OfSnapshot(this, Path);
        KnownServers.Remember(source);
        var names = KnownTables.Here();
        RunChange<SnapshotExport>(source, path, async (context, token) => new RememberedSnapshot<SnapshotExport>(names, await ExportSnapshot.PrepareAsync(
            new ExportRequest
            {
                Source = source,
                Path = path,
                Databases = Database,
                ExcludedDatabases = ExcludeDatabase,
                Tables = Table,
                Streams = ThrottleLimit,
                MaxBytesPerSecond = MaxBytesPerSecond,
                AllowNonTransactional = AllowNonTransactional,
                Force = Force,
            },
            context,
            token).ConfigureAwait(false), e => (e.Databases.Concat(e.LeftOutDatabase), e.Tables.Select(t => t.ToString()).Concat(e.LeftOutTable))));
    });
}
