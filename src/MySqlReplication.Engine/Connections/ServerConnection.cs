using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Connections;

/// <summary>One open session on one server, borrowed from the pool; disposing gives it back, reset.</summary>
internal sealed partial class ServerConnection : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private readonly ConnectionPool? _pool;
    private readonly MySqlConnection _connection;
    private readonly OperationContext _context;

    // A session keeps the rights of its account as they were when it logged in, and resetting it does not read them anew (measured:
    // MariaDB 10.5, 10.11, 11.8, MySQL 9.7): one that lacked a right is not lent out again, or the GRANT that was advised would not help.
    private bool _isUnusable;
    private bool _isAbandoned;

    // Lent out as it came back, without a word to the server: whether it still lives is not known.
    private bool _isKept;
    private volatile bool _isAnswered;

    private ServerConnection(ServerReference server, ConnectionPool? pool, MySqlConnection connection, OperationContext context)
    {
        Server = server;
        _pool = pool;
        _connection = connection;
        _context = context;
    }

    /// <summary>Whom it talks to.</summary>
    public ServerReference Server { get; }

    /// <summary>Whether this session reads a backslash as a plain character; set once after the first read of sql_mode.</summary>
    public bool NoBackslashEscapes { get; set; }

    /// <summary>The version in the server's greeting.</summary>
    public string GreetingVersion => _connection.ServerVersion;

    /// <summary>The server's number for this session.</summary>
    public int SessionId => _connection.ServerThread;

    /// <summary>One that is not open and answers nothing: for what only needs to know of whom answers came.</summary>
    internal static ServerConnection Unopened(ServerReference server, OperationContext context) => new(server, null, new MySqlConnection(), context);

    /// <summary>Runs a statement that returns no rows; returns the number of rows it changed.</summary>
    public async Task<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        using var command = Command(statement, timeout);
        return await AskAsync(
            command,
            statement,
            async blocks => blocks ? command.ExecuteNonQuery() : await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All rows of a statement.</summary>
    public async Task<IReadOnlyList<RawRow>> QueryAsync(SqlStatement statement, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        using var command = Command(statement, timeout);
        var told = await AskAsync(command, statement, blocks => ReadAsync(command, null, blocks, cancellationToken), cancellationToken).ConfigureAwait(false);
        return told.Count == 1 ? told[0] : told.SelectMany(rows => rows).ToList();
    }

    /// <summary>The first column of the first row; null when there is no row or it is NULL.</summary>
    public async Task<object?> ScalarAsync(SqlStatement statement, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var rows = await QueryAsync(statement, cancellationToken, timeout).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0][0].Value;
    }

    /// <summary>Hands over each row as it comes; the taker returns false to stop.</summary>
    public async Task StreamAsync(
        SqlStatement statement,
        Func<RawRow, bool> take,
        CancellationToken cancellationToken,
        TimeSpan? timeout = null,
        IReadOnlyDictionary<string, object?>? parameters = null)
    {
        using var command = Command(statement, timeout);
        foreach (var parameter in parameters ?? new Dictionary<string, object?>())
        {
            command.Parameters.AddWithValue(parameter.Key, parameter.Value ?? DBNull.Value);
        }

        var taking = false;
        try
        {
            // MySqlDataReader.DisposeAsync does not exist on the netstandard2.0 build that net472 takes.
            using var reader = await WithinAsync(command.ExecuteReaderAsync(cancellationToken), command, statement).ConfigureAwait(false);
            do
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var row = ReadRow(reader);
                    taking = true;
                    if (!take(row))
                    {
                        command.End();
                        return;
                    }

                    taking = false;
                }
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (MySqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(statement, e);
        }
        catch (Exception e) when (!taking && IsLoss(e) && !cancellationToken.IsCancellationRequested)
        {
            throw Broken(statement, e);
        }
        catch (Exception e) when (!taking && UnreadableAnswer.Is(e))
        {
            throw Unreadable(statement, e);
        }
    }

    /// <summary>
    /// Hands over the results of somebody's own statement as they come, every result set of it; keeps none. When the taker
    /// throws or the token is cancelled the statement is ended on the server too, not read to its end.
    /// </summary>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">Values by name; with any the statement is prepared, so that the server takes them as values whatever they hold.</param>
    /// <param name="begin">Gets the column names of each result set.</param>
    /// <param name="take">Gets the values of each row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Rows changed; -1 when the statement changes none.</returns>
    public async Task<int> RunAsync(
        SqlStatement statement,
        IReadOnlyDictionary<string, object?> parameters,
        Action<IReadOnlyList<string>> begin,
        Func<object?[], Task> take,
        CancellationToken cancellationToken)
    {
        using var command = Command(statement, _context.Timeout);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter.Key, parameter.Value ?? DBNull.Value);
        }

        var ended = false;
        var taking = false;
        try
        {
            if (parameters.Count > 0)
            {
                await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }

            using var reader = await WithinAsync(command.ExecuteReaderAsync(cancellationToken), command, statement).ConfigureAwait(false);
            try
            {
                do
                {
                    var names = ReaderValues.Names(reader);
                    taking = true;
                    begin(names);
                    taking = false;
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        var row = ReaderValues.Row(reader);
                        taking = true;
                        await take(row).ConfigureAwait(false);
                        taking = false;
                    }
                }
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
                ended = true;
                return reader.RecordsAffected;
            }
            finally
            {
                if (!ended)
                {
                    command.End();
                }
            }
        }
        catch (MySqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(statement, e);
        }
        catch (Exception e) when (!taking && IsLoss(e) && !cancellationToken.IsCancellationRequested)
        {
            throw Broken(statement, e);
        }
        catch (Exception e) when (!taking && UnreadableAnswer.Is(e))
        {
            throw Unreadable(statement, e);
        }
    }

    /// <summary>Its login was found to lack a right: once that is granted, a session that is open would not have it. None of them is lent out again.</summary>
    public void NeedsRights() => _isUnusable = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isUnusable)
        {
            ConnectionPools.Forget(Server);
        }

        if (_isAbandoned)
        {
            // Ends when the server lets go of it; nobody waits for that.
            _ = Task.Run(_connection.Dispose);
            return;
        }

        _connection.Dispose();
        if (!_isUnusable)
        {
            _pool?.Returned();
        }
    }

    internal static RawRow ReadRow(DbDataReader reader)
    {
        var columns = new KeyValuePair<string, object?>[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new KeyValuePair<string, object?>(reader.GetName(i), ReaderValues.Value(reader, i));
        }

        return new RawRow(columns);
    }

    private ReplicationException Failed(SqlStatement statement, MySqlException exception)
    {
        var failure = ConnectionFailures.FromStatement(Server, statement, exception);

        // 1045 is how a GRANT without the right to grant is refused.
        _isUnusable |= failure.ErrorId == ErrorIds.PrivilegeMissing || failure.ServerErrorCode == 1045;
        return failure;
    }

    // The driver's own limit does not hold everywhere: after a request for a local file, which it refuses, it waits for the
    // server's next packet without one (measured: 2.6.2).
    private async Task<T> WithinAsync<T>(Task<T> work, MySqlCommand command, SqlStatement statement)
    {
        if (command.CommandTimeout == 0)
        {
            // No limit was wanted.
            return await work.ConfigureAwait(false);
        }

        using var late = new CancellationTokenSource();
        if (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(command.CommandTimeout) + Grace, late.Token)).ConfigureAwait(false) != work && !_isAnswered)
        {
            _isUnusable = _isAbandoned = true;
            _ = work.ContinueWith(static w => w.Exception, TaskScheduler.Default);
            throw ConnectionFailures.AnswerMissing(Server, statement, command.CommandTimeout);
        }

        late.Cancel();
        return await work.ConfigureAwait(false);
    }

    // Whatever comes next on this connection is no answer to anything: it is not lent out again.
    private ReplicationException Unreadable(SqlStatement statement, Exception exception)
    {
        _isUnusable = true;
        return ConnectionFailures.AnswerInvalid(Server, statement, exception);
    }

    private void Trace(SqlStatement statement)
    {
        if (_context.Traces)
        {
            _context.Debug(Server + ": " + statement.Redacted);
        }
    }

    private MySqlCommand Command(SqlStatement statement, TimeSpan? timeout)
    {
        Trace(statement);
        _isAnswered = false;
        var command = _connection.CreateCommand();
        command.CommandText = statement.Render(NoBackslashEscapes);
        command.CommandTimeout = (int)Math.Max(1, Math.Ceiling((timeout ?? AnswerLimit).TotalSeconds));
        return command;
    }
}
