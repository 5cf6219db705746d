using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Errors;
using MySqlReplication.Plans;

namespace MySqlReplication.Hosting;

/// <summary>
/// Carries work between tasks and the pipeline's thread. Workers post calls; the pipeline's thread pumps them. A call that
/// throws (ErrorAction Stop, Select-Object -First, break, a closed pipeline) faults its waiter, cancels the workers, waits for
/// them and leaves the exception untouched: there is no catch around a call, only a filter that looks.
/// </summary>
internal sealed class PipelineBridge : IPipeline, IDisposable
{
    private const int ProgressIntervalMilliseconds = 100;
    private readonly Cmdlet _cmdlet;
    private readonly CancellationTokenSource _cancellation;
    private readonly CallQueue _calls = new();
    private readonly List<Task> _workers = [];
    private readonly int _activityId;
    private int _running;
    private int _lastProgress;
    private string? _openActivity;
    private volatile bool _closed;

    /// <summary>Makes a bridge for a cmdlet; cancelling <paramref name="cancellation"/> is what stops the workers.</summary>
    public PipelineBridge(Cmdlet cmdlet, CancellationTokenSource cancellation)
    {
        _cmdlet = cmdlet;
        _cancellation = cancellation;
        _activityId = cmdlet.GetType().Name.GetHashCode() & 0x7FFFFFFF;
        _lastProgress = Environment.TickCount - ProgressIntervalMilliseconds;
    }

    /// <summary>Starts a worker; its calls wait until somebody pumps.</summary>
    public void Start(Func<IPipeline, CancellationToken, Task> work)
    {
        Interlocked.Increment(ref _running);
        _workers.Add(Task.Run(() => WorkAsync(work)));
    }

    /// <summary>
    /// Starts a worker on the pipeline's own thread, which it leaves when it first has to wait: for workers that do nothing long
    /// before that. Two threads that wake each other cost more than what they have to say to each other.
    /// </summary>
    public void Begin(Func<IPipeline, CancellationToken, Task> work)
    {
        Interlocked.Increment(ref _running);
        _workers.Add(WorkAsync(work));
    }

    /// <summary>Carries out the calls that wait now and returns.</summary>
    public void PumpWaiting()
    {
        while (_calls.TryTake() is { } call)
        {
            Carry(call);
        }
    }

    /// <summary>Carries out calls until every worker has ended; rethrows the first worker's own exception.</summary>
    public void PumpUntilDone()
    {
        while (Volatile.Read(ref _running) > 0)
        {
            Carry(_calls.Take());
        }

        PumpWaiting();
        foreach (var worker in _workers)
        {
            worker.GetAwaiter().GetResult();
        }

        _workers.Clear();
    }

    /// <inheritdoc/>
    public void Write(MessageKind kind, string text) => Tell(() =>
    {
        switch (kind)
        {
            case MessageKind.Warning:
                _cmdlet.WriteWarning(text);
                break;
            case MessageKind.Verbose:
                _cmdlet.WriteVerbose(text);
                break;
            default:
                _cmdlet.WriteDebug(text);
                break;
        }
    });

    /// <inheritdoc/>
    public void Report(ProgressReport report)
    {
        var now = Environment.TickCount;
        if (!report.Completed && !report.Begins && unchecked(now - _lastProgress) < ProgressIntervalMilliseconds)
        {
            return;
        }

        _lastProgress = now;
        Tell(() => ShowProgress(report));
    }

    /// <inheritdoc/>
    public Task WriteAsync(object value) => Ask(() =>
    {
        _cmdlet.WriteObject(value);
        return true;
    });

    /// <inheritdoc/>
    public Task WriteManyAsync(IReadOnlyList<object> values) => Ask(() =>
    {
        WriteEach(values);
        return true;
    });

    /// <inheritdoc/>
    public void WriteLast(IReadOnlyList<object> values)
    {
        // The worker's end comes next.
        if (!_closed)
        {
            _calls.AddBeforeNext(new CallQueue.Call(null, () => WriteEach(values)));
        }
    }

    /// <inheritdoc/>
    public Task WriteErrorAsync(Exception failure, object? target) => Ask(() =>
    {
        ErrorRecords.Trace(_cmdlet, failure);
        _cmdlet.WriteError(ErrorRecords.Of(failure, target));
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> ShouldProcessAsync(string target, string action, bool isSevere = false)
        => Ask(() => _cmdlet.ShouldProcess(target, action) && (!isSevere || !AsksWhenHigh() || _cmdlet.ShouldContinue(action + ". Go on?", target)));

    /// <summary>Ends it: nothing is taken any more, workers are cancelled and waited for, an open progress bar is closed.</summary>
    public void Dispose()
    {
        Close(new OperationCanceledException());
        if (_openActivity is not null)
        {
            try
            {
                ShowProgress(new ProgressReport(_openActivity, string.Empty, 100, Completed: true));
            }
            catch (PipelineStoppedException)
            {
                // The host takes nothing any more, and has closed its progress with the pipeline.
            }
        }
    }

    private void WriteEach(IReadOnlyList<object> values)
    {
        foreach (var value in values)
        {
            _cmdlet.WriteObject(value);
        }
    }

    private async Task WorkAsync(Func<IPipeline, CancellationToken, Task> work)
    {
        try
        {
            await work(this, _cancellation.Token).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _calls.Add(new CallQueue.Call(null, static () => { }));
        }
    }

    // With a preference of Medium or Low, or with -Confirm, ShouldProcess itself has asked or was told not to.
    private bool AsksWhenHigh() => _cmdlet is PSCmdlet cmdlet && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm")
        && (!LanguagePrimitives.TryConvertTo<ConfirmImpact>(cmdlet.SessionState.PSVariable.GetValue("ConfirmPreference"), out var preference) || preference == ConfirmImpact.High);

    private void Carry(CallQueue.Call call)
    {
        try
        {
            call.Action();
        }
        catch (Exception thrown) when (Look(call, thrown))
        {
            // Never entered: the filter only looks.
            throw;
        }

        bool Look(CallQueue.Call failed, Exception thrown)
        {
            failed.Fault?.Invoke(thrown);
            Close(thrown);
            return false;
        }
    }

    private void Close(Exception reason)
    {
        _closed = true;
        if (Volatile.Read(ref _running) > 0)
        {
            _cancellation.End();
        }

        while (Volatile.Read(ref _running) > 0)
        {
            _calls.Take().Fault?.Invoke(reason);
        }

        while (_calls.TryTake() is { } late)
        {
            late.Fault?.Invoke(reason);
        }

        foreach (var worker in _workers)
        {
            // Waits without throwing: what the pipeline threw is what counts now.
            ((IAsyncResult)worker).AsyncWaitHandle.WaitOne();
            _ = worker.Exception;
        }

        _workers.Clear();
    }

    // When the pipeline is gone a sentence is dropped, not thrown back: the worker learns of it by its token, and what it then
    // puts back must not fail for want of somebody to tell it to.
    private void Tell(Action action)
    {
        if (!_closed)
        {
            _calls.Add(new CallQueue.Call(null, action));
        }
    }

    private void Post(Action<Exception>? fault, Action action)
    {
        if (_closed)
        {
            throw new OperationCanceledException();
        }

        _calls.Add(new CallQueue.Call(fault, action));
    }

    private Task<T> Ask<T>(Func<T> action)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(e => answer.TrySetException(e), () => answer.TrySetResult(action()));
        return answer.Task;
    }

    private void ShowProgress(ProgressReport report)
    {
        _openActivity = report.Completed ? null : report.Activity;
        _cmdlet.WriteProgress(new ProgressRecord(_activityId, report.Activity, report.Status.Length == 0 ? " " : report.Status)
        {
            PercentComplete = report.PercentComplete ?? -1,
            SecondsRemaining = report.Remaining is { } left ? (int)left.TotalSeconds : -1,
            RecordType = report.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }
}
