using System;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Ends and starts a sandbox.</summary>
internal sealed class SandboxRestarter(ReplicationSandbox sandbox, OperationContext context) : IServerRestarter
{
    public string Method => "sandbox " + sandbox.Name;

    public string Text => "Stop and start sandbox '" + sandbox.Name + "'";

    public bool CanStart => true;

    public string? ErrorLog => sandbox.ErrorLog;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var stop = await StopSandbox.PrepareAsync(sandbox.Name, context, cancellationToken).ConfigureAwait(false);
        await stop.ApplyAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var start = await StartSandbox.PrepareAsync(sandbox.Name, context, cancellationToken).ConfigureAwait(false);
        await start.ApplyAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<string?> GaveUpAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task BeginAnewAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> SaidSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult(string.Empty);
}
