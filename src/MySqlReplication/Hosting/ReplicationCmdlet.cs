using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Errors;
using MySqlReplication.Plans;

namespace MySqlReplication.Hosting;

/// <summary>The first layer: cancellation, the bridge, one way for a failure to become an error record.</summary>
public abstract class ReplicationCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private bool _traces = true;

    /// <summary>The overall limit in seconds of what the command waits for.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Cancelled by Ctrl-C.</summary>
    internal CancellationTokenSource Cancellation => _cancellation;

    /// <summary>Whether -WhatIf (or $WhatIfPreference) is on: then a changing cmdlet returns its plan and nothing else.</summary>
    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var said)
        ? LanguagePrimitives.IsTrue(said)
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Where operations speak; overridden by cmdlets that have a -JournalPath.</summary>
    internal virtual OperationContext Context(IPipeline pipeline) => new(pipeline, pipeline)
    {
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        ConnectTimeout = TimeSpan.FromSeconds(Math.Min(TimeoutSeconds, 10)),
        Traces = _traces,
    };

    /// <summary>Runs one item's work to its end. A failure of the item is one error record; the next item goes on.</summary>
    internal void Run(object? target, Func<IPipeline, CancellationToken, Task> work)
    {
        using var bridge = new PipelineBridge(this, _cancellation);
        bridge.Start(work);
        Guard(target, bridge.PumpUntilDone);
    }

    /// <summary>Runs one change: prepares it, shows the plan under -WhatIf, asks once, applies, writes the result.</summary>
    internal void RunChange<TResult>(object? target, string targetText, Func<OperationContext, CancellationToken, Task<IPreparedChange<TResult>>> prepare, bool isSevere = false)
        where TResult : class
        => Run(target, async (pipeline, token) =>
        {
            using var prepared = await prepare(Context(pipeline), token).ConfigureAwait(false);
            if (IsWhatIfCached)
            {
                await pipeline.WriteAsync(prepared.Plan).ConfigureAwait(false);
            }
            else if (prepared.Plan.IsEmpty || await pipeline.ShouldProcessAsync(targetText, prepared.Plan.Summary, isSevere).ConfigureAwait(false))
            {
                await pipeline.WriteAsync(await prepared.ApplyAsync(token).ConfigureAwait(false)).ConfigureAwait(false);
            }
        });

    /// <summary>Whether -WhatIf is on, read on the pipeline's thread when processing began.</summary>
    internal bool IsWhatIfCached { get; private set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        IsWhatIfCached = IsWhatIf;
        _traces = MyInvocation.BoundParameters.ContainsKey("Debug")
            || !LanguagePrimitives.TryConvertTo<ActionPreference>(SessionState.PSVariable.GetValue("DebugPreference"), out var debug)
            || debug is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    /// <summary>Only cancels: what was begun is put back by the operation itself, which is waited for.</summary>
    protected override void StopProcessing() => _cancellation.End();

    /// <summary>Writes a failure as a non-terminating error.</summary>
    protected void WriteFailure(ReplicationException failure) => WriteError(ErrorRecords.Of(failure));

    /// <summary>Ends the command with a failure.</summary>
    protected void Fail(ReplicationException failure) => ThrowTerminatingError(ErrorRecords.Of(failure));

    /// <summary>Frees the token source.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancellation.Dispose();
        }
    }

    /// <summary>The catch ladder: the pipeline's own exceptions pass, a stop is a stop, a known failure is a record.</summary>
    internal void Guard(object? target, Action action)
    {
        try
        {
            action();
        }
        catch (ReplicationException failure)
        {
            WriteError(ErrorRecords.Of(failure, target));
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (failure is not RuntimeException && !IsFlowControl(failure))
        {
            ErrorRecords.Trace(this, failure);
            WriteError(ErrorRecords.Of(failure, target));
        }
    }

    // StopUpstreamCommandsException, BreakException and their like are internal types that derive from FlowControlException.
    private static bool IsFlowControl(Exception failure)
    {
        for (var type = failure.GetType(); type is not null; type = type.BaseType)
        {
            if (type.Namespace == "System.Management.Automation" && type.Name is "FlowControlException" or "LoopFlowException")
            {
                return true;
            }
        }

        return false;
    }
}
