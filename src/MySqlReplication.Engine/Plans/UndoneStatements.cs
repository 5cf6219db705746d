using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>Statements that take a step back, in a session of the server that the step was done on.</summary>
internal sealed class UndoneStatements
{
    private readonly ServerSession _session;
    private readonly UndoAction _action;
    private readonly List<SqlStatement> _statements;
    private readonly bool _keepsOutOfBinaryLog;

    public UndoneStatements(ServerSession session, UndoAction action, string? secret)
    {
        _session = session;
        _action = action;
        _statements = action.Statements.Select(pieces => SqlStatement.FromPieces(pieces, secret)).ToList();
        _keepsOutOfBinaryLog = action.WithoutBinaryLog && session.Facts.LogBin;
    }

    /// <summary>What is run, secrets blotted out.</summary>
    public string Text => string.Join("\n", All().Select(s => s.Redacted));

    /// <summary>Runs them; false when the server said that it is so already.</summary>
    public async Task<bool> RunAsync()
    {
        var did = false;
        if (_keepsOutOfBinaryLog)
        {
            await _session.Connection.ExecuteAsync(SessionWords.WithoutBinaryLog, CancellationToken.None).ConfigureAwait(false);
        }

        try
        {
            foreach (var statement in _statements)
            {
                did |= await RunAsync(statement).ConfigureAwait(false);
            }
        }
        finally
        {
            if (_keepsOutOfBinaryLog)
            {
                await GiveBackAsync().ConfigureAwait(false);
            }
        }

        return did;
    }

    private async Task<bool> RunAsync(SqlStatement statement)
    {
        try
        {
            await _session.Connection.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (ReplicationException e) when (e.ServerErrorCode is { } code && _action.AlreadySo.Contains(code))
        {
            return false;
        }
    }

    private async Task GiveBackAsync()
    {
        try
        {
            await _session.Connection.ExecuteAsync(SessionWords.WithBinaryLog, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.ConnectionLost or ErrorIds.ServerTimeout)
        {
            // The session is gone, and its setting with it; why is what the statement's own failure says.
        }
    }

    private IEnumerable<SqlStatement> All() => _keepsOutOfBinaryLog
        ? _statements.Prepend(SessionWords.WithoutBinaryLog).Append(SessionWords.WithBinaryLog)
        : _statements;
}
