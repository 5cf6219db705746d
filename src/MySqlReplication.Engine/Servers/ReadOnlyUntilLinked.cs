using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Servers;

/// <summary>
/// A server that a copy keeps from writers until its link runs: read_only, and super_read_only where there is one. That it was
/// writable before is remembered on the server itself, in a table that is not logged, with the places where its copies end; whoever
/// starts the link puts it back.
/// </summary>
/// <param name="ReadOnly">Whether read_only is on now.</param>
/// <param name="Super">Whether super_read_only is on now; null when the server has none.</param>
/// <param name="IsKept">Whether a copy has set it, and the server was writable before.</param>
internal sealed record ReadOnlyUntilLinked(bool ReadOnly, bool? Super, bool IsKept)
{
    /// <summary>Where the copies that it holds end; of each source the last one.</summary>
    public IReadOnlyList<CopiedPlace> Copies { get; init; } = [];

    /// <summary>What remembering runs, for the plan.</summary>
    public const string RememberText = "CREATE TABLE " + MarkWords.Kept + ", which says that it was writable; SET GLOBAL read_only = 1";

    /// <summary>What forgetting runs.</summary>
    public const string ForgetText = "DROP TABLE " + MarkWords.Kept;

    public static SqlStatement Set(string variable, bool on) => "SET GLOBAL " + variable + " = " + (on ? "1" : "0");

    /// <summary>Reads it.</summary>
    public static async Task<ReadOnlyUntilLinked> ReadAsync(ServerSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<RawRow> rows;
        try
        {
            rows = await session.Connection.QueryAsync(MarkWords.ShowKept, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ServerErrorCode is 1146 or 1049 or 1142)
        {
            rows = [];
        }

        return new ReadOnlyUntilLinked(session.Facts.Flag("read_only") ?? false, session.Facts.Flag("super_read_only"), rows.Count > 0)
        {
            Copies = rows.Where(r => r.Text("binlog_file") is not null).Select(r => new CopiedPlace(
                r.Number("server_id") ?? 0, r.Text("server_uuid"), new BinlogCoordinates(r.Text("binlog_file")!, r.Number("binlog_position") ?? 0), r.Number("leaves_out") != 0)).ToList(),
        };
    }

    /// <summary>Remembers where a copy ends, in a session that does not log.</summary>
    public static Task NoteAsync(ServerConnection unlogged, CopiedPlace copy, CancellationToken cancellationToken) => unlogged.ExecuteAsync(MarkWords.NotePlace(copy), cancellationToken);

    /// <summary>Remembers that the server was writable; in a session that does not log.</summary>
    public static async Task RememberAsync(ServerConnection unlogged, CancellationToken cancellationToken)
    {
        foreach (var statement in Remember())
        {
            await unlogged.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is there already, to see whether this login may.</summary>
    public static SqlStatement Touch => MarkWords.TouchKept;

    /// <summary>How a copy's setting is taken back by an undo.</summary>
    public UndoAction Undo(ServerSession session) => UndoAction.OnServer(
        session,
        [.. Super is null ? Array.Empty<SqlStatement>() : [Set("super_read_only", false)], Set("read_only", false), MarkWords.DropKept]) with
    {
        WithoutBinaryLog = true,
        AlreadySo = [1049],
    };

    /// <summary>The steps that make the server writable again and forget.</summary>
    public void PutBack(PlanBuilder builder, ServerSession session, OperationContext context, string reason)
    {
        if (!IsKept)
        {
            return;
        }

        foreach (var (variable, isOn) in new[] { ("super_read_only", Super == true), ("read_only", ReadOnly) })
        {
            if (isOn)
            {
                builder.Statement(session, Set(variable, false), reason, UndoAction.OnServer(session, Set(variable, true)));
            }
        }

        builder.Add(
            PlanStepKind.Statement,
            session.Server.ToString(),
            ForgetText,
            "it is as it was before the copy; not logged",
            token => ForgetAsync(session, context, token),
            UndoAction.OnServer(session, Remember()) with { WithoutBinaryLog = true });
    }

    /// <summary>Makes the server writable again, in a session of its own.</summary>
    public static async Task PutBackAsync(ServerSession session, OperationContext context, CancellationToken cancellationToken)
    {
        using var fresh = await ServerSession.OpenAsync(session.Server, context, cancellationToken).ConfigureAwait(false);
        foreach (var variable in new[] { "super_read_only", "read_only" })
        {
            if (fresh.Facts.Flag(variable) == true)
            {
                await fresh.Connection.ExecuteAsync(Set(variable, false), cancellationToken).ConfigureAwait(false);
            }
        }

        await ForgetAsync(session, context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ForgetAsync(ServerSession session, OperationContext context, CancellationToken cancellationToken)
    {
        using var fresh = await ServerConnection.OpenAsync(session.Server, context, cancellationToken).ConfigureAwait(false);
        if (session.Facts.LogBin)
        {
            await fresh.ExecuteAsync(SessionWords.WithoutBinaryLog, cancellationToken).ConfigureAwait(false);
        }

        await fresh.ExecuteAsync(MarkWords.DropKept, cancellationToken).ConfigureAwait(false);
        if ((await fresh.QueryAsync(MarkWords.FindTable, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            await fresh.ExecuteAsync(MarkWords.DropSchema, cancellationToken).ConfigureAwait(false);
        }
    }

    private static SqlStatement[] Remember() => [MarkWords.MakeSchema, MarkWords.MakeKept, MarkWords.NoteWritable];
}
