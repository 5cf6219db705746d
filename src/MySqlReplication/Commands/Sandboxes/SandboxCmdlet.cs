using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Commands.Sandboxes;

/// <summary>What starting, stopping and removing share: sandboxes by name, wildcard or pipeline, one after the other.</summary>
public abstract class SandboxCmdlet : ReplicationCmdlet
{
    /// <summary>Names or wildcards; sandbox objects from the pipeline.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Whether the result goes down the pipeline.</summary>
    internal virtual bool WritesResult => true;

    /// <summary>Whether one that is not there is as it should be: said, and no error.</summary>
    internal virtual bool MayBeGone => false;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            foreach (var one in Matching(name))
            {
                ReplicationSandbox? result = null;
                Run(one, async (pipeline, token) =>
                {
                    if (MayBeGone && !ReadSandbox.Exists(one))
                    {
                        Context(pipeline).Warning("There is no sandbox named '" + one + "': nothing is left to remove.");
                        return;
                    }

                    using var prepared = await PrepareAsync(one, Context(pipeline), token).ConfigureAwait(false);
                    if (IsWhatIfCached)
                    {
                        await pipeline.WriteAsync(prepared.Plan).ConfigureAwait(false);
                    }
                    else if (prepared.Plan.IsEmpty || await pipeline.ShouldProcessAsync(one, prepared.Plan.Summary).ConfigureAwait(false))
                    {
                        result = await prepared.ApplyAsync(token).ConfigureAwait(false);
                        if (WritesResult)
                        {
                            await pipeline.WriteAsync(result).ConfigureAwait(false);
                        }
                    }
                });
                if (result?.State == SandboxState.Removed)
                {
                    KnownServers.Forget(result.Server);
                }
            }
        }
    }

    /// <summary>Thinks one change through.</summary>
    internal abstract Task<IPreparedChange<ReplicationSandbox>> PrepareAsync(string name, OperationContext context, CancellationToken cancellationToken);

    // A plain name stands for itself, so that a missing one is an error; a wildcard may match nothing.
    internal static IReadOnlyList<string> Matching(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [name];
        }

        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        var matching = new List<string>();
        foreach (var one in ReadSandbox.Names())
        {
            if (pattern.IsMatch(one))
            {
                matching.Add(one);
            }
        }

        return matching;
    }
}
