using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Reads a dump from end to end before anything is done with it: whether it is whole, what it holds, where it belongs.</summary>
internal sealed class ReadDump(string path, OperationContext context, CancellationToken cancellationToken)
{
    /// <summary>Enough for any statement whose words matter.</summary>
    public const int WordsLooked = 40;

    // A function's list of parameters stands before what it says of itself.
    private const int ProgramWords = 1000;

    private const string Completed = "-- Dump completed";
    private static readonly string[] Systems = ["mysql", "sys", "performance_schema", "information_schema"];

    // Their second bytes can be a backslash: such a text cannot be cut by bytes.
    private static readonly string[] TwoByteSets = ["gbk", "gb18030", "big5", "sjis", "cp932"];
    private static readonly Regex Head = new(@"^-- (?<tool>MySQL|MariaDB) dump .*Distrib (?<version>[^,\s]+)|^-- MariaDB dump \S+-(?<mversion>\d[^,\s]*),", RegexOptions.CultureInvariant);
    private static readonly Regex HeadDatabase = new(@"^-- Host: .*?\s+Database:\s?(?<name>.*)$", RegexOptions.CultureInvariant);
    private static readonly Regex HeadServer = new(@"^-- Server version\s+(?<version>\S+)", RegexOptions.CultureInvariant);

    private readonly List<string> _databases = [];
    private readonly List<string> _systems = [];
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private readonly List<BinlogCoordinates> _coordinates = [];
    private readonly List<string> _gtids = [];
    private readonly List<ProgramDefinition> _programs = [];
    private string? _tool;
    private string? _server;
    private string? _headDatabase;
    private bool _unnamed;
    private bool _completed;

    /// <summary>Whether a database is the server's own.</summary>
    public static bool IsSystem(string? database) => database is not null && Systems.Contains(database, StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens it: plain text or gzip; the file tells how far it is.</summary>
    public static Stream Open(string path, out FileStream file)
    {
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="ReplicationException">SnapshotNotRecognised, SnapshotFileTruncated, SnapshotFileDamaged, DumpStatementRefused, DumpWithoutCoordinates (it names two places).</exception>
    public DumpFacts Read()
    {
        try
        {
            using var stream = Open(path, out var file);
            return Read(stream, file);
        }
        catch (InvalidDataException e)
        {
            throw SnapshotFileFailures.DumpTruncated(path, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotFileFailures.NotReadable(path, e.Message);
        }
    }

    private DumpFacts Read(Stream stream, FileStream file)
    {
        var script = new SqlScript(stream) { Comment = Note };
        var session = new DumpSession();
        var activity = "Check " + path;
        string? current = null;
        long statements = 0;
        long largest = 0;
        while (script.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_tool is null)
            {
                throw SnapshotFileFailures.NotRecognised(path, "it does not begin as one");
            }

            _completed = false;
            var words = ScriptWords.Of(script.Statement, WordsLooked);
            var statement = DumpStatement.Of(words);
            if (words.Count > 0 && words[0].Equals("SET", StringComparison.OrdinalIgnoreCase))
            {
                session.Set(words);
                script.NoBackslashEscapes = session.NoBackslashEscapes;
                if (TwoByteSets.Contains(session.CharacterSet))
                {
                    throw SnapshotFileFailures.StatementRefused(path, script.Line, "it is written in " + session.CharacterSet + ", whose characters cannot be told from backslashes");
                }
            }

            Look(statement, words, script.Line, ref current);
            if (statement.Program is { } kind && statement.Name is { } name && !IsSystem(statement.Database ?? current))
            {
                _programs.Add(Program(kind, statement.Database ?? current ?? _headDatabase ?? string.Empty, name, ScriptWords.Of(script.Statement, ProgramWords)));
            }

            statements++;
            largest = Math.Max(largest, script.Statement.Count);
            context.Progress.Report(new ProgressReport(activity, (script.Bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB of text", (int)Math.Min(99, file.Position * 100 / Math.Max(1, file.Length))));
        }

        context.Progress.Report(new ProgressReport(activity, string.Empty, 100, Completed: true));
        if (_tool is null)
        {
            throw SnapshotFileFailures.NotRecognised(path, "it does not begin as one");
        }

        if (!_completed || script.EndsInside || !EndsAsPacked(file, stream, script.Bytes))
        {
            throw SnapshotFileFailures.DumpTruncated(path, script.EndsInside ? "it ends within a statement" : "its last line is not '" + Completed + "'");
        }

        return Facts(statements, largest, script.Bytes);
    }

    // Of its text only what the servers' own tools would write in the same words (TargetRights).
    private static ProgramDefinition Program(string kind, string database, string name, IReadOnlyList<string> words)
    {
        bool Says(params string[] said) => Enumerable.Range(1, Math.Max(0, words.Count - said.Length)).Any(i => said.Select((word, at) => words[i + at].Equals(word, StringComparison.OrdinalIgnoreCase)).All(same => same)
            && !words[i - 1].Equals("NOT", StringComparison.OrdinalIgnoreCase));
        var definer = DumpStatement.Definer(words) is { } other ? "DEFINER=" + GrantedRights.Quoted(other.User) + "@" + GrantedRights.Quoted(other.Host) + " " : string.Empty;
        var declared = Says("DETERMINISTIC") || Says("NO", "SQL") || Says("READS", "SQL", "DATA") ? "\n    DETERMINISTIC\n" : string.Empty;
        return new ProgramDefinition(kind, database, name) { Create = "CREATE " + definer + kind + declared };
    }

    private DumpFacts Facts(long statements, long largest, long bytes)
    {
        if (_coordinates.Distinct().Count() > 1)
        {
            throw SnapshotFileFailures.DumpNamesTwoPlaces(path, string.Join(" and ", _coordinates.Distinct().Select(c => c.ToString())));
        }

        var unnamed = _unnamed && _headDatabase is { Length: > 0 } && !IsSystem(_headDatabase) ? _headDatabase : null;
        if (_unnamed && unnamed is null)
        {
            throw SnapshotFileFailures.StatementRefused(path, 1, "its tables belong to no database: neither a statement nor its head names one");
        }

        return new DumpFacts
        {
            Path = path,
            Version = ServerVersion.Parse(_server ?? _tool!),
            Unnamed = unnamed,
            Databases = (unnamed is null ? _databases : _databases.Prepend(unnamed)).Distinct(StringComparer.Ordinal).ToList(),
            SystemDatabases = _systems.Distinct(StringComparer.Ordinal).ToList(),
            Coordinates = _coordinates.FirstOrDefault(),
            Gtids = _gtids.Count == 0 ? null : string.Join(",", _gtids.Distinct(StringComparer.Ordinal)),
            Programs = _programs,
            Statements = statements,
            Bytes = bytes,
            LargestStatement = largest,
            LeftOut = _leftOut.OrderBy(s => s, StringComparer.Ordinal).ToList(),
        };
    }

    private void Look(DumpStatement statement, IReadOnlyList<string> words, long line, ref string? current)
    {
        switch (statement.Kind)
        {
            case DumpStatementKind.Use:
                current = statement.Database;
                Fills(current);
                break;
            case DumpStatementKind.Database:
                Fills(statement.Database);
                break;
            case DumpStatementKind.Coordinates:
                Place(words);
                _leftOut.Add(statement.What);
                break;
            case DumpStatementKind.Gtids:
                Gtids(words);
                break;
            case DumpStatementKind.ServerWide:
                _leftOut.Add(statement.What);
                break;
            case DumpStatementKind.Refused when !IsSystem(current):
                throw SnapshotFileFailures.StatementRefused(path, line, "'" + Redaction.Visible(statement.What) + "' is nothing that mysqldump or mariadb-dump writes");
            case DumpStatementKind.Rows or DumpStatementKind.Event or DumpStatementKind.Run when statement.Name is not null:
                if (statement.Database is not null)
                {
                    Fills(statement.Database);
                }
                else
                {
                    _unnamed |= current is null;
                }

                break;
        }
    }

    private void Fills(string? database) => (IsSystem(database) ? _systems : _databases).Add(database ?? string.Empty);

    private void Note(string comment)
    {
        _completed = comment.StartsWith(Completed, StringComparison.Ordinal) || (_completed && comment.Trim().Length <= 2);
        if (_tool is null && Head.Match(comment) is { Success: true } head)
        {
            var version = head.Groups["version"].Success ? head.Groups["version"].Value : head.Groups["mversion"].Value;
            _tool = comment.IndexOf("MariaDB", StringComparison.Ordinal) >= 0 && version.IndexOf("MariaDB", StringComparison.Ordinal) < 0 ? version + "-MariaDB" : version;
        }
        else if (_headDatabase is null && HeadDatabase.Match(comment) is { Success: true } named)
        {
            _headDatabase = named.Groups["name"].Value.Trim();
        }
        else if (_server is null && HeadServer.Match(comment) is { Success: true } server)
        {
            _server = server.Groups["version"].Value;
        }
        else if (comment.StartsWith("-- CHANGE ", StringComparison.OrdinalIgnoreCase) || comment.StartsWith("-- SET GLOBAL gtid_slave_pos", StringComparison.OrdinalIgnoreCase))
        {
            var words = ScriptWords.Of(comment.Substring(3), WordsLooked);
            Place(words);
            if (DumpStatement.Of(words).Kind == DumpStatementKind.Gtids)
            {
                Gtids(words);
            }
        }
    }

    private void Place(IReadOnlyList<string> words)
    {
        string? After(params string[] names)
        {
            var at = words.ToList().FindIndex(w => names.Contains(w, StringComparer.OrdinalIgnoreCase));
            return at >= 0 && at + 2 < words.Count && words[at + 1] == "=" ? words[at + 2].TrimStart('\'', '"') : null;
        }

        if (After("MASTER_LOG_FILE", "SOURCE_LOG_FILE") is { Length: > 0 } file && long.TryParse(After("MASTER_LOG_POS", "SOURCE_LOG_POS"), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            _coordinates.Add(new BinlogCoordinates(file, position));
        }
    }

    private void Gtids(IReadOnlyList<string> words)
        => _gtids.AddRange(words.Where(w => w[0] is '\'' or '"').Select(w => new string(w.Skip(1).Where(c => !char.IsWhiteSpace(c)).ToArray())).Where(w => w is not ("" or "+")));

    // The last four bytes of a gzip file are the length of what was packed; a file of several parts says that of its last one only,
    // and then its trailing line tells enough (RFC 1952).
    private static bool EndsAsPacked(FileStream file, Stream stream, long bytes)
    {
        if (ReferenceEquals(file, stream))
        {
            return true;
        }

        var tail = new byte[4];
        file.Position = Math.Max(0, file.Length - 4);
        return file.Read(tail, 0, 4) == 4 && (BitConverter.ToUInt32(tail, 0) == (uint)bytes || HasSecondPart(file));
    }

    private static bool HasSecondPart(FileStream file)
    {
        var buffer = new byte[1 << 16];
        file.Position = 3;
        var kept = 0;
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var span = new ReadOnlySpan<byte>(buffer, 0, kept + read);
            if (span.IndexOf(new byte[] { 0x1F, 0x8B, 8 }) >= 0)
            {
                return true;
            }

            kept = Math.Min(2, span.Length);
            span.Slice(span.Length - kept).CopyTo(buffer);
        }

        return false;
    }
}
