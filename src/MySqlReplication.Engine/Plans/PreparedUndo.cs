using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>
/// Takes back step by step and writes each down in the journal of the change at once: broken off, it goes on where it was. It
/// is not cancelled in the middle, because which steps belong together (stop, change, start) is not known any more.
/// </summary>
internal sealed class PreparedUndo : IPreparedChange<UndoResult>
{
    private readonly OperationContext _context;
    private readonly string? _journal;
    private readonly IReadOnlyList<UndoStep> _steps;
    private readonly IReadOnlyList<PlanStep> _stay;
    private readonly IReadOnlyList<string> _notes;
    private readonly IReadOnlyList<IDisposable> _owned;
    private JournalRecord? _record;

    public PreparedUndo(
        OperationContext context,
        string? journal,
        JournalRecord? record,
        IReadOnlyList<UndoStep> steps,
        IReadOnlyList<PlanStep> stay,
        ServerReference? server,
        IReadOnlyList<string> notes,
        IReadOnlyList<IDisposable> owned)
    {
        _context = context;
        _journal = journal;
        _record = record;
        _steps = steps;
        _stay = stay;
        _notes = notes;
        _owned = owned;
        Plan = new ReplicationPlan
        {
            Summary = record is null ? "Nothing was changed, so there is nothing to undo" : "Undo: " + record.Summary,
            Server = server,
            Steps = steps.Select(s => s.Step).ToList(),
            Decisions = [.. notes, .. stay.Select(s => "step " + s + " stays as it is: nothing takes it back")],
        };
    }

    /// <inheritdoc/>
    public ReplicationPlan Plan { get; }

    /// <inheritdoc/>
    public async Task<UndoResult> ApplyAsync(CancellationToken cancellationToken)
    {
        // Before the record is marked: why there may be nothing to do.
        var reason = UndoFailures.NothingToUndo(_record, _steps.Count, _stay.Count);
        cancellationToken.ThrowIfCancellationRequested();
        var undone = new List<PlanStep>();
        try
        {
            foreach (var step in _steps)
            {
                _context.Verbose(step.Step + "  (" + step.Step.Reason + ")");
                _context.Progress.Report(new ProgressReport(Plan.Summary, "step " + step.Taken, (step.Step.Number - 1) * 100 / _steps.Count, Begins: true));
                if (await step.RunAsync().ConfigureAwait(false))
                {
                    undone.Add(step.Step);
                }

                Save(_record! with { Steps = _record.Steps.Select(s => s.Step.Number == step.Taken ? s with { State = "Undone" } : s).ToList() });
            }
        }
        finally
        {
            if (_steps.Count > 0)
            {
                _context.Progress.Report(new ProgressReport(Plan.Summary, string.Empty, 100, Completed: true));
            }
        }

        if (_record is { State: not "Undone" })
        {
            Save(_record with { State = "Undone", Ended = DateTimeOffset.UtcNow });
        }

        foreach (var note in undone.Count > 0 ? _notes : [])
        {
            _context.Warning(note);
        }

        return new UndoResult
        {
            Server = Plan.Server,
            Summary = _record?.Summary,
            Steps = undone,
            NotUndone = _stay,
            Changed = undone.Count > 0,
            Reason = undone.Count > 0 ? null : reason,
            JournalEntry = _journal,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }

    private void Save(JournalRecord record)
    {
        _record = record;
        Journal.Save(_journal!, record);
    }
}
