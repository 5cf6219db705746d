using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;

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
    private readonly Dictionary<string, OptionFileDocument?> _read = new(StringComparer.Ordinal);
    private int _files;

    private OptionFileReader()
    {
    }

    /// <summary>Every option line in the order in which the server takes them.</summary>
    public IReadOnlyList<OptionOccurrence> Occurrences => _occurrences;

    /// <summary>Include lines that could not be followed ("file:line"), and why.</summary>
    public IReadOnlyList<(string Place, string Reason)> NotFollowed => _notFollowed;

    /// <summary>Lines ("file:line") that include a folder which is not there: with one of them no server starts. A missing file is passed over.</summary>
    public IReadOnlyList<(string Place, string Folder)> MissingFolders => _missingFolders;

    public static OptionFileReader Walk(OptionFileDocument document)
    {
        var reader = new OptionFileReader();
        reader.Walk(document, 0, null);
        return reader;
    }

    private void Walk(OptionFileDocument document, int depth, int? topLine)
    {
        for (var i = 0; i < document.Lines.Count; i++)
        {
            var line = document.Lines[i];
            if (line.Kind == OptionFileLineKind.Option)
            {
                _occurrences.Add(new OptionOccurrence(document, line, i + 1, topLine ?? i + 1) { IsIncluded = topLine is not null });
            }
            else if (line.Kind is OptionFileLineKind.Include or OptionFileLineKind.IncludeDir && depth < DeepestInclude)
            {
                foreach (var file in FilesOf(document, line, i + 1))
                {
                    if (++_files <= MostFiles && Read(file, document.Path + ":" + (i + 1)) is { } included)
                    {
                        Walk(included, depth + 1, topLine ?? i + 1);
                    }
                }
            }
        }
    }

    private List<string> FilesOf(OptionFileDocument document, OptionFileLine line, int number)
    {
        var place = document.Path + ":" + number;
        var path = OptionText.ToPeople(line.Value ?? string.Empty);
        if (!File.Exists(path) && !Directory.Exists(path) && path.IndexOf('#') is var hash and > 0)
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
            return File.Exists(path) ? [path] : [];
        }

        if (!Directory.Exists(path))
        {
            _missingFolders.Add((place, path));
            return [];
        }

        try
        {
            // Names end in .cnf, on Windows in .ini too, and are taken in the order of their bytes.
            return Directory.EnumerateFiles(path)
                .Where(f => f.EndsWith(".cnf", StringComparison.Ordinal) || (Path.DirectorySeparatorChar == '\\' && f.EndsWith(".ini", StringComparison.OrdinalIgnoreCase)))
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
            var snapshot = OptionFileSnapshot.Read(file);
            if (!snapshot.IsWorldWritable)
            {
                document = OptionFileDocument.Parse(snapshot.Bytes, file);
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
