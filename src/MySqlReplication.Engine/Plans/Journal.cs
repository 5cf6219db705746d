using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Plans;

/// <summary>
/// Writes one JSON file a change into the per-user state directory (mode 0600): begun before the first step, so that a killed
/// run can be seen and undone; updated after every step, by atomic replacement.
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

    private Journal(string file, JournalRecord record)
    {
        _file = file;
        _record = record;
    }

    /// <summary>The folder used when none is given.</summary>
    public static string DefaultFolder => Path.Combine(UserFolders.State, "journal");

    /// <summary>Writes the record before anything is done.</summary>
    /// <exception cref="ReplicationException">JournalNotWritable: then nothing is done at all.</exception>
    public static Journal Begin(OperationContext context, ReplicationPlan plan, IReadOnlyList<PlannedStep> steps)
    {
        var folder = context.JournalPath ?? DefaultFolder;
        var record = new JournalRecord
        {
            Begun = DateTimeOffset.UtcNow,
            State = "Begun",
            Summary = plan.Summary,
            Steps = steps.Select((s, i) => new JournalStep { Step = s.Step, State = i == 0 ? "Running" : "Planned", Undo = s.Undo }).ToList(),
        };
        var name = record.Begun.ToString("yyyyMMdd-HHmmss-fff", System.Globalization.CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N").Substring(0, 8) + ".json";
        var journal = new Journal(Path.Combine(folder, name), record);
        try
        {
            PrivateFile.CreateFolder(folder);
            journal.Write();
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

    /// <summary>Writes down, at once, that a step is done and the next one begun.</summary>
    public void Done(PlannedStep step)
    {
        _record = _record with
        {
            Steps = _record.Steps.Select(s => s.Step.Number == step.Step.Number ? s with { State = "Done", Undo = step.Undo }
                : s.Step.Number == step.Step.Number + 1 ? s with { State = "Running" }
                : s).ToList(),
        };
        Write();
    }

    /// <summary>The step that comes next will not run after all.</summary>
    public void NotBegun(PlannedStep step) => Set(step, "Planned");

    /// <summary>The server said no.</summary>
    public void Refused(PlannedStep step) => Set(step, "Refused");

    public void PutBack(PlannedStep step) => Set(step, "PutBack");

    public void Failed(string reason)
    {
        _record = _record with { State = "Failed", Failure = reason, Ended = DateTimeOffset.UtcNow };
        Write();
    }

    /// <summary>Marks it done and returns the file.</summary>
    public string Complete()
    {
        _record = _record with { State = "Done", Ended = DateTimeOffset.UtcNow };
        Write();
        return _file;
    }

    private void Set(PlannedStep step, string state)
    {
        _record = _record with { Steps = _record.Steps.Select(s => s.Step.Number == step.Step.Number ? s with { State = state } : s).ToList() };
        Write();
    }

    private void Write() => Save(_file, _record);
}
