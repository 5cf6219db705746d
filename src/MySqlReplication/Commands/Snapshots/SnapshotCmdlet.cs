using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Hosting;
using MySqlReplication.Snapshots;

namespace MySqlReplication.Commands.Snapshots;

/// <summary>What cmdlets share that move the initial state: how fast, by which login, and whether in the place of what is there.</summary>
public abstract class SnapshotCmdlet : ChangeCmdlet
{
    /// <summary>How many streams go side by side.</summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Bytes of rows a second, for all streams together; no limit when it is not given.</summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>The administrator's login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Replaces what holds something already: databases of a replica, whose own GTIDs are left, or an export.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The names that a snapshot brought up.</summary>
    private protected static (IEnumerable<string> Databases, IEnumerable<string> Tables) Held(ReplicationSnapshot snapshot)
        => (snapshot.Databases.Concat(snapshot.LeftOutDatabase), snapshot.Tables.Select(t => t.ToString()).Concat(snapshot.LeftOutTable));
}
