using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Servers;

/// <summary>An open session with the server's facts and the dialect chosen by them, once.</summary>
internal sealed class ServerSession : IDisposable
{
    private ServerSession(ServerConnection connection, ServerFacts facts)
    {
        Connection = connection;
        Facts = facts;
        Dialect = ReplicationDialect.For(facts.Version);
    }

    public ServerReference Server => Connection.Server;

    public ServerConnection Connection { get; private set; }

    public ServerFacts Facts { get; }

    public ReplicationDialect Dialect { get; }

    public Capabilities Capabilities => Dialect.Capabilities;

    public ServerVersion Version => Facts.Version;

    /// <summary>Opens one and reads the facts: all variables, or only those named, and then nothing may ask for another.</summary>
    public static async Task<ServerSession> OpenAsync(
        ServerReference server, OperationContext context, CancellationToken cancellationToken, IReadOnlyList<string>? onlyVariables = null)
    {
        var connection = await ServerConnection.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var session = new ServerSession(connection, await ServerFacts.ReadAsync(connection, cancellationToken, onlyVariables).ConfigureAwait(false));
            connection = null;
            return session;
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>Of a connection whose facts were read already; it is the session's from here on.</summary>
    public static ServerSession Of(ServerConnection connection, ServerFacts facts) => new(connection, facts);

    /// <summary>Goes on over a connection made anew when the one it has does not answer any more. What was set in that one is gone.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">Those of opening one.</exception>
    public async Task KeepOpenAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (!await Connection.AnswersAsync(cancellationToken).ConfigureAwait(false))
        {
            var fresh = await ServerConnection.OpenAsync(Server, context, cancellationToken).ConfigureAwait(false);
            fresh.NoBackslashEscapes = Facts.NoBackslashEscapes;
            Connection.Dispose();
            Connection = fresh;
        }
    }

    public void Dispose() => Connection.Dispose();
}
