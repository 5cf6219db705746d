using System;
using System.Threading;
using System.Threading.Tasks;
using System.Management.Automation;

namespace MySqlReplication.Hosting;

/// <summary>A command that asks many servers at once and writes each answer as it comes.</summary>
public abstract class ThrottledCmdlet : ReplicationCmdlet
{
    private PipelineBridge? _bridge;
    private SemaphoreSlim? _throttle;

    /// <summary>How many servers are asked at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 64;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _bridge = new PipelineBridge(this, Cancellation);
        _throttle = new SemaphoreSlim(ThrottleLimit);
    }

    /// <summary>Writes what has come so far.</summary>
    private protected void PumpWaiting() => Guard(null, _bridge!.PumpWaiting);

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(null, _bridge!.PumpUntilDone);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bridge?.Dispose();
            _throttle?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Begins one question; it waits for its turn.</summary>
    private protected void Begin(Func<IPipeline, CancellationToken, Task> work) => _bridge!.Start(async (pipeline, token) =>
    {
        await _throttle!.WaitAsync(token).ConfigureAwait(false);
        try
        {
            await work(pipeline, token).ConfigureAwait(false);
        }
        finally
        {
            _throttle.Release();
        }
    });
}
