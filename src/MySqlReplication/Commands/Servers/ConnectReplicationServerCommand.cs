using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Servers;

/// <summary>Connect-ReplicationServer: logs in, reads what the server is, and returns it with its login for the commands to come.</summary>
[Cmdlet(VerbsCommunications.Connect, "ReplicationServer")]
[OutputType(typeof(ReplicationServer))]
public sealed class ConnectReplicationServerCommand : ServerCmdlet
{
    private ServerTls? _tls;

    /// <summary>How the connection is protected, now and by every command that gets the result.</summary>
    [Parameter]
    public ConnectionTls? Tls { get; set; }

    /// <summary>A PEM file, on this machine, of the authorities that are trusted; without -Tls it means Verified.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsCaFile { get; set; }

    /// <summary>A PEM file, on this machine, with the certificate that is shown to the server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsCertificateFile { get; set; }

    /// <summary>A PEM file, on this machine, with the key of that certificate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsKeyFile { get; set; }

    // "$a, $b = Connect-ReplicationServer db1, db2" needs the order, whatever it costs.
    internal override TimeSpan OrderGrace => Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Tls is null && TlsCaFile is null && TlsCertificateFile is null && TlsKeyFile is null)
        {
            return;
        }

        _tls = new ServerTls
        {
            Mode = Tls ?? (TlsCaFile is null ? ConnectionTls.Encrypted : ConnectionTls.Verified),
            CaFile = FullPath(TlsCaFile),
            CertificateFile = FullPath(TlsCertificateFile),
            KeyFile = FullPath(TlsKeyFile),
        };
    }

    internal override ServerReference Refine(ServerReference server) => _tls is null ? server : server.WithTls(_tls);

    internal override async Task AskAsync(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
        => await answers.WriteAsync(await ReadServer.ConnectAsync(server, context, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    private string? FullPath(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);
}
