using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Connections;

/// <summary>The part that asks several things in one round trip.</summary>
internal sealed partial class ServerConnection
{
    /// <summary>
    /// The rows of each statement of a batch; null when the server takes no batch or refuses one of its statements, and its
    /// statements must be asked one by one to learn which. What is refused this way has changed nothing.
    /// </summary>
    /// <exception cref="ReplicationException">ConnectionLost, ServerTimeout, ServerAnswerInvalid.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<RawRow>>?> TryQueryAsync(SqlBatch batch, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        try
        {
            var told = await QueryAsync(batch, timeout, cancellationToken).ConfigureAwait(false);
            return told.Count == batch.Asking.Count ? told : null;
        }
        catch (ReplicationException e) when (e.ErrorId is ErrorIds.StatementFailed or ErrorIds.PrivilegeMissing)
        {
            return null;
        }
    }

    /// <summary>The rows of each statement, in one round trip where the server allows that, else one by one.</summary>
    /// <exception cref="ReplicationException">That of the first statement that is refused.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<RawRow>>> QueryTogetherAsync(IReadOnlyList<SqlQuestion> questions, CancellationToken cancellationToken)
    {
        if (await TryQueryAsync(new SqlBatch(questions), cancellationToken).ConfigureAwait(false) is { } told)
        {
            return told;
        }

        var alone = new List<IReadOnlyList<RawRow>>();
        foreach (var question in questions)
        {
            var rows = await QueryAsync(question.Statement, cancellationToken).ConfigureAwait(false);
            if (question.HasRows)
            {
                alone.Add(rows);
            }
        }

        return alone;
    }

    /// <summary>Makes a database the session's default.</summary>
    public async Task UseDatabaseAsync(string database, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.ChangeDatabaseAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MySqlException || IsLoss(e))
        {
            throw Broken(new SqlStatement("USE ").Name(database), e);
        }
    }

    private async Task<List<IReadOnlyList<RawRow>>> QueryAsync(SqlBatch batch, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var command = Command(batch.Text, timeout);
        return await AskAsync(command, batch.Text, blocks => ReadAsync(command, batch.Asking, blocks, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    // A thread waits for the answer where one may and the answer is near; the watch over the time is the same.
    private async Task<T> AskAsync<T>(MySqlCommand command, SqlStatement statement, Func<bool, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return BlockingTurn.IsHere ? await BlockAsync(command, ask, cancellationToken).ConfigureAwait(false)
                : command.CommandTimeout is > 0 and <= 60 && BlockingTurn.TryTake()
                ? await WithinAsync(BlockingTurn.RunAsync(() => BlockAsync(command, ask, cancellationToken)), command, statement).ConfigureAwait(false)
                : await WithinAsync(ask(false), command, statement).ConfigureAwait(false);
        }
        catch (MySqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(statement, e);
        }
        catch (Exception e) when (e is MySqlException || (IsLoss(e) && cancellationToken.IsCancellationRequested))
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (Exception e) when (IsLoss(e))
        {
            throw Broken(statement, e);
        }
        catch (Exception e) when (UnreadableAnswer.Is(e))
        {
            throw Unreadable(statement, e);
        }
    }

    private static async Task<T> BlockAsync<T>(MySqlCommand command, Func<bool, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var cancelling = cancellationToken.Register(command.End);
        return await ask(true).ConfigureAwait(false);
    }

    private async Task<List<IReadOnlyList<RawRow>>> ReadAsync(MySqlCommand command, IReadOnlyList<SqlQuestion>? asking, bool blocks, CancellationToken cancellationToken)
    {
        var told = new List<IReadOnlyList<RawRow>>(asking?.Count ?? 1);
        using var reader = blocks ? command.ExecuteReader() : await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        _isAnswered = true;
        do
        {
            var question = asking is null ? null : told.Count < asking.Count ? asking[told.Count] : throw new InvalidDataException("more answers than questions");
            var column = question?.Column is { } name ? reader.GetOrdinal(name) : -1;
            var rows = new List<RawRow>();
            while (blocks ? reader.Read() : await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (column < 0 || string.Equals(Text(reader, column), question!.Value, StringComparison.OrdinalIgnoreCase))
                {
                    rows.Add(ReadRow(reader));
                }
            }

            told.Add(rows);
        }
        while (blocks ? reader.NextResult() : await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        return told;
    }

    private static string? Text(DbDataReader reader, int column)
        => reader.IsDBNull(column) ? null : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture);
}
