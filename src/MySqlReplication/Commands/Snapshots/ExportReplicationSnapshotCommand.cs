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

    /// <summary>How many streams go side by side.</summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Bytes of rows a second, for all streams together, before they are compressed.</summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>Exports tables without transactions too; writers wait until these are written.</summary>
    [Parameter]
    public SwitchParameter AllowNonTransactional { get; set; }

    /// <summary>The administrator's login for a server that brings none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Replaces an export that is in the directory; leaves all else that is there alone.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(Source!.Text, () =>
    {
        var source = Source.With(Credential);
        var path = FileSystemPath.OfSnapshot(this, Path);
        KnownServers.Remember(source);
        RunChange(source, path, (context, token) => ExportSnapshot.PrepareAsync(
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
            token));
    });
}
