using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Brings a server back that CLONE has shut down. From then on it has the source's accounts.</summary>
internal sealed class CloneRestart(CloneRequest request, IServerRestarter restarter, ReplicationSandbox? sandbox, OperationContext context)
{
    /// <summary>The replica with the login that it has as a clone.</summary>
    public ServerReference Clone { get; } = new(request.Replica.Address, null, request.Source.Credential, request.Replica.Tls);

    /// <summary>Whether it can be started from here.</summary>
    public bool CanStart => restarter.CanStart;

    /// <summary>What is run, for the plan.</summary>
    public string Text => restarter.CanStart
        ? restarter.Text + ", unless it comes back by itself"
        : "Wait until it is back: by whoever supervises it, or started by hand";

    /// <summary>Waits until it answers.</summary>
    /// <param name="isDown">Whether the server has said that nobody restarts it (3707).</param>
    /// <param name="since">Runs since the clone began to restart it.</param>
    /// <exception cref="ReplicationException">CloneTargetNotStarted.</exception>
    public async Task RunAsync(bool isDown, Stopwatch since)
    {
        string? said = null;
        if (isDown && restarter.CanStart)
        {
            try
            {
                // It is on its way down: stopping waits until it is.
                await restarter.StopAsync(CancellationToken.None).ConfigureAwait(false);
                if (sandbox is not null)
                {
                    SandboxPassword.Adopt(sandbox.Name, request.Source.Credential!);
                }

                await restarter.StartAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (ReplicationException e)
            {
                said = e.Message;
            }
        }
        else if (isDown)
        {
            context.Warning(request.Replica + " has the data and is down: nobody supervises it. Start it now by its own manager (systemctl start mysqld); this waits for it.");
        }

        said ??= await ServerReadiness.WaitAsync(Clone, restarter, since, context, CancellationToken.None).ConfigureAwait(false);
        if (said is not null)
        {
            throw CloneFailures.NotStarted(request.Replica, said);
        }
    }
}
