using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Hosting;

/// <summary>
/// The second layer for cmdlets that ask many servers one thing: -Server from everywhere, one worker a server under
/// -ThrottleLimit, one error record for one bad server. Answers keep the order of the servers, as long as that costs no more
/// than <see cref="OrderGrace"/>: a dead server does not hold back the living.
/// </summary>
public abstract class ServerCmdlet : ReplicationCmdlet
{
    private readonly OrderedAnswers _answers = new();
    private PipelineBridge? _bridge;
    private SemaphoreSlim? _throttle;

    /// <summary>The servers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument[] Server { get; set; } = [];

    /// <summary>The login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>How many servers are asked at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 64;

    /// <summary>How many servers have come so far, the present one among them.</summary>
    internal int Asked { get; private set; }

    /// <summary>How long an answer waits for those of servers named before it; infinite keeps the order strictly.</summary>
    internal virtual TimeSpan OrderGrace => TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Whether answers keep the servers' order at all. A cmdlet whose answers may be endless says no: what waits for its turn
    /// is held in memory.
    /// </summary>
    internal virtual bool KeepsOrder => true;

    /// <summary>How many may be asked at once; a cmdlet whose answers are endless lifts the limit.</summary>
    internal virtual int Throttle => ThrottleLimit;

    /// <summary>What is asked with the parameters of the present pipeline object; they may have changed when it runs.</summary>
    internal virtual Question Ask => AskAsync;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _bridge = new PipelineBridge(this, Cancellation);
        _throttle = new SemaphoreSlim(Throttle);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Server)
        {
            ServerReference server;
            try
            {
                server = Refine(argument.With(Credential));
            }
            catch (ReplicationException failure)
            {
                WriteFailure(failure);
                continue;
            }

            KnownServers.Remember(server);
            if (!Approve(server))
            {
                continue;
            }

            Asked++;
            var question = Ask;
            var slot = KeepsOrder ? _answers.Open(OrderGrace) : null;
            _bridge!.Begin((pipeline, token) => slot is null ? AskAtOnceAsync(question, server, pipeline, token) : AskInOrderAsync(question, server, slot, pipeline, token));
        }

        Guard(null, _bridge!.PumpWaiting);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(null, _bridge!.PumpUntilDone);

    /// <summary>Adds what the cmdlet's own parameters say of the way to the server.</summary>
    internal virtual ServerReference Refine(ServerReference server) => server;

    /// <summary>Called on the pipeline's thread before a server is asked; false leaves it alone. For -WhatIf and -Confirm.</summary>
    internal virtual bool Approve(ServerReference server) => true;

    /// <summary>Asks one server; whatever it returns is written.</summary>
    internal abstract Task AskAsync(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken);

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

    private async Task AskAtOnceAsync(Question question, ServerReference server, IPipeline pipeline, CancellationToken token)
    {
        await _throttle!.WaitAsync(token).ConfigureAwait(false);
        try
        {
            await question(server, Context(pipeline), new DirectAnswers(pipeline), token).ConfigureAwait(false);
        }
        catch (ReplicationException failure)
        {
            await pipeline.WriteErrorAsync(failure, server).ConfigureAwait(false);
        }
        finally
        {
            _throttle.Release();
        }
    }

    private async Task AskInOrderAsync(Question question, ServerReference server, OrderedAnswers.Slot slot, IPipeline pipeline, CancellationToken token)
    {
        var answers = new SlotAnswers(slot, pipeline);
        try
        {
            await AnswerAsync(question, server, answers, pipeline, token).ConfigureAwait(false);
            slot.Ready();
            await slot.WaitForTurnAsync(token).ConfigureAwait(false);
            await answers.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            slot.Done();
        }
    }

    private async Task AnswerAsync(Question question, ServerReference server, SlotAnswers answers, IPipeline pipeline, CancellationToken token)
    {
        await _throttle!.WaitAsync(token).ConfigureAwait(false);
        try
        {
            await question(server, Context(pipeline), answers, token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await answers.WriteErrorAsync(failure, server).ConfigureAwait(false);
        }
        finally
        {
            _throttle.Release();
        }
    }

    private static Task Posted(IPipeline pipeline, IReadOnlyList<object> values)
    {
        pipeline.WriteLast(values);
        return Task.CompletedTask;
    }

    /// <summary>One server's question.</summary>
    internal delegate Task Question(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken);

    private sealed class DirectAnswers(IPipeline pipeline) : IAnswers
    {
        public Task WriteAsync(object value) => pipeline.WriteAsync(value);

        public Task WriteManyAsync(IReadOnlyList<object> values) => pipeline.WriteManyAsync(values);

        public Task WriteLastAsync(IReadOnlyList<object> values) => Posted(pipeline, values);

        public Task WriteErrorAsync(Exception failure, object? target) => pipeline.WriteErrorAsync(failure, target);
    }

    private sealed class SlotAnswers(OrderedAnswers.Slot slot, IPipeline pipeline) : IAnswers
    {
        private readonly Queue<Func<Task>> _waiting = new();

        public Task WriteAsync(object value) => Send(() => pipeline.WriteAsync(value));

        public Task WriteManyAsync(IReadOnlyList<object> values) => Send(() => pipeline.WriteManyAsync(values));

        public Task WriteLastAsync(IReadOnlyList<object> values) => Send(() => Posted(pipeline, values));

        public Task WriteErrorAsync(Exception failure, object? target) => Send(() => pipeline.WriteErrorAsync(failure, target));

        public async Task FlushAsync()
        {
            while (_waiting.Count > 0)
            {
                await _waiting.Dequeue()().ConfigureAwait(false);
            }
        }

        private async Task Send(Func<Task> call)
        {
            if (!slot.HasTurn)
            {
                _waiting.Enqueue(call);
                return;
            }

            await FlushAsync().ConfigureAwait(false);
            await call().ConfigureAwait(false);
        }
    }
}
