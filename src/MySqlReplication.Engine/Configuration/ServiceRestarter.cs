using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Sandboxes;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Ends and starts a service of this machine by its manager.</summary>
/// <param name="commands">Its command lines.</param>
/// <param name="name">The service.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="errorLog">Where the server logs; null when that is not known.</param>
internal sealed class ServiceRestarter(ServiceCommands commands, string name, TimeSpan limit, string? errorLog) : IServerRestarter
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public string Method => commands.Kind + " " + name;

    public string Text => commands.Stop + "; " + commands.Start;

    public bool CanStart => true;

    public string? ErrorLog => errorLog;

    /// <summary>Whether the service ran before it was stopped for the first time; null before that.</summary>
    public bool? Ran { get; private set; }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var ran = !await HasEndedAsync(cancellationToken).ConfigureAwait(false);
        Ran ??= ran;
        if (!ran && commands.RefusesToStopTwice)
        {
            return;
        }

        await RunAsync(commands.Stop, cancellationToken).ConfigureAwait(false);
        for (var watch = Stopwatch.StartNew(); !await HasEndedAsync(cancellationToken).ConfigureAwait(false);)
        {
            if (watch.Elapsed > limit)
            {
                throw RestartFailures.Service(Method, commands.Stop.ToString(), NotInTime);
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => RunAsync(commands.Start, cancellationToken);

    public async Task<string?> GaveUpAsync(CancellationToken cancellationToken)
        => await HasEndedAsync(cancellationToken).ConfigureAwait(false) ? Method + " has ended again: see '" + commands.Show + "' and its log." : null;

    public async Task BeginAnewAsync(CancellationToken cancellationToken)
    {
        // It may be between two tries of its manager (Restart=on-failure): those would race with ours.
        await StopAsync(cancellationToken).ConfigureAwait(false);
        if (commands.Forgive is { } forgive)
        {
            // A unit that did not fail, or is not loaded any more, has nothing to forget.
            _ = await ToEndAsync(forgive, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<string> SaidSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (commands.Journal is not { } journal)
        {
            return string.Empty;
        }

        try
        {
            var (code, said) = await ToEndAsync(journal(since), cancellationToken).ConfigureAwait(false);
            return code == 0 ? said : string.Empty;
        }
        catch (ReplicationException)
        {
            // No journal on this machine: then there is nothing more to tell.
            return string.Empty;
        }
    }

    private string NotInTime => "it did not end within " + (int)limit.TotalSeconds + " s";

    private async Task<bool> HasEndedAsync(CancellationToken cancellationToken)
        => commands.SaysStopped((await ToEndAsync(commands.Show, cancellationToken).ConfigureAwait(false)).Said);

    private async Task RunAsync(ProgramLine line, CancellationToken cancellationToken)
    {
        var (code, said) = await ToEndAsync(line, cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            throw RestartFailures.Service(Method, line.ToString(), code is null ? NotInTime : Redaction.Clean(said.Trim()));
        }
    }

    private async Task<(int? Code, string Said)> ToEndAsync(ProgramLine line, CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramRun.ToEndAsync(line, null, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ServerProgramNotRunnable)
        {
            throw RestartFailures.NoManager(Method, line.File);
        }
    }
}
