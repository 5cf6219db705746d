using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Tests.Configuration;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Plans;

/// <summary>The journal, and taking back files by it. Servers are taken back in the module's tests.</summary>
public sealed class UndoChangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Listener _listener = new();

    private OperationContext Context => new(_listener, _listener) { JournalPath = Path.Combine(_folder.Path, "journal") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_put_back_byte_for_byte_once()
    {
        var before = new byte[] { 0xEF, 0xBB, 0xBF, 0, 13, 10, 0xFF, (byte)'#' };
        var journal = await Change(before, "after");
        var planned = await UndoChange.PrepareAsync(new UndoRequest { JournalEntry = journal }, Context, TestContext.Current.CancellationToken);
        Assert.Equal(PlanStepKind.File, Assert.Single(planned.Plan.Steps).Kind);
        Assert.Equal("after", _folder.Text("my.cnf"));

        var undone = await Undo(journal);
        Assert.Equal((true, 1, 0, journal), (undone.Changed, undone.Steps.Count, undone.NotUndone.Count, undone.JournalEntry));
        Assert.Equal(before, File.ReadAllBytes(At("my.cnf")));
        Assert.Equal("Undone", Journal.Read(journal).State);

        var again = await Undo(journal);
        Assert.Equal((false, 0), (again.Changed, again.Steps.Count));
    }

    [Fact]
    public async Task A_file_that_somebody_changed_since_is_refused_without_force()
    {
        var journal = await Change("before"u8.ToArray(), "after");
        _folder.Write("my.cnf", "after, and mine");
        Assert.Equal(ErrorIds.OptionFileChangedSince, await Refusal(journal));
        Assert.Equal("after, and mine", _folder.Text("my.cnf"));

        Assert.True((await Undo(journal, force: true)).Changed);
        Assert.Equal("before", _folder.Text("my.cnf"));
    }

    [Fact]
    public async Task A_backup_that_is_gone_is_said()
    {
        var journal = await Change("before"u8.ToArray(), "after");
        File.Delete(At("my.cnf.bak"));
        Assert.Equal(ErrorIds.OptionFileBackupMissing, await Refusal(journal));
    }

    [Theory]
    [InlineData("after", true, "before")]
    [InlineData("before", false, "before")]
    [InlineData("mine", false, "mine")]
    public async Task After_a_kill_only_what_was_done_is_taken_back(string now, bool changed, string left)
    {
        // As a run leaves it that was killed after the journal was begun and before it was written again.
        var journal = await Change("before"u8.ToArray(), "after");
        var record = Journal.Read(journal);
        Journal.Save(journal, record with { State = "Begun", Ended = null, Steps = record.Steps.Select(s => s with { State = "Running" }).ToList() });
        _folder.Write("my.cnf", now);

        var undone = await Undo(journal);
        Assert.Equal((changed, left), (undone.Changed, _folder.Text("my.cnf")));
        Assert.Equal("Undone", Journal.Read(journal).State);
    }

    [Fact]
    public async Task Steps_go_backwards_and_what_cannot_is_named()
    {
        var order = new List<int>();
        var builder = new PlanBuilder("Three steps", null);
        builder.Add(PlanStepKind.Process, "a", "first", "why", _ => Done(order, 1), reversibility: Reversibility.Irreversible);
        AddFile(builder, "one.cnf", "1");
        AddFile(builder, "two.cnf", "2");
        var journal = await Apply(builder);

        Assert.Equal(ErrorIds.UndoIncomplete, await Refusal(journal));
        Assert.Equal("2", _folder.Text("two.cnf"));

        var undone = await Undo(journal, force: true);
        Assert.Equal([At("two.cnf"), At("one.cnf")], undone.Steps.Select(s => s.Target));
        Assert.Equal("first", Assert.Single(undone.NotUndone).Text);
        Assert.False((await Undo(journal)).Changed);
    }

    [Fact]
    public async Task An_undo_that_broke_off_goes_on_where_it_was()
    {
        var builder = new PlanBuilder("Two files", null);
        AddFile(builder, "one.cnf", "1");
        AddFile(builder, "two.cnf", "2");
        var journal = await Apply(builder);
        using var prepared = await UndoChange.PrepareAsync(new UndoRequest { JournalEntry = journal }, Context, TestContext.Current.CancellationToken);
        _folder.Write("one.cnf", "mine");
        await Assert.ThrowsAsync<ReplicationException>(() => prepared.ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Done", "Undone"], Journal.Read(journal).Steps.Select(s => s.State));

        _folder.Write("one.cnf", "1");
        Assert.Equal(At("one.cnf"), Assert.Single((await Undo(journal)).Steps).Target);
    }

    [Fact]
    public async Task A_step_that_needs_a_password_asks_whose()
    {
        var builder = new PlanBuilder("Set a password", null);
        var set = new SqlStatement("ALTER USER ").Account("repl", "%").Words(" IDENTIFIED BY ").Secret("Marker-1");
        builder.Add(PlanStepKind.Statement, "db1:3306", set.Redacted, "why", _ => Task.CompletedTask, new UndoAction { Server = "db1:3306", Statements = [set.ToPieces()], SecretOf = "repl", Text = set.Redacted });
        var journal = await Apply(builder);
        Assert.Equal(ErrorIds.UndoSecretMissing, await Refusal(journal));
        Assert.Equal(ErrorIds.UndoSecretMissing, await Refusal(journal, new ReplicationCredential("other", "Marker-1")));
        Assert.Equal(ErrorIds.UndoSecretMissing, await Refusal(journal, new ReplicationCredential("repl", string.Empty)));
        Assert.Equal(ErrorIds.CredentialMissing, await Refusal(journal, new ReplicationCredential("repl", "Marker-1")));
        Assert.DoesNotContain("Marker", File.ReadAllText(journal), StringComparison.Ordinal);
        Assert.Equal(Reversibility.ReversibleWithSecret, Journal.Read(journal).Steps[0].Step.Reversibility);
    }

    [Fact]
    public async Task The_journal_is_the_owners_alone_and_whole_at_every_moment()
    {
        var states = new List<string>();
        var folder = Path.Combine(_folder.Path, "journal");
        string Now() => string.Join(",", Journal.Read(Directory.GetFiles(folder).Single()).Steps.Select(s => s.State)) + " " + Journal.Read(Directory.GetFiles(folder).Single()).State;
        Task See()
        {
            states.Add(Now());
            return Task.CompletedTask;
        }

        var builder = new PlanBuilder("Two steps", null);
        builder.Add(PlanStepKind.Process, "a", "first", "why", _ => See(), putBack: _ => See());
        builder.Add(PlanStepKind.Process, "a", "second", "why", _ => See().ContinueWith(_ => throw new IOException("broken"), TaskScheduler.Default));
        await Assert.ThrowsAsync<IOException>(() => Apply(builder));

        Assert.Equal(["Running,Planned Begun", "Done,Running Begun", "Done,Running Begun"], states);
        Assert.Equal("PutBack,Running Failed", Now());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(folder).Single()));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Theory]
    [InlineData("make", "Running,Planned,Planned Failed")]
    [InlineData("wait", "Done,Done,Running Failed")]
    public async Task Statements_that_are_one_run_together_in_the_journal(string fails, string end)
    {
        var states = new List<string>();
        var folder = Path.Combine(_folder.Path, "journal");
        string Now() => string.Join(",", Journal.Read(Directory.GetFiles(folder, "*.json").Single()).Steps.Select(s => s.State)) + " " + Journal.Read(Directory.GetFiles(folder, "*.json").Single()).State;
        Task See(string name)
        {
            states.Add(Now());
            return name == fails ? throw new IOException("broken") : Task.CompletedTask;
        }

        var builder = new PlanBuilder("Make and start", null);
        builder.Add(PlanStepKind.Statement, "a", "make", "why", _ => See("make"));
        builder.Add(PlanStepKind.Statement, "a", "start", "why", _ => See("start"), continuesPrevious: true, isOneWithPrevious: true);
        builder.Add(PlanStepKind.Wait, "a", "wait", "why", _ => fails == "wait" ? throw new IOException("broken") : Task.CompletedTask);
        await Assert.ThrowsAsync<IOException>(() => Apply(builder));

        Assert.All(states, s => Assert.Equal("Running,Running,Planned Begun", s));
        Assert.Equal(end, Now());
    }

    [Fact]
    public async Task A_statement_that_the_server_refused_is_neither_put_back_nor_undone()
    {
        var putBack = false;
        var builder = new PlanBuilder("Make an account that is there", null);
        builder.Add(
            PlanStepKind.Statement,
            "db1:3306",
            "CREATE USER",
            "why",
            _ => throw new ReplicationException(ErrorIds.StatementFailed, FailureKind.InvalidOperation, null, "1396") { ServerErrorCode = 1396 },
            new UndoAction { Server = "db1:3306", Statements = [new SqlStatement("DROP USER").ToPieces()], Text = "DROP USER" },
            _ => Task.FromResult(putBack = true),
            isAtomic: true);
        await Assert.ThrowsAsync<ReplicationException>(() => Apply(builder));
        var journal = Directory.GetFiles(Path.Combine(_folder.Path, "journal")).Single();
        Assert.Equal((false, "Refused"), (putBack, Journal.Read(journal).Steps[0].State));
        Assert.False((await Undo(journal)).Changed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"Format\":2,\"Begun\":\"2026-01-01T00:00:00Z\",\"State\":\"Done\",\"Summary\":\"\",\"Steps\":[]}")]
    [InlineData("{\"Format\":1}")]
    public async Task A_file_that_is_no_journal_is_refused(string text)
        => Assert.Equal(ErrorIds.JournalNotReadable, await Refusal(_folder.Write("journal.json", text)));

    [Fact]
    public async Task The_newest_change_goes_first()
    {
        var first = await Change("0"u8.ToArray(), "1");
        var second = await Change("1"u8.ToArray(), "2");
        Assert.Equal([2, 0, 1, 3], UndoChange.NewestFirst([first, null, second, At("nothing")]));
        Assert.Equal([0, 1], UndoChange.NewestFirst([second, first]));
    }

    private static Task Done(List<int> order, int number)
    {
        order.Add(number);
        return Task.CompletedTask;
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private async Task<string> Change(byte[] before, string after)
    {
        _folder.Write("my.cnf", before);
        var builder = new PlanBuilder("Change my.cnf", null);
        AddFile(builder, "my.cnf", after);
        return await Apply(builder);
    }

    private void AddFile(PlanBuilder builder, string name, string after)
    {
        var file = At(name);
        if (!File.Exists(file))
        {
            _folder.Write(name, "before");
        }

        var bytes = System.Text.Encoding.Latin1.GetBytes(after);
        builder.Add(
            PlanStepKind.File,
            file,
            "diff",
            "why",
            _ =>
            {
                File.Copy(file, file + ".bak", overwrite: true);
                File.WriteAllBytes(file, bytes);
                return Task.CompletedTask;
            },
            new UndoAction { File = file, Backup = file + ".bak", FileHash = OptionFileSnapshot.Hash(bytes), Text = "put it back" });
    }

    private async Task<string> Apply(PlanBuilder builder)
    {
        using var change = new PreparedChange<string>(Context, builder, (outcome, _) => Task.FromResult(outcome.JournalEntry!));
        return await change.ApplyAsync(TestContext.Current.CancellationToken);
    }

    private async Task<UndoResult> Undo(string journal, bool force = false)
    {
        using var prepared = await UndoChange.PrepareAsync(new UndoRequest { JournalEntry = journal, Force = force }, Context, TestContext.Current.CancellationToken);
        return await prepared.ApplyAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> Refusal(string journal, ReplicationCredential? secret = null)
        => (await Assert.ThrowsAsync<ReplicationException>(() => UndoChange.PrepareAsync(new UndoRequest { JournalEntry = journal, ReplicationCredential = secret }, Context, TestContext.Current.CancellationToken))).ErrorId;
}
