using System.Management.Automation;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Hosting;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Servers;

/// <summary>
/// Disconnect-ReplicationServer: closes the connections that were kept open to a server, drops the login they were opened
/// with, and offers the server for completion no more. Asks the server nothing: it may be gone.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "ReplicationServer")]
[OutputType(typeof(void))]
public sealed class DisconnectReplicationServerCommand : ReplicationCmdlet
{
    /// <summary>The servers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument[] Server { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Server)
        {
            ServerReference server;
            try
            {
                server = argument.With(null);
            }
            catch (ReplicationException failure)
            {
                WriteFailure(failure);
                continue;
            }

            Run(server, async (pipeline, _) =>
            {
                var closed = await ReadServer.DisconnectAsync(server).ConfigureAwait(false);
                Context(pipeline).Verbose(closed ? server + ": connections closed, login dropped." : server + ": no connection was kept open.");
            });
            KnownServers.Forget(server);
        }
    }
}
