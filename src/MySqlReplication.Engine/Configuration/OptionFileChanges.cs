using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>The files that an edit changes: checked before anything is written, then one step each.</summary>
internal sealed class OptionFileChanges
{
    private readonly List<(string Path, byte[] Bytes, OptionFileSnapshot? Snapshot, string Diff)> _changed = [];
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
        var result = document;
        foreach (var before in editor.Touched())
        {
            var after = editor.ResultOf(before).Checked();
            var snapshot = before == document ? top : read.Snapshots.TryGetValue(before, out var included) ? included : null;
            var bytes = after.ToBytes();
            if (snapshot is null || !OptionFileSnapshot.Same(snapshot.Bytes, bytes))
            {
                _changed.Add((after.Path, bytes, snapshot, UnifiedDiff.Of(before, after)));
            }

            result = before == document ? after : result;
            if (before != document)
            {
                instead[Path.GetFullPath(before.Path)] = after;
            }
        }

        After = new OptionFileView(OptionFileReader.Walk([result], editor.Before.Server, instead), editor.Before.Groups, editor.Before.Server);
        Diff = string.Concat(_changed.Select(c => c.Diff));
    }

    /// <summary>Whether any file changes.</summary>
    public bool Any => _changed.Count > 0;

    /// <summary>All of it as it is going to be.</summary>
    public OptionFileView After { get; }

    /// <summary>Reads the file again. What holds the very bytes that were to be written is what was planned, and is not taken apart once more.</summary>
    public OptionFileView ReadAgain(OptionFileView before)
    {
        var now = OptionFileSnapshot.Read(_top.Path);
        var planned = _changed.All(c => File.Exists(c.Path) && OptionFileSnapshot.Same(OptionFileSnapshot.Read(c.Path).Bytes, c.Bytes))
            && (_changed.Any(c => c.Snapshot == _top) || OptionFileSnapshot.Same(now.Bytes, _top.Bytes));
        return planned ? After : new OptionFileView(OptionFileReader.Walk(OptionFileDocument.Parse(now.Bytes, _top.Path), before.Server), before.Groups, before.Server);
    }

    /// <summary>The unified diff of all of them; empty when none changes.</summary>
    public string Diff { get; }

    /// <summary>The files that the steps write.</summary>
    public IReadOnlyList<MyCnfWrittenFile> Written => _written;

    /// <summary>Adds the steps.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">OptionFileReadOnly, OptionFileFolderReadOnly.</exception>
    public void AddSteps(PlanBuilder builder)
    {
        foreach (var (_, _, snapshot, _) in _changed.Where(c => c.Snapshot is not null))
        {
            OptionFileStore.AssertWritable(snapshot!);
        }

        foreach (var (path, bytes, snapshot, diff) in _changed)
        {
            if (snapshot is null)
            {
                AddNewFile(builder, path, bytes, diff);
            }
            else
            {
                AddFile(builder, bytes, snapshot, diff);
            }
        }
    }

    private void AddFile(PlanBuilder builder, byte[] bytes, OptionFileSnapshot snapshot, string diff)
    {
        var backup = OptionFileStore.BackupPath(snapshot, DateTime.Now);
        _written.Add(new MyCnfWrittenFile { OptionFile = snapshot.Path, BackupPath = backup });
        builder.Add(
            PlanStepKind.File,
            snapshot.Path,
            diff.TrimEnd('\n'),
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

    private void AddNewFile(PlanBuilder builder, string path, byte[] bytes, string diff)
    {
        _written.Add(new MyCnfWrittenFile { OptionFile = path });
        builder.Add(
            PlanStepKind.File,
            path,
            diff.TrimEnd('\n'),
            "The server reads it at its next start; the file is new",
            _ =>
            {
                OptionFileStore.Create(path, bytes, _top);
                return Task.CompletedTask;
            },
            new UndoAction
            {
                File = path,
                FileHash = OptionFileSnapshot.Hash(bytes),
                Text = "Delete " + path,
            },
            _ =>
            {
                OptionFileRestore.Delete(path, OptionFileSnapshot.Hash(bytes));
                return Task.CompletedTask;
            });
    }
}
