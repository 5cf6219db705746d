using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// Walks an option file as a server does: in order, included files where their line stands, to a depth of ten (which also
/// ends loops). What cannot be followed is told, not guessed.
/// </summary>
internal sealed class OptionFileReader
{
    // max_recursion_level of mysys/my_default.c; found equal on all measured servers.
    private const int DeepestInclude = 10;

    // A loop of n files that each include two would be walked 2^10 times.
    private const int MostFiles = 1000;

    private readonly List<OptionOccurrence> _occurrences = [];
    private readonly List<(string Place, string Reason)> _notFollowed = [];
    private readonly List<(string Place, string Folder)> _missingFolders = [];
    private readonly List<(OptionFileDocument Document, int Number)> _broken = [];
    private readonly List<(string Place, string Folder)> _folders = [];
    private readonly List<OptionFileDocument> _documents = [];
    private readonly Dictionary<string, OptionFileDocument?> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<OptionFileDocument, OptionFileSnapshot> _snapshots = [];
    private readonly IReadOnlyDictionary<string, OptionFileDocument> _instead;
    private readonly List<OptionFileDocument> _open = [];
    private readonly List<(OptionFileDocument Document, int Number, string File)> _loops = [];
    private readonly List<(string Place, string Path)> _cut = [];
    private readonly Capabilities? _server;
    private int _files;

    private OptionFileReader(Capabilities? server, IReadOnlyDictionary<string, OptionFileDocument>? instead)
    {
        _server = server;
        _instead = instead ?? new Dictionary<string, OptionFileDocument>();
    }

    /// <summary>Every option line in the order in which the server takes them.</summary>
    public IReadOnlyList<OptionOccurrence> Occurrences => _occurrences;

    /// <summary>Include lines that could not be followed ("file:line"), and why.</summary>
    public IReadOnlyList<(string Place, string Reason)> NotFollowed => _notFollowed;

    /// <summary>Lines ("file:line") that include a folder which is not there: with one of them in the file asked for no server starts. A missing file is passed over.</summary>
    public IReadOnlyList<(string Place, string Folder)> MissingFolders => _missingFolders;

    /// <summary>Included files with a line at which servers stop reading that file and go on with the one that includes it (measured on all five).</summary>
    public IReadOnlyList<(OptionFileDocument Document, int Number)> Broken => _broken;

    /// <summary>Include lines that lead back to a file which is being read: servers go round ten times.</summary>
    public IReadOnlyList<(OptionFileDocument Document, int Number, string File)> Loops => _loops;

    /// <summary>Include lines ("file:line") that no line end follows, so that some servers, or this one, cut the last character off: and what they include then.</summary>
    public IReadOnlyList<(string Place, string Path)> Cut => _cut;

    /// <summary>Included folders ("file:line"), in the order in which they are read.</summary>
    public IReadOnlyList<(string Place, string Folder)> Folders => _folders;

    /// <summary>The included files as they were read.</summary>
    public IReadOnlyDictionary<OptionFileDocument, OptionFileSnapshot> Snapshots => _snapshots;

    /// <summary>Every file that was walked, once.</summary>
    public IReadOnlyList<OptionFileDocument> Documents => _documents;

    /// <summary>Walks one file.</summary>
    /// <param name="document">The file.</param>
    /// <param name="server">What the server can; null when it is not known.</param>
    public static OptionFileReader Walk(OptionFileDocument document, Capabilities? server) => Walk([document], server);

    /// <summary>Walks files in the order in which the server reads them.</summary>
    /// <param name="documents">The files.</param>
    /// <param name="server">What the server can; null when it is not known.</param>
    /// <param name="instead">What included files are to hold in place of what stands on the disk, by their path.</param>
    public static OptionFileReader Walk(IReadOnlyList<OptionFileDocument> documents, Capabilities? server, IReadOnlyDictionary<string, OptionFileDocument>? instead = null)
    {
        var reader = new OptionFileReader(server, instead);
        foreach (var document in documents)
        {
            // One that includes itself is the same document there.
            reader._read[document.Path] = document;
            reader.Walk(document, 0, null);
        }

        return reader;
    }

    private void Walk(OptionFileDocument document, int depth, int? topLine)
    {
        if (!_documents.Contains(document))
        {
            _documents.Add(document);
        }

        if (depth > 0 && document.HasByteOrderMark)
        {
            _broken.Add((document, 1));
            return;
        }

        _open.Add(document);
        try
        {
            WalkLines(document, depth, topLine);
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    private void WalkLines(OptionFileDocument document, int depth, int? topLine)
    {
        for (var i = 0; i < document.Lines.Count; i++)
        {
            var line = document.Lines[i];
            if (depth > 0 && document.Defect?.Line == i + 1)
            {
                _broken.Add((document, i + 1));
                return;
            }

            if (line.Kind == OptionFileLineKind.Option)
            {
                _occurrences.Add(new OptionOccurrence(document, line, i + 1, topLine ?? i + 1) { IsIncluded = topLine is not null, TopFile = _open[0].Path });
            }
            else if (line.Kind is OptionFileLineKind.Include or OptionFileLineKind.IncludeDir && depth < DeepestInclude)
            {
                if (FilesOf(document, line, i + 1) is not { } files)
                {
                    // Measured: behind a folder that is not there the rest of an included file is not read.
                    if (depth > 0)
                    {
                        _missingFolders.RemoveAt(_missingFolders.Count - 1);
                        _broken.Add((document, i + 1));
                        return;
                    }

                    continue;
                }

                foreach (var file in files)
                {
                    if (++_files == MostFiles + 1)
                    {
                        _notFollowed.Add((document.Path + ":" + (i + 1), "more than " + MostFiles + " files are included; a loop of includes does that"));
                    }

                    if (_files <= MostFiles && Read(file, document.Path + ":" + (i + 1)) is { } included)
                    {
                        if (_open.Contains(included) && !_loops.Exists(l => l.Document == document && l.Number == i + 1))
                        {
                            _loops.Add((document, i + 1, file));
                        }

                        Walk(included, depth + 1, topLine ?? i + 1);
                    }
                }
            }
        }
    }

    // Null when the server stops there.
    private List<string>? FilesOf(OptionFileDocument document, OptionFileLine line, int number)
    {
        var place = document.Path + ":" + number;
        var path = OptionText.ToPeople(line.Value ?? string.Empty);
        if (line.Terminator.Length == 0 && path.Length > 1 && !OptionLineSyntax.IsSpace(line.Text[line.Text.Length - 1]) && _server is null or { CutsIncludes: true }
            && !(line.Kind == OptionFileLineKind.IncludeDir && path.EndsWith("/", StringComparison.Ordinal)))
        {
            var cut = path.Substring(0, path.Length - 1);
            _cut.Add((place, cut));
            path = _server is null ? path : cut;
        }

        if (_server is null or { CutsIncludes: false } && !File.Exists(path) && !Directory.Exists(path) && path.IndexOf('#') is var hash and > 0)
        {
            // MySQL 9.7 takes a comment off this line; 5.6 and MariaDB look for a file of that whole name.
            path = path.Substring(0, hash).TrimEnd();
        }

        if (path.Length == 0)
        {
            return [];
        }

        if (!IsRooted(path))
        {
            _notFollowed.Add((place, "the path is relative, and the server looks for it from the directory that it is started in"));
            return [];
        }

        if (line.Kind == OptionFileLineKind.Include)
        {
            return File.Exists(path) || _instead.ContainsKey(path) ? [path] : [];
        }

        if (!Directory.Exists(path))
        {
            _missingFolders.Add((place, path));
            return null;
        }

        _folders.Add((place, path));
        try
        {
            // Names end in .cnf, on Windows in .ini too, and are taken in the order of their bytes.
            return Directory.EnumerateFiles(path)
                .Concat(_instead.Keys.Where(k => string.Equals(Path.GetDirectoryName(k), path.TrimEnd('/', '\\'), StringComparison.Ordinal)).Select(k => Path.Combine(path, Path.GetFileName(k))))
                .Distinct(StringComparer.Ordinal)
                .Where(f => f.EndsWith(".cnf", StringComparison.Ordinal) || (Path.DirectorySeparatorChar == '\\' && f.EndsWith(".ini", StringComparison.OrdinalIgnoreCase)))
                .Where(f => _server is null or { ReadsDottedFiles: true } || Path.GetFileName(f).IndexOf('.') == Path.GetFileName(f).Length - 4)
                .OrderBy(f => f, StringComparer.Ordinal)
                .ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _notFollowed.Add((place, e.Message));
            return [];
        }
    }

    private OptionFileDocument? Read(string file, string place)
    {
        if (_read.TryGetValue(file, out var known))
        {
            return known;
        }

        OptionFileDocument? document = null;
        try
        {
            if (_instead.TryGetValue(Path.GetFullPath(file), out var given))
            {
                return _read[file] = given;
            }

            var snapshot = OptionFileSnapshot.Read(file);
            if (!snapshot.IsWorldWritable)
            {
                document = OptionFileDocument.Parse(snapshot.Bytes, file);
                _snapshots[document] = snapshot;
            }
        }
        catch (ReplicationException e)
        {
            _notFollowed.Add((place, e.Message));
        }

        _read[file] = document;
        return document;
    }

    // Path.IsPathRooted says yes to "C:x" and "\x", which are relative to a drive; good enough for a file that is only read.
    private static bool IsRooted(string path) => path.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(path);
}
