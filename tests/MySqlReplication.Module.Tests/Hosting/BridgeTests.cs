using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using Xunit;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>The seven faults that bridges elsewhere had, each made for real in a pipeline.</summary>
public sealed class BridgeTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public BridgeTests() => AddProbe(_session);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_write_that_throws_under_ErrorAction_Stop_faults_the_waiter()
    {
        var after = false;
        var (result, probe) = Run("Test-Bridge -Work $probe -ErrorAction Stop", async (pipeline, _) =>
        {
            await pipeline.WriteErrorAsync(Failure(), null);
            after = true;
        });

        Assert.IsType<ActionPreferenceStopException>(result.Thrown);
        Assert.False(after);
        Assert.IsType<PipelineStoppedException>(probe.WorkerSaw);
        Assert.True(probe.BlockEndedAfterWorker);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_nobody_foresaw_is_one_record_and_its_way_is_told_by_Debug(bool fromWorker)
    {
        Exception failure = new InvalidOperationException("nobody foresaw it", new FormatException("pass-word-1"));
        Task Body(MySqlReplication.Hosting.IPipeline pipeline, CancellationToken token) => fromWorker ? throw failure : pipeline.WriteErrorAsync(failure, "target");
        var (result, _) = Run("$DebugPreference = 'Continue'; Test-Bridge -Work $probe", Body);
        Assert.Equal(["UnexpectedFailure"], result.ErrorIds);
        Assert.Contains("-Debug", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        var told = Assert.Single(result.Debug);
        Assert.Contains("System.InvalidOperationException", told, StringComparison.Ordinal);
        Assert.Contains("System.FormatException", told, StringComparison.Ordinal);
        Assert.Equal(fromWorker, told.Contains(nameof(BridgeTests), StringComparison.Ordinal));
        Assert.DoesNotContain("pass-word-1", result.AllText, StringComparison.Ordinal);

        Assert.Empty(Run("$DebugPreference = 'SilentlyContinue'; Test-Bridge -Work $probe", Body).Result.Debug);
        Assert.Empty(Run("$DebugPreference = 'Continue'; Test-Bridge -Work $probe", (pipeline, _) => pipeline.WriteErrorAsync(Failure(), null)).Result.Debug);
    }

    [Fact]
    public void The_block_ends_only_after_the_worker_ended()
    {
        using var released = new ManualResetEventSlim();
        var (result, probe) = Run("Test-Bridge -Work $probe | ForEach-Object { $_; break }", async (pipeline, token) =>
        {
            token.Register(() => _ = Task.Run(released.Set));
            try
            {
                await pipeline.WriteAsync("first");
            }
            finally
            {
                // The worker does not end before it was told that it is cancelled.
                released.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
            }
        });

        Assert.Equal(["first"], result.Output.Select(o => o.BaseObject));
        Assert.True(released.IsSet);
        Assert.True(probe.BlockEndedAfterWorker);
    }

    [Fact]
    public void ShouldProcess_is_answered_on_the_pipelines_thread()
    {
        var host = new AnsweringHost(choice: 0);
        using var session = new ModuleSession(host: host);
        AddProbe(session);
        var worker = 0;
        var agreed = false;
        var probe = new Probe(async (pipeline, _) =>
        {
            worker = Environment.CurrentManagedThreadId;
            agreed = await pipeline.ShouldProcessAsync("db2:3306", "Forget the link");
        });
        session.Run("Test-Bridge -Work $probe", ("probe", probe)).ThrowOnError();

        Assert.True(agreed);
        Assert.Contains("db2:3306", host.Asked, StringComparison.Ordinal);
        Assert.Equal(probe.PipelineThread, host.AskedOnThread);
        Assert.NotEqual(probe.PipelineThread, worker);
    }

    [Fact]
    public void The_real_failure_becomes_the_record_and_no_AggregateException()
    {
        var (result, _) = Run("Test-Bridge -Work $probe", (_, _) => Task.WhenAll(Task.FromException(Failure()), Task.CompletedTask));

        var error = Assert.Single(result.Errors);
        Assert.IsType<ReplicationException>(error.Exception);
        Assert.Equal("StatementFailed,MySqlReplication.Module.Tests.Hosting.ProbeCommand", error.FullyQualifiedErrorId);
        Assert.Equal("try this", error.ErrorDetails.RecommendedAction);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
    }

    [Fact]
    public void Stopping_only_cancels_and_the_worker_puts_back_before_the_pipeline_ends()
    {
        var putBack = false;
        using var works = new ManualResetEvent(false);
        var (result, probe) = Run("Test-Bridge -Work $probe; 'never'", works, async (_, token) =>
        {
            try
            {
                works.Set();
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Yield();
                putBack = true;
            }
        });

        Assert.True(putBack);
        Assert.IsAssignableFrom<PipelineStoppedException>(result.Thrown);
        Assert.True(probe.BlockEndedAfterWorker);
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void Continuations_run_off_the_pipelines_thread()
    {
        var continuation = 0;
        var (_, probe) = Run("Test-Bridge -Work $probe", async (pipeline, _) =>
        {
            await pipeline.WriteAsync(1).ConfigureAwait(false);
            continuation = Environment.CurrentManagedThreadId;
        });

        Assert.NotEqual(probe.PipelineThread, continuation);
    }

    [Fact]
    public void Ending_the_pipeline_early_cancels_the_worker_and_passes_untouched()
    {
        var written = 0;
        var (result, probe) = Run("foreach ($once in 1) { Test-Bridge -Work $probe | ForEach-Object { $_; if ($_ -eq 3) { break } } }; 'after'", async (pipeline, token) =>
        {
            while (true)
            {
                token.ThrowIfCancellationRequested();
                await pipeline.WriteAsync(++written);
            }
        });

        Assert.Equal([1, 2, 3, "after"], result.ThrowOnError().Output.Select(o => o.BaseObject));
        Assert.Equal(3, written);
        Assert.True(probe.BlockEndedAfterWorker);
    }

    [Fact]
    public void Progress_may_drop_what_comes_too_often_but_not_what_begins()
    {
        var (result, _) = Run("Test-Bridge -Work $probe", (pipeline, _) =>
        {
            for (var i = 0; i < 100; i++)
            {
                pipeline.Report(new ProgressReport("Copying", "often", 50));
            }

            pipeline.Report(new ProgressReport("Copying", "keys", 60, Begins: true));
            pipeline.Report(new ProgressReport("Copying", "views", 70, Begins: true));
            return Task.CompletedTask;
        });

        var shown = result.ThrowOnError().Progress.Select(p => p.StatusDescription).ToList();
        Assert.Equal(["keys", "views"], shown.Where(s => s is "keys" or "views"));
        Assert.InRange(shown.Count(s => s == "often"), 1, 99);
    }

    [Fact]
    public void Progress_is_completed_even_when_the_worker_fails()
    {
        var (result, _) = Run("Test-Bridge -Work $probe", (pipeline, _) =>
        {
            pipeline.Report(new ProgressReport("Copying", "half", 50));
            throw Failure();
        });

        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        Assert.Single(result.Progress.Select(p => p.ActivityId).Distinct());
    }

    [Fact]
    public void An_unknown_exception_is_a_record_of_its_own_and_never_a_raw_one()
    {
        var (result, _) = Run("Test-Bridge -Work $probe", (_, _) => throw new InvalidTimeZoneException("odd"));

        Assert.Equal(["UnexpectedFailure"], result.ErrorIds);
        Assert.NotEqual(ErrorCategory.NotSpecified, result.Errors[0].CategoryInfo.Category);
    }

    private static void AddProbe(ModuleSession session) => session.Run(
        "Import-Module -Assembly $assembly",
        ("assembly", typeof(ProbeCommand).Assembly)).ThrowOnError();

    private static ReplicationException Failure() => new(ErrorIds.StatementFailed, FailureKind.InvalidOperation, "db2:3306", "It said no.", "try this");

    private (RunResult Result, Probe Probe) Run(string script, Func<IPipeline, CancellationToken, Task> body)
        => Run(script, null, body);

    private (RunResult Result, Probe Probe) Run(string script, WaitHandle? stopWhen, Func<IPipeline, CancellationToken, Task> body)
    {
        var probe = new Probe(body);
        return (stopWhen is null ? _session.Run(script, ("probe", probe)) : _session.Run(script, stopWhen, ("probe", probe)), probe);
    }
}
