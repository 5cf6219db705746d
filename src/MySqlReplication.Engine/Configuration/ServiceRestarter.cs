using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
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

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await RunAsync(commands.Stop, cancellationToken).ConfigureAwait(false);
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var (_, said) = await ProgramRun.ToEndAsync(commands.Show, null, limit, cancellationToken).ConfigureAwait(false);
            if (commands.SaysStopped(said))
            {
                return;
            }

            if (watch.Elapsed > limit)
            {
                throw RestartFailures.Service(Method, commands.Stop.ToString(), "it did not end within " + (int)limit.TotalSeconds + " s");
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => RunAsync(commands.Start, cancellationToken);

    private async Task RunAsync(ProgramLine line, CancellationToken cancellationToken)
    {
        var (code, said) = await ProgramRun.ToEndAsync(line, null, limit, cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            throw RestartFailures.Service(Method, line.ToString(), code is null ? "it did not end within " + (int)limit.TotalSeconds + " s" : Redaction.Clean(said.Trim()));
        }
    }
}
