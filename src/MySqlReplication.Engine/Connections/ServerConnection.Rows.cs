using System;
using System.Collections.Generic;
using System.Data;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Connections;

/// <summary>The part that moves whole tables: rows as bytes, on the caller's own thread, without an object for each value.</summary>
internal sealed partial class ServerConnection
{
    // Rows of a large table may take hours; what ends a stream early is its token.
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(20);
    private List<string>? _warnings;
    private int? _passedWarning;
    private int _mostWarnings;

    /// <summary>
    /// Whether a server that is allowed to ask for a stream gets nothing else: the driver opens a file that the server names
    /// only when it has verified the server's certificate (MySqlConnector, ResultSet.ReadResultSetHeaderAsync).
    /// </summary>
    public static bool ServesStreamOnly(ServerReference server) => ConnectionProtection.Mode(server) is not (MySqlSslMode.VerifyCA or MySqlSslMode.VerifyFull);

    /// <summary>Begins queries whose columns are all binary strings, in one round trip; the warnings of each come in the same answer.</summary>
    public RawRows OpenRows(IReadOnlyList<SqlStatement> selects)
    {
        var all = new SqlStatement();
        foreach (var select in selects)
        {
            all.Append(select).Words("; SHOW WARNINGS; ");
        }

        var command = Command(all, NoLimit);
        try
        {
            return new RawRows(command, command.ExecuteReader(), selects.Count, e => Broken(all, e));
        }
        catch (Exception e) when (RawRows.IsBreak(e))
        {
            command.Dispose();
            throw Broken(all, e);
        }
    }

    /// <summary>LOAD DATA LOCAL of a stream in the form that <see cref="LoadText"/> writes. The session must have been opened to load.</summary>
    /// <param name="table">The table, quoted.</param>
    /// <param name="columns">Columns or @variables, in the order of the stream.</param>
    /// <param name="expressions">What is made of the variables.</param>
    /// <param name="rows">The stream.</param>
    /// <returns>Rows that the server says it has written.</returns>
    public long Load(SqlStatement table, IReadOnlyList<SqlStatement> columns, IReadOnlyList<SqlStatement> expressions, Stream rows)
    {
        var loader = new MySqlBulkLoader(_connection)
        {
            Local = true,
            TableName = table.Render(NoBackslashEscapes),
            CharacterSet = "binary",
            FieldTerminator = "\t",
            LineTerminator = "\n",
            EscapeCharacter = '\\',
            SourceStream = rows,
            Timeout = (int)NoLimit.TotalSeconds,
        };
        foreach (var column in columns)
        {
            loader.Columns.Add(column.Render(NoBackslashEscapes));
        }

        foreach (var expression in expressions)
        {
            loader.Expressions.Add(expression.Render(NoBackslashEscapes));
        }

        var shown = new SqlStatement("LOAD DATA LOCAL INFILE ... INTO TABLE ").Append(table);
        Trace(shown);
        try
        {
            return loader.Load();
        }
        catch (Exception e) when (e is MySqlException || IsLoss(e))
        {
            throw Broken(shown, e);
        }
    }

    /// <summary>A statement that is text already: a block of rows.</summary>
    public long Insert(string text, SqlStatement shown)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = (int)NoLimit.TotalSeconds;
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (Exception e) when (e is MySqlException || IsLoss(e))
        {
            throw Broken(shown, e);
        }
    }

    /// <summary>A short statement on the caller's own thread, within a stream of rows.</summary>
    public void Execute(SqlStatement statement)
    {
        using var command = Command(statement, TimeSpan.FromMinutes(10));
        try
        {
            command.ExecuteNonQuery();
        }
        catch (Exception e) when (e is MySqlException || IsLoss(e))
        {
            throw Broken(statement, e);
        }
    }

    /// <summary>
    /// From now on warnings are kept for <see cref="TakeWarnings"/>. The driver asks for them when the server's answer counts any, so that
    /// a statement without warnings costs no question.
    /// </summary>
    /// <param name="passed">A number that is no warning here; null for none.</param>
    /// <param name="most">max_error_count: behind so many that are passed there may be others that the server did not list, which is a warning.</param>
    public void KeepWarnings(int? passed = null, int most = int.MaxValue)
    {
        (_passedWarning, _mostWarnings) = (passed, most);
        if (_warnings is not null)
        {
            return;
        }

        var kept = _warnings = [];
        _connection.InfoMessage += (_, said) =>
        {
            foreach (var warning in said.Errors)
            {
                if (warning.Level != "Note" && kept.Count < 3 && (int)warning.ErrorCode != _passedWarning)
                {
                    kept.Add(warning.ErrorCode.ToString("D") + " " + Redaction.Clean(warning.Message));
                }
            }

            if (said.Errors.Count >= _mostWarnings && kept.Count == 0)
            {
                kept.Add("more warnings than the server lists (" + _mostWarnings.ToString(CultureInfo.InvariantCulture) + "), the first " + Redaction.Clean(said.Errors[0].Message));
            }
        };
    }

    /// <summary>The first warnings since the last call, as text; null when none, or notes only.</summary>
    /// <exception cref="InvalidOperationException">Nobody keeps them.</exception>
    public string? TakeWarnings()
    {
        var kept = _warnings ?? throw new InvalidOperationException("Warnings of this session are not kept.");
        var text = kept.Count == 0 ? null : string.Join("; ", kept);
        kept.Clear();
        return text;
    }

    /// <summary>Asks what the last statement left, also where nobody keeps it; null when nothing, or notes only.</summary>
    public string? Warnings(CancellationToken cancellationToken)
        => Warnings(QueryAsync("SHOW WARNINGS", cancellationToken).GetAwaiter().GetResult());

    /// <summary>Rows of SHOW WARNINGS as text; null when they are none or notes only.</summary>
    internal static string? Warnings(IEnumerable<RawRow> rows)
    {
        var texts = new List<string>();
        foreach (var row in rows)
        {
            if (row.Text("Level") != "Note" && texts.Count < 3)
            {
                texts.Add(row.Text("Code") + " " + Redaction.Clean(row.Text("Message") ?? string.Empty));
            }
        }

        return texts.Count == 0 ? null : string.Join("; ", texts);
    }

    // What the driver lets through as it is when a connection breaks while it writes, and when it is asked over one that broke before.
    private bool IsLoss(Exception exception)
        => exception is SocketException or MySqlEndOfStreamException or (IOException and not EndOfStreamException) || (exception is InvalidOperationException && _connection.State != ConnectionState.Open);

    // In the middle of a stream the driver meets the end of a connection as a protocol error without a number of the server's.
    private ReplicationException Broken(SqlStatement statement, Exception exception) => exception is MySqlException { ErrorCode: not MySqlErrorCode.None } said
        ? Failed(statement, said)
        : new ReplicationException(
            ErrorIds.ConnectionLost,
            FailureKind.ConnectionError,
            Server,
            "The connection to " + Server + " broke in the middle of: " + statement.Redacted,
            "Check that the server still runs, then run the command again.");
}
