using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Hosting;

namespace MySqlReplication.Commands.Snapshots;

/// <summary>What cmdlets share that take the initial state of a source: which of its data.</summary>
public abstract class SnapshotSelectionCmdlet : SnapshotCmdlet
{
    /// <summary>The databases to copy; all of users when neither these nor tables are given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownDatabaseCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Database { get; set; } = [];

    /// <summary>Databases not to copy.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownDatabaseCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeDatabase { get; set; } = [];

    /// <summary>Tables to copy, as "shop.orders" or "shop.log_*": only these, and what -Database names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownTableCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Table { get; set; } = [];

    /// <summary>Takes tables without transactions too; writers wait until these are through.</summary>
    [Parameter]
    public SwitchParameter AllowNonTransactional { get; set; }
}
