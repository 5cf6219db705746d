using System.Management.Automation;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Hosting;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Commands.Sandboxes;

/// <summary>Get-ReplicationSandbox: the user's sandboxes as they stand now, also those that other sessions made or a crash left.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationSandbox")]
[OutputType(typeof(ReplicationSandbox))]
public sealed class GetReplicationSandboxCommand : ReplicationCmdlet
{
    /// <summary>Names or wildcards; all when none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            foreach (var one in SandboxCmdlet.Matching(name))
            {
                Run(one, async (pipeline, token) =>
                {
                    token.ThrowIfCancellationRequested();
                    await pipeline.WriteAsync(await Task.Run(() => ReadSandbox.Get(one), token).ConfigureAwait(false)).ConfigureAwait(false);
                });
            }
        }
    }
}
