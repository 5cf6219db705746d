using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// A session with its first reading of the links. The server's greeting says which words to try, so that who it is, what it is set
/// to and how its links stand come in one round trip. Nothing of the greeting is believed: a server that then calls itself
/// otherwise (a proxy greets for others), or refuses a word, is asked again one by one. Nothing is kept for the next time.
/// </summary>
internal static class StatusSession
{
    /// <summary>Opens one; the reading is null when the links have not been read yet.</summary>
    public static async Task<(ServerSession Session, IReadOnlyList<(ReplicaStatus Status, ReceiverEvidence Evidence)>? Links)> OpenAsync(
        ServerReference server, OperationContext context, CancellationToken cancellationToken)
    {
        ReceiverReadings.Moment before = default;
        ReplicationDialect? dialect = null;
        var (connection, told) = await ServerConnection.OpenAskingAsync(
            server,
            context,
            opened =>
            {
                before = ReceiverReadings.Now;
                dialect = Greeted(opened);
                return dialect?.Status;
            },
            cancellationToken).ConfigureAwait(false);
        ServerSession? session = null;
        try
        {
            var asked = dialect?.Verdict.Questions.Count ?? 0;
            if (told is not null && ServerFacts.Of(connection, told[0][0], asked > 1 ? told[1] : []) is var facts && ReplicationDialect.For(facts.Version) == dialect)
            {
                session = ServerSession.Of(connection, facts);
                return (session, await ReplicaStatusReader.JudgeAsync(session, told, asked, before, cancellationToken).ConfigureAwait(false));
            }

            session = ServerSession.Of(connection, await ServerFacts.ReadAsync(connection, cancellationToken, VerdictVariables.All).ConfigureAwait(false));
            return (session, null);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static ReplicationDialect? Greeted(ServerConnection connection)
    {
        try
        {
            return ReplicationDialect.For(ServerFlavourFailures.Recognise(connection.Server, connection.GreetingVersion));
        }
        catch (ReplicationException)
        {
            return null;
        }
    }
}
