using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Plans;

/// <summary>
/// Writes one JSON file a change into the per-user state directory (mode 0600), by atomic replacement: begun before the first step,
/// so that a killed run can be seen and undone. Whatever may have been done stands there as Running or Done before it is done; what
/// needs no such word (a wait, a statement that is one with the one before it) is not held up, for the disk takes longer than a server does.
/// </summary>
internal sealed class Journal
{
    // Read by people at 3 a.m. too: quotes stay quotes, and kinds are words.
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _file;
    private JournalRecord _record;
    private Task _writing = Task.CompletedTask;

    private Journal(string file, JournalRecord record)
    {
        _file = file;
        _record = record;
    }

    /// <summary>The folder used when none is given.</summary>
    public static string DefaultFolder => Path.Combine(UserFolders.State, "journal");

    /// <summary>Writes the record before anything is done.</summary>
    /// <exception cref="ReplicationException">JournalNotWritable: then nothing is done at all.</exception>
    public static Journal Begin(OperationContext context, ReplicationPlan plan, IReadOnlyList<PlannedStep> steps, string? inForce = null)
    {
        var folder = context.JournalPath ?? DefaultFolder;
        var record = new JournalRecord
        {
            Begun = DateTimeOffset.UtcNow,
            State = "Begun",
            Summary = plan.Summary,
            InForce = inForce,
            Steps = steps.Select((s, i) => new JournalStep { Step = s.Step, State = steps.Take(i + 1).Skip(1).All(one => one.IsOneWithPrevious) ? "Running" : "Planned", Undo = s.Undo }).ToList(),
        };
        var name = record.Begun.ToString("yyyyMMdd-HHmmss-fff", System.Globalization.CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 8) + ".json";
        var journal = new Journal(Path.Combine(folder, name), record);
        try
        {
            PrivateFile.CreateFolder(folder);
            Save(journal._file, record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReplicationException(
                ErrorIds.JournalNotWritable,
                FailureKind.WriteError,
                folder,
                "The journal cannot be written to " + folder + ": " + e.Message + " Nothing was changed.",
                "Give a folder that you can write to with -JournalPath.");
        }

        return journal;
    }

    /// <summary>Reads a journal file.</summary>
    /// <exception cref="ReplicationException">JournalNotReadable.</exception>
    public static JournalRecord Read(string file)
    {
        try
        {
            var record = JsonSerializer.Deserialize<JournalRecord>(File.ReadAllText(file), Json) ?? throw new JsonException("The file is empty.");
            return record.Format == JournalRecord.CurrentFormat ? record : throw new JsonException("It was written by another version of this module.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw new ReplicationException(
                ErrorIds.JournalNotReadable,
                FailureKind.ReadError,
                file,
                "The journal entry " + file + " cannot be read: " + e.Message,
                "Give the result of the changing cmdlet, or the path of its JournalEntry.");
        }
    }

    /// <summary>Writes a changed record back.</summary>
    public static void Save(string file, JournalRecord record) => PrivateFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(record, Json));

    /// <summary>Notes that a step is done. When that ends, what comes next may begin: it is written down if it has to be.</summary>
    /// <param name="step">The step.</param>
    /// <param name="next">What comes next, in order.</param>
    public async Task DoneAsync(PlannedStep step, IEnumerable<PlannedStep> next)
    {
        var follow = next.ToList();
        var begins = follow.Take(1).Concat(follow.Skip(1).TakeWhile(s => s.IsOneWithPrevious)).Select(s => s.Step.Number).ToList();
        var before = _record.Steps.First(s => s.Step.Number == step.Step.Number);
        var known = follow.Count > 0 && _record.Steps.First(s => s.Step.Number == follow[0].Step.Number).State == "Running"
            && before.Undo == step.Undo && step.Step.Reversibility != Reversibility.Irreversible;
        _record = _record with
        {
            Steps = _record.Steps.Select(s => s.Step.Number == step.Step.Number ? s with { State = "Done", Undo = step.Undo }
                : begins.Contains(s.Step.Number) ? s with { State = "Running" }
                : s).ToList(),
        };

        // The last one's word is that of the whole change, which comes at once.
        if (follow.Count == 0 || known)
        {
            return;
        }

        await WriteAsync().ConfigureAwait(false);
        if (follow[0].Step.Kind != PlanStepKind.Wait)
        {
            await _writing.ConfigureAwait(false);
        }
    }

    /// <summary>The step that comes next, and what follows on it, will not run after all.</summary>
    public Task NotBegunAsync(PlannedStep step) => ChangeAsync(_record with
    {
        Steps = _record.Steps.Select(s => s.Step.Number >= step.Step.Number ? s with { State = "Planned" } : s).ToList(),
    });

    /// <summary>The server said no.</summary>
    public Task RefusedAsync(PlannedStep step) => SetAsync(step, "Refused");

    public Task PutBackAsync(PlannedStep step) => SetAsync(step, "PutBack");

    /// <summary>A step failed: those that were to follow on it have not begun.</summary>
    public void StoppedAt(PlannedStep step) => _record = _record with
    {
        Steps = _record.Steps.Select(s => s.Step.Number > step.Step.Number && s.State == "Running" ? s with { State = "Planned" } : s).ToList(),
    };

    public Task FailedAsync(string reason) => ChangeAsync(_record with { State = "Failed", Failure = reason, Ended = DateTimeOffset.UtcNow });

    /// <summary>Marks it done.</summary>
    public Task CompleteAsync() => ChangeAsync(_record with { State = "Done", Ended = DateTimeOffset.UtcNow });

    /// <summary>The file.</summary>
    public string Entry => _file;

    private Task SetAsync(PlannedStep step, string state)
        => ChangeAsync(_record with { Steps = _record.Steps.Select(s => s.Step.Number == step.Step.Number ? s with { State = state } : s).ToList() });

    private async Task ChangeAsync(JournalRecord record)
    {
        _record = record;
        await WriteAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
    }

    // One after the other; begins to write and does not wait for the disk.
    private async Task WriteAsync()
    {
        var before = _writing;
        _writing = Task.CompletedTask;
        await before.ConfigureAwait(false);
        var record = _record;
        _writing = Task.Run(() => Save(_file, record));
    }
}
