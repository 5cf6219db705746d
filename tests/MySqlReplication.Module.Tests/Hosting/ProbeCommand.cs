using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Hosting;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>A cmdlet over the shipped base class, driven by a test through its <see cref="Work"/>.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Bridge", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class ProbeCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true)]
    public object Work { get; set; } = null!;

    protected override void ProcessRecord()
    {
        var probe = (Probe)((PSObject)PSObject.AsPSObject(Work)).BaseObject;
        probe.PipelineThread = Environment.CurrentManagedThreadId;
        try
        {
            Run("target", async (pipeline, token) =>
            {
                try
                {
                    await probe.Body(pipeline, token);
                }
                catch (Exception e)
                {
                    probe.WorkerSaw = e;
                    throw;
                }
                finally
                {
                    probe.WorkerEnded = true;
                }
            });
        }
        finally
        {
            probe.BlockEndedAfterWorker = probe.WorkerEnded;
        }
    }
}

/// <summary>What a test hands to the probe and reads back.</summary>
internal sealed class Probe(Func<IPipeline, CancellationToken, Task> body)
{
    public Func<IPipeline, CancellationToken, Task> Body { get; } = body;

    public int PipelineThread { get; set; }

    public Exception? WorkerSaw { get; set; }

    public volatile bool WorkerEnded;

    public bool? BlockEndedAfterWorker { get; set; }
}
