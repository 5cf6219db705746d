using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>The files that an edit changes: checked before anything is written, then one step each.</summary>
internal sealed class OptionFileChanges
{
    private readonly List<(OptionFileDocument Before, OptionFileDocument After, OptionFileSnapshot? Snapshot)> _changed = [];
    private readonly List<MyCnfWrittenFile> _written = [];
    private readonly OptionFileSnapshot _top;

    /// <param name="top">The file asked for, as it was read.</param>
    /// <param name="document">The same, taken apart.</param>
    /// <param name="editor">What was edited.</param>
    public OptionFileChanges(OptionFileSnapshot top, OptionFileDocument document, OptionFileEditor editor)
    {
        _top = top;
        var read = editor.Before.Read;
        var instead = new Dictionary<string, OptionFileDocument>(StringComparer.Ordinal);
        foreach (var before in editor.Touched())
        {
            var after = editor.ResultOf(before).Checked();
            var snapshot = before == document ? top : read.Snapshots.TryGetValue(before, out var included) ? included : null;
            if (snapshot is null || !OptionFileSnapshot.Same(snapshot.Bytes, after.ToBytes()))
            {
                _changed.Add((before, after, snapshot));
            }

            if (before != document)
            {
                instead[System.IO.Path.GetFullPath(before.Path)] = after;
            }
        }

        var result = editor.ResultOf(document);
        After = new OptionFileView(OptionFileReader.Walk([result], instead), editor.Before.Groups, editor.Before.Server);
        Diff = string.Concat(_changed.Select(c => UnifiedDiff.Of(c.Before, c.After)));
    }

    /// <summary>Whether any file changes.</summary>
    public bool Any => _changed.Count > 0;

    /// <summary>All of it as it is going to be.</summary>
    public OptionFileView After { get; }

    /// <summary>The unified diff of all of them; empty when none changes.</summary>
    public string Diff { get; }

    /// <summary>The files that the steps write.</summary>
    public IReadOnlyList<MyCnfWrittenFile> Written => _written;

    /// <summary>Adds the steps.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">OptionFileReadOnly, OptionFileFolderReadOnly.</exception>
    public void AddSteps(PlanBuilder builder)
    {
        foreach (var (_, _, snapshot) in _changed.Where(c => c.Snapshot is not null))
        {
            OptionFileStore.AssertWritable(snapshot!);
        }

        foreach (var (before, after, snapshot) in _changed)
        {
            if (snapshot is null)
            {
                AddNewFile(builder, before, after);
            }
            else
            {
                AddFile(builder, before, after, snapshot);
            }
        }
    }

    private void AddFile(PlanBuilder builder, OptionFileDocument before, OptionFileDocument after, OptionFileSnapshot snapshot)
    {
        var bytes = after.ToBytes();
        var backup = OptionFileStore.BackupPath(snapshot, DateTime.Now);
        _written.Add(new MyCnfWrittenFile { OptionFile = snapshot.Path, BackupPath = backup });
        builder.Add(
            PlanStepKind.File,
            snapshot.Path,
            UnifiedDiff.Of(before, after).TrimEnd('\n'),
            "The server reads it at its next start; the file as it is now is kept as " + backup,
            _ =>
            {
                OptionFileStore.Replace(snapshot, bytes, backup);
                return Task.CompletedTask;
            },
            new UndoAction
            {
                File = snapshot.RealPath,
                Backup = backup,
                FileHash = OptionFileSnapshot.Hash(bytes),
                Text = "Put " + backup + " back as " + snapshot.RealPath,
            },
            _ =>
            {
                OptionFileRestore.PutBack(snapshot, bytes, backup);
                return Task.CompletedTask;
            });
    }

    private void AddNewFile(PlanBuilder builder, OptionFileDocument before, OptionFileDocument after)
    {
        var bytes = after.ToBytes();
        _written.Add(new MyCnfWrittenFile { OptionFile = after.Path });
        builder.Add(
            PlanStepKind.File,
            after.Path,
            UnifiedDiff.Of(before, after).TrimEnd('\n'),
            "The server reads it at its next start; the file is new",
            _ =>
            {
                OptionFileStore.Create(after.Path, bytes, _top);
                return Task.CompletedTask;
            },
            new UndoAction
            {
                File = after.Path,
                FileHash = OptionFileSnapshot.Hash(bytes),
                Text = "Delete " + after.Path,
            },
            _ =>
            {
                OptionFileRestore.Delete(after.Path, OptionFileSnapshot.Hash(bytes));
                return Task.CompletedTask;
            });
    }
}
