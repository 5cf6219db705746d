using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Why nobody answered: the driver says only that it could not connect. One bare connection, after the driver gave up, tells a
/// wrong name from a closed port, a silent network, and a port where something else, or a server that hangs, listens.
/// </summary>
internal static class ConnectionProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // A host that took no connection within the whole limit will not now; one that takes them and is silent does so at once.
    private static readonly TimeSpan LimitAfterTimeout = TimeSpan.FromMilliseconds(80);

    /// <summary>The reason as the end of a sentence.</summary>
    /// <param name="address">Where.</param>
    /// <param name="limit">How long the driver might have tried.</param>
    /// <param name="waited">How long it tried: a dead host is to cost its own timeout and no more.</param>
    public static async Task<string> WhyAsync(ServerAddress address, TimeSpan limit, TimeSpan waited)
    {
        var timedOut = waited >= limit - TimeSpan.FromMilliseconds(100);
        if (address.Socket is { } path)
        {
            return File.Exists(path) ? "the socket is there, but no server answers on it" : "there is no such socket";
        }

        var connection = new TcpClient();
        try
        {
            var connect = connection.ConnectAsync(address.HostName!, address.Port!.Value);
            if (await Task.WhenAny(connect, Task.Delay(timedOut ? LimitAfterTimeout : Limit)).ConfigureAwait(false) != connect)
            {
                // Ends with the client; its failure then interests nobody.
                _ = connect.ContinueWith(static t => t.Exception, TaskScheduler.Default);
                return "no answer within " + Math.Ceiling(limit.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s";
            }

            await connect.ConfigureAwait(false);
            return "something takes connections there, but it does not answer as a MySQL or MariaDB server does (it hangs, or the port belongs to another program)";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "nothing listens there (connection refused)",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name is not known (DNS)",
                SocketError.TimedOut => "no answer (timed out)",
                SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
                _ => Redaction.Visible(e.Message),
            };
        }
        finally
        {
            connection.Dispose();
        }
    }
}
