using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Repair;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>
/// Takes a change back by its journal entry: the steps that were done, in reverse. A step that was running when the change was
/// killed may be done or not; taking it back tolerates both.
/// </summary>
public static class UndoChange
{
    /// <summary>The order in which journal entries are safe to take back, as their places in the list: the newest change first, unreadable ones last.</summary>
    public static IReadOnlyList<int> NewestFirst(IReadOnlyList<string?> journalEntries)
        => Enumerable.Range(0, journalEntries.Count).OrderByDescending(i => journalEntries[i] is { } journal ? BegunAt(journal) : DateTimeOffset.MinValue).ToList();

    /// <summary>Reads the journal, the files and the servers; refuses what must be refused before anything is done.</summary>
    /// <exception cref="ReplicationException">JournalNotReadable, UndoIncomplete, UndoSecretMissing, UndoOtherServer, OptionFileChangedSince, OptionFileBackupMissing, RelayLogIndexChangedSince, ServerStillRuns, and those of opening a session.</exception>
    public static async Task<IPreparedChange<UndoResult>> PrepareAsync(UndoRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        if (request.JournalEntry is not { } journal)
        {
            return new PreparedUndo(context, null, null, [], [], null, [], []);
        }

        var record = Journal.Read(journal);
        var notes = new List<string>();
        if (record.InForce is { } earlier)
        {
            // A restart itself leaves nothing to take back; the change that it brought into force does.
            (journal, record) = (earlier, Journal.Read(earlier));
            request = request with { JournalEntry = earlier };
            notes.Add("Nothing takes a restart back. The option file is put back, and the server runs as before the change after the next one: Restart-ReplicationServer.");
        }

        var done = record.State == "Undone" ? [] : record.Steps.Where(s => s.State is "Done" or "Running").Reverse().ToList();
        var stay = done.Where(s => s.Undo is null && s.Step.Reversibility == Reversibility.Irreversible && s.State == "Done").Select(s => s.Step).ToList();
        if (stay.Count > 0 && !request.Force)
        {
            throw UndoFailures.Incomplete(journal, stay);
        }

        if (record.State == "Begun" && done.Count > 0)
        {
            context.Verbose("The change of " + journal + " was never finished: its run was killed or still goes on.");
        }

        var taken = done.Where(s => s.Undo is not null).ToList();
        var secret = Secret(request, journal, taken);
        var sessions = new Dictionary<ServerAddress, ServerSession>();
        try
        {
            var steps = new List<UndoStep>();
            foreach (var step in taken)
            {
                steps.Add(step.Undo!.File is not null
                    ? OfFile(step, steps.Count + 1, request.Force)
                    : await OfServerAsync(step, steps.Count + 1, request, secret, sessions, context, cancellationToken).ConfigureAwait(false));
            }

            var server = record.Steps.Select(s => s.Undo).FirstOrDefault(u => u?.Server is not null) is { } first ? Login(request, first) : null;
            return new PreparedUndo(context, journal, record, steps, stay, server, notes, sessions.Values.ToList());
        }
        catch
        {
            foreach (var session in sessions.Values)
            {
                session.Dispose();
            }

            throw;
        }
    }

    private static UndoStep OfFile(JournalStep journaled, int number, bool force)
    {
        if (journaled.Undo!.StoppedDataDirectory is not null)
        {
            var index = new UndoneRelayLogIndex(journaled.Undo, journaled.State == "Running", force);
            return new UndoStep(Shown(journaled, number, journaled.Undo.File!, index.Text, PlanStepKind.File), journaled.Step.Number, () => Task.FromResult(index.PutBack()));
        }

        var file = new UndoneFile(journaled.Undo!, journaled.State == "Running", force);
        return new UndoStep(Shown(journaled, number, journaled.Undo!.File!, file.Text, PlanStepKind.File), journaled.Step.Number, () => Task.FromResult(file.PutBack()));
    }

    private static async Task<UndoStep> OfServerAsync(
        JournalStep journaled,
        int number,
        UndoRequest request,
        ReplicationCredential? secret,
        Dictionary<ServerAddress, ServerSession> sessions,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        var action = journaled.Undo!;
        var server = Login(request, action);
        if (!sessions.TryGetValue(server.Address, out var session))
        {
            session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
            sessions.Add(server.Address, session);
        }

        if (action.ServerIdentity is { } identity && identity != UndoAction.IdentityOf(session) && !request.Force)
        {
            throw UndoFailures.OtherServer(server, request.JournalEntry!);
        }

        var statements = new UndoneStatements(session, action, action.SecretOf is null ? null : secret!.Reveal());
        return new UndoStep(Shown(journaled, number, server.ToString(), statements.Text, PlanStepKind.Statement), journaled.Step.Number, statements.RunAsync);
    }

    private static ServerReference Login(UndoRequest request, UndoAction action)
    {
        var named = ServerReference.Parse(action.Server!);
        if (request.Logins.FirstOrDefault(l => l.HasCredential && l.Address.Equals(named.Address)) is { } login)
        {
            return login;
        }

        return request.ServerLogin is { } given ? named.WithCredential(given) : new ServerReference(named.Address, action.ServerUser);
    }

    private static ReplicationCredential? Secret(UndoRequest request, string journal, List<JournalStep> taken)
    {
        foreach (var user in taken.Select(s => s.Undo!.SecretOf).OfType<string>())
        {
            if (request.ReplicationCredential is not { IsPasswordEmpty: false } given || !string.Equals(given.UserName, user, StringComparison.Ordinal))
            {
                throw UndoFailures.SecretMissing(journal, user, request.ReplicationCredential?.UserName);
            }
        }

        return request.ReplicationCredential;
    }

    private static PlanStep Shown(JournalStep journaled, int number, string target, string text, PlanStepKind kind) => new()
    {
        Number = number,
        Target = target,
        Kind = kind,
        Text = text,
        Reason = (journaled.State == "Running" ? "takes back, should it have been done, step " : "takes back step ") + journaled.Step,
        Reversibility = Reversibility.Irreversible,
    };

    private static DateTimeOffset BegunAt(string journal)
    {
        try
        {
            return Journal.Read(journal).Begun;
        }
        catch (ReplicationException)
        {
            // Said when its turn comes.
            return DateTimeOffset.MinValue;
        }
    }
}
