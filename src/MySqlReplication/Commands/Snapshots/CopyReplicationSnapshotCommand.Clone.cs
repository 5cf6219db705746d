using System.Linq;
using System.Management.Automation;
using MySqlReplication.Engine.Snapshots;
using MySqlReplication.Servers;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Commands.Snapshots;

/// <content>-Method Clone: MySQL's CLONE INSTANCE.</content>
public sealed partial class CopyReplicationSnapshotCommand
{
    // What belongs to a stream of rows, or to a part of a server.
    private static readonly string[] OfStreams = [nameof(Database), nameof(ExcludeDatabase), nameof(Table), nameof(AllowNonTransactional), nameof(MaxBytesPerSecond), nameof(ThrottleLimit), nameof(AllowLocalInfile),
        nameof(Verify), nameof(IncludeUser), nameof(CoordinatesOf), nameof(Channel)];

    /// <summary>How the data comes over; Auto streams rows and never clones.</summary>
    [Parameter]
    public SnapshotMethod Method { get; set; }

    /// <summary>With -Method Clone: the systemd unit or Windows service of a replica on this machine, by which it is started after the clone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServiceName { get; set; }

    private void Clone(ServerReference source, ServerReference replica) => RunChange(
        replica,
        replica.ToString(),
        (context, token) => CloneSnapshot.PrepareAsync(
            new CloneRequest
            {
                Source = source,
                Replica = replica,
                Unfit = OfStreams.Where(MyInvocation.BoundParameters.ContainsKey).Select(name => "-" + name).ToList(),
                ServiceName = ServiceName,
                LeaveWritable = LeaveWritable,
                Force = Force,
            },
            context,
            token),
        isSevere: true);
}
