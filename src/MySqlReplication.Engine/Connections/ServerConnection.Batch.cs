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
    public async Task<IReadOnlyList<IReadOnlyList<RawRow>>?> TryQueryAsync(SqlBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var told = await QueryAsync(batch, cancellationToken).ConfigureAwait(false);
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

    private async Task<List<IReadOnlyList<RawRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken)
    {
        var told = new List<IReadOnlyList<RawRow>>(batch.Asking.Count);
        using var command = Command(batch.Text, null);
        try
        {
            using var reader = await WithinAsync(command.ExecuteReaderAsync(cancellationToken), command, batch.Text).ConfigureAwait(false);
            do
            {
                var question = told.Count < batch.Asking.Count ? batch.Asking[told.Count] : throw new InvalidDataException("more answers than questions");
                var column = question.Column is { } name ? reader.GetOrdinal(name) : -1;
                var rows = new List<RawRow>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (column < 0 || string.Equals(Text(reader, column), question.Value, StringComparison.OrdinalIgnoreCase))
                    {
                        rows.Add(ReadRow(reader));
                    }
                }

                told.Add(rows);
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
            return told;
        }
        catch (MySqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(batch.Text, e);
        }
        catch (Exception e) when (UnreadableAnswer.Is(e))
        {
            throw Unreadable(batch.Text, e);
        }
    }

    private static string? Text(DbDataReader reader, int column)
        => reader.IsDBNull(column) ? null : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture);
}
