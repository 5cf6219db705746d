using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>
/// Login proof: the replica itself dials the source with an account, on a channel of its own that is gone afterwards, and asks
/// for a binary log that no server has. The source's refusal of that file (1236) is the proof: login, address and privilege were
/// good, and not one event was sent. Where a try would disturb a link, it is not made.
/// </summary>
public static class TryLogin
{
    /// <summary>The throw-away channel; one of this name is always left over from a try that was killed.</summary>
    internal const string ChannelName = "mysql_replication_login";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Tries it. Everything that was made for it is gone when this returns, whatever happened.</summary>
    /// <exception cref="ReplicationException">Those of connecting to the replica; what the source says is in the result.</exception>
    public static async Task<LoginProof> RunAsync(TryLoginRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(request.Replica, context, cancellationToken).ConfigureAwait(false);
        var attempt = new Attempt(request, session, context);
        try
        {
            return await attempt.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            return LoginAnswers.NotTried(request, "the login on " + request.Replica + " may not try it. " + e.Message);
        }
        catch (ReplicationException e) when (e.ServerErrorCode == 1934)
        {
            return LoginAnswers.NotTried(request, request.Replica + " takes no second connection to an address that it follows already (1934).");
        }
    }

    private sealed class Attempt(TryLoginRequest request, ServerSession session, OperationContext context)
    {
        // Without channels the one link there is has to serve, and it must be free.
        private readonly string _channel = session.Capabilities.HasChannels || session.Capabilities.HasNamedConnections ? ChannelName : string.Empty;

        private LinkWords Words => session.Dialect.Links;

        public async Task<LoginProof> RunAsync(CancellationToken cancellationToken)
        {
            if (request.Source.HostName is null)
            {
                return LoginAnswers.NotTried(request, "a replica follows a host and port, not a socket.");
            }

            if (_channel.Length > 0)
            {
                await ForgetAsync().ConfigureAwait(false);
            }

            var links = await ReplicaStatusReader.ReadAllAsync(session, cancellationToken).ConfigureAwait(false);
            var present = links.FirstOrDefault(l => IsSource(l.Source?.HostName, l.Source?.Port));
            if (LoginAnswers.OfPresent(request, present, links, _channel.Length > 0, session) is { } known)
            {
                return known;
            }

            var settings = await SettingsAsync(present, cancellationToken).ConfigureAwait(false);
            try
            {
                await session.Connection.ExecuteAsync(Words.Change(_channel, settings), cancellationToken).ConfigureAwait(false);
                await session.Connection.ExecuteAsync(Words.Start(_channel, LinkThread.Receiver), cancellationToken, context.Timeout).ConfigureAwait(false);
                return await WatchAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await ForgetAsync().ConfigureAwait(false);
            }
        }

        private bool IsSource(string? host, int? port) => port == request.Source.Port && (string.Equals(host, request.Source.HostName, StringComparison.OrdinalIgnoreCase)
            || (LinkProtection.IsLoopback(host) && LinkProtection.IsLoopback(request.Source.HostName)));

        private async Task<LoginProof> WatchAsync(CancellationToken cancellationToken)
        {
            var watch = Stopwatch.StartNew();
            while (true)
            {
                var link = await LinkWatch.LookAsync(session, _channel, cancellationToken).ConfigureAwait(false);
                if (link is not null && LoginAnswers.Of(request, link) is { } answer)
                {
                    return answer;
                }

                if (link is null || watch.Elapsed >= context.Timeout)
                {
                    return LoginAnswers.NoAnswer(request, context.Timeout);
                }

                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }

        private async Task<LinkSettings> SettingsAsync(ReplicaStatus? present, CancellationToken cancellationToken)
        {
            var like = present is null ? null : LinkSettingsColumns.Read(present, null);
            var tls = request.Tls is { } said ? said != LinkTls.Off : like?.Tls ?? await CanEncryptAsync(cancellationToken).ConfigureAwait(false);
            var verify = request.Tls is { } mode ? mode == LinkTls.Verified : like?.TlsVerify ?? false;
            return new LinkSettings
            {
                HostName = request.Source.HostName,
                Port = request.Source.Port,
                Login = request.Login,
                Mode = LinkMode.FilePosition,
                Coordinates = new BinlogCoordinates(ChannelName + ".000001", 4),
                Tls = tls,
                TlsVerify = tls && verify,
                TlsCa = tls ? request.TlsCaFile ?? like?.TlsCa ?? string.Empty : null,
                TlsCertificate = tls ? request.TlsCertificateFile ?? like?.TlsCertificate ?? string.Empty : null,
                TlsKey = tls ? request.TlsKeyFile ?? like?.TlsKey ?? string.Empty : null,
                GetPublicKey = !tls && session.Capabilities.HasGetPublicKey,
                ConnectRetry = 60,
                RetryCount = 1,
            };
        }

        private async Task<bool> CanEncryptAsync(CancellationToken cancellationToken)
        {
            var own = session.Capabilities.ReceiverHasTls || string.Equals(session.Facts.Text("have_ssl"), "YES", StringComparison.OrdinalIgnoreCase);
            if (!own || !request.Source.HasCredential)
            {
                return own;
            }

            using var source = await ServerSession.OpenAsync(request.Source, context, cancellationToken).ConfigureAwait(false);
            return await TlsOffer.OfAsync(source, cancellationToken).ConfigureAwait(false);
        }

        // In a session of its own: the other may be what broke. Not cancelled: a channel must not stay behind.
        private async Task ForgetAsync()
        {
            try
            {
                await new LinkSteps(session, _channel, context).ForgetAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (ReplicationException e)
            {
                context.Warning("The throw-away channel '" + ChannelName + "' could not be removed from " + request.Replica + ": " + Redaction.Clean(e.Message)
                    + " Remove it by hand: " + Words.Stop(_channel).Redacted + "; " + Words.Reset(_channel, all: true).Redacted);
            }
        }
    }
}
