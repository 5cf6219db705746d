using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// The directory of an export while it is written: a note that it is unfinished comes first, the manifest last. Its files lie under
/// one folder of their own, so that whatever else is in the directory is never taken for a part of it.
/// </summary>
internal sealed class SnapshotFolder(string path)
{
    /// <summary>Where definitions and rows lie.</summary>
    public const string FilesFolder = "databases";

    private const string Unfinished = "unfinished.txt";

    private readonly Stack<string> _made = new();

    public string Path => path;

    private string Manifest => System.IO.Path.Combine(path, SnapshotManifest.FileName);

    private string Note => System.IO.Path.Combine(path, Unfinished);

    private string Files => System.IO.Path.Combine(path, FilesFolder);

    /// <summary>Whether an export was begun there, ended or not.</summary>
    public bool HoldsExport => Directory.Exists(Files) && (File.Exists(Manifest) || File.Exists(Note));

    /// <summary>Whether an export was begun there and did not end.</summary>
    public bool IsUnfinished => !File.Exists(Manifest) && File.Exists(Note);

    /// <summary>Refuses what cannot be written to, or holds something and must not.</summary>
    /// <exception cref="ReplicationException">ExportPathNotEmpty, ExportNotWritable.</exception>
    public void Check(bool force)
    {
        try
        {
            if (File.Exists(path))
            {
                throw SnapshotFileFailures.NotWritable(path, "it is a file, not a directory");
            }

            if (!force && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).FirstOrDefault() is { } first)
            {
                throw SnapshotFileFailures.NotEmpty(path, IsUnfinished ? "an export that was cut off" : HoldsExport ? "an export" : System.IO.Path.GetFileName(first));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotFileFailures.NotWritable(path, e.Message);
        }
    }

    /// <summary>Makes it, without a former export, and says in it that it is unfinished.</summary>
    public void Begin(string about) => Write(() =>
    {
        MakeFolder(path);
        if (HoldsExport)
        {
            // The manifest first: without it nobody takes what is left for an export.
            File.Delete(Manifest);
            File.WriteAllText(Note, "A former export is being removed.\n");
            Directory.Delete(Files, recursive: true);
        }

        File.Delete(Note);
        using (var note = PrivateFile.Create(Note))
        {
            _made.Push(Note);
            var text = Encoding.UTF8.GetBytes(about + " It has not ended: " + SnapshotManifest.FileName + ", which is written last, is missing. What is here cannot be imported.\n");
            note.Write(text, 0, text.Length);
        }

        MakeFolder(Files);
        return true;
    });

    /// <summary>A new file in it, which only its owner may read.</summary>
    public FileStream Create(string relative) => Write(() =>
    {
        var file = System.IO.Path.Combine([path, .. relative.Split('/')]);
        MakeFolder(System.IO.Path.GetDirectoryName(file)!);
        File.Delete(file);
        var created = PrivateFile.Create(file);
        lock (_made)
        {
            _made.Push(file);
        }

        return created;
    });

    /// <summary>A whole small file.</summary>
    public ManifestFile Write(string relative, byte[] content)
    {
        using var file = Create(relative);
        return Write(() =>
        {
            using var hashing = new HashingStream(file);
            hashing.Write(content, 0, content.Length);
            file.Flush(flushToDisk: true);
            return new ManifestFile { File = relative, FileBytes = hashing.Bytes, Sha256 = hashing.Hash() };
        });
    }

    /// <summary>Writes the manifest, as a whole, and takes the note away: from now on it is an export.</summary>
    public void Finish(SnapshotManifest manifest) => Write(() =>
    {
        PrivateFile.Write(Manifest, ManifestText.Write(manifest));
        File.Delete(Note);
        _made.Clear();
        return true;
    });

    /// <summary>Removes what this run has made, and nothing else.</summary>
    public void TakeBack()
    {
        while (_made.Count > 0)
        {
            var made = _made.Pop();
            try
            {
                if (File.Exists(made))
                {
                    File.Delete(made);
                }
                else if (Directory.Exists(made) && !Directory.EnumerateFileSystemEntries(made).Any())
                {
                    Directory.Delete(made);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Without a manifest nobody takes it for an export.
            }
        }
    }

    /// <summary>Runs what writes; a disk that is full or a right that is missing is told as such.</summary>
    public T Write<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw SnapshotFileFailures.NotWritable(path, e.Message);
        }
    }

    private void MakeFolder(string folder)
    {
        lock (_made)
        {
            if (Directory.Exists(folder))
            {
                return;
            }

            if (System.IO.Path.GetDirectoryName(folder) is { Length: > 0 } parent)
            {
                MakeFolder(parent);
            }

            PrivateFile.CreateFolder(folder);
            _made.Push(folder);
        }
    }
}
