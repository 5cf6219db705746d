using System;
using System.Linq;
using System.Threading;
using MySqlConnector;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Ends statements that run. To end one the driver asks the lost socket for its other end, and where the network has just cut it that fails
/// (SocketException, not connected; measured with the driver 2.6.2): there is nothing left to end then, and what had failed is the news.
/// </summary>
public static class Cancellation
{
    /// <summary>Cancels; a connection that is gone while its statement is to be ended is no failure.</summary>
    public static void End(this CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.All(RawRows.IsBreak))
        {
            // All others were told too: the first failure holds up none.
        }
    }

    /// <summary>Ends a statement on the server, should its connection still be there.</summary>
    internal static void End(this MySqlCommand command)
    {
        try
        {
            command.Cancel();
        }
        catch (Exception e) when (RawRows.IsBreak(e))
        {
            // The connection is gone, and the statement with it.
        }
    }
}
