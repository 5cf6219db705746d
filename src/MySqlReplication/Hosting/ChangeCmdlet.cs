using System.Management.Automation;
using MySqlReplication.Plans;

namespace MySqlReplication.Hosting;

/// <summary>What cmdlets that change something share: where the journal is written.</summary>
public abstract class ChangeCmdlet : ReplicationCmdlet
{
    private string? _journal;

    /// <summary>The journal's folder; the per-user state directory when it is not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    internal override OperationContext Context(IPipeline pipeline) => base.Context(pipeline) with { JournalPath = _journal };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // Read here, on the pipeline's own thread: the provider cannot be asked from another.
        _journal = JournalPath is null ? null : GetUnresolvedProviderPathFromPSPath(JournalPath);
    }
}
