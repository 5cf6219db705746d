using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MySqlReplication.Engine.LogFiles;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// Finds, on a stopped server, the relay logs that its appliers are in and will not find. relay-log.info names them on MySQL
/// before 8.0 and on MariaDB; where the server keeps that in a table, what lies on disk tells: relay logs that a receiver
/// wrote, listed in another index than the one that the server will open.
/// </summary>
internal sealed class FormerRelayLogs
{
    private readonly StoppedServerFiles _files;
    private readonly string? _formerName;
    private readonly List<LogIndex> _indexes;

    private FormerRelayLogs(StoppedServerFiles files, string? formerName)
    {
        _files = files;
        _formerName = formerName;
        _indexes = ReadIndexes(files);
    }

    /// <summary>All channels that are known on disk, or the one asked for.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">RelayLogNameUnknown, FormerRelayLogNotFound, FormerRelayLogAmbiguous, RelayLogFileMissing, RelayLogDirectoryChanged, RelayLogFileNotReadable.</exception>
    public static IReadOnlyList<RelayLogJoin> Find(StoppedServerFiles files, string? channel, string? formerName)
    {
        _ = files.RelayLog ?? throw RepairFailures.RelayLogNameUnknown(files.OptionFile);
        try
        {
            var search = new FormerRelayLogs(files, formerName);
            List<string> suffixes = channel is null ? search.Suffixes() : [ChannelFileName.Suffix(channel)];
            return suffixes.Count > 0 ? suffixes.Select(search.Of).ToList()
                : throw RepairFailures.FormerNotFound(
                    files.DataDirectory,
                    string.Empty,
                    "the server has not been started with the new name yet, and where its appliers stand is in a table that only the server can read.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RepairFailures.NotReadable(files.DataDirectory, e.Message);
        }
    }

    private static List<LogIndex> ReadIndexes(StoppedServerFiles files)
        => new[] { files.DataDirectory, Path.GetDirectoryName(files.RelayLog!)! }
            .Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "*.index"))
            .OrderBy(f => f, StringComparer.Ordinal)
            .Select(f => LogIndex.Read(f)!)
            .ToList();

    // From the appliers' files, and from the indexes that a start with the new name has made.
    private List<string> Suffixes()
    {
        var stems = new List<(string Stem, string Extension)> { (_files.RelayLogInfo, ".info"), (WantedStem, ".index") };
        if (_formerName is not null)
        {
            stems.Add((LogIndex.Resolve(_formerName, _files.DataDirectory), ".index"));
        }

        return stems.SelectMany(s => Behind(s.Stem, s.Extension)).Distinct(StringComparer.Ordinal).OrderBy(s => s, StringComparer.Ordinal).ToList();
    }

    private string WantedStem => _files.IndexOf(string.Empty) is var path && path.EndsWith(".index", StringComparison.Ordinal) ? path.Substring(0, path.Length - 6) : path;

    private static IEnumerable<string> Behind(string stem, string extension)
    {
        var folder = Path.GetDirectoryName(stem)!;
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*" + extension)
            .Where(f => f.StartsWith(stem, StringComparison.Ordinal) && f.EndsWith(extension, StringComparison.Ordinal))
            .Select(f => f.Substring(stem.Length, f.Length - stem.Length - extension.Length))
            .Where(s => s.Length == 0 || s[0] == '-');
    }

    private RelayLogJoin Of(string suffix)
    {
        var channel = suffix.Length == 0 ? string.Empty : ChannelFileName.Decode(suffix.Substring(1));
        var path = _files.IndexOf(suffix);
        var wanted = _indexes.FirstOrDefault(i => i.Path == path) ?? LogIndex.New(path);
        var info = ReadInfo(suffix);
        var join = info is not null ? ByInfo(channel, wanted, info) : ByFiles(channel, suffix, wanted);
        return join.Former is null ? join : Checked(join);
    }

    private RelayLogInfoFile? ReadInfo(string suffix)
    {
        var path = _files.RelayLogInfoOf(suffix);
        try
        {
            return RelayLogInfoFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw RepairFailures.NotReadable(path, e.Message);
        }
    }

    private RelayLogJoin ByInfo(string channel, LogIndex wanted, RelayLogInfoFile info)
    {
        var file = LogIndex.FileName(info.RelayLogFile);
        if (wanted.Lists(file))
        {
            return MissingRelayLogs.Of(new RelayLogJoin(channel, null, wanted) { CurrentFile = file, Executed = info.Executed, Evidence = wanted.Path + " lists " + file + ", which the applier is in" }, _files.DataDirectory, _files.RelayLogInfoOf(string.Empty));
        }

        if (MissingRelayLogs.IsTakenOut(file))
        {
            return new RelayLogJoin(channel, null, wanted) { CurrentFile = file, Executed = info.Executed, Evidence = "The file that the applier was in was taken out before; what remains is Repair-RelayLog with the server's address, once it runs" };
        }

        var former = Named(channel) ?? _indexes.FirstOrDefault(i => i.Path != wanted.Path && i.Lists(file));
        return former is not null && former.Lists(file)
            ? new RelayLogJoin(channel, former, wanted)
            {
                CurrentFile = file,
                Executed = info.Executed,
                Evidence = "The applier is in " + file + "; " + former.Path + " lists it, and " + wanted.Path + (wanted.Lines.Count == 0 ? " is not there" : " does not"),
            }
            : throw RepairFailures.FormerNotFound(_files.DataDirectory, channel, "the applier is in " + file + ", and " + (former?.Path ?? "no index in " + _files.DataDirectory) + " does not list it.");
    }

    private RelayLogJoin ByFiles(string channel, string suffix, LogIndex wanted)
    {
        if (wanted.Lines.Any(l => RelayLogFile.HoldsSourceEvents(Resolve(l)) == true))
        {
            return new RelayLogJoin(channel, null, wanted) { Evidence = "A receiver has written into the relay logs that " + wanted.Path + " lists" };
        }

        // Without an end of its own the default channel's index is one that ends like no other channel's.
        var others = Suffixes().Where(s => s.Length > suffix.Length).ToList();
        var candidates = Named(channel) is { } named ? [named] : _indexes
            .Where(i => i.Path != wanted.Path
                && Path.GetFileNameWithoutExtension(i.Path) is var stem
                && stem.EndsWith(suffix, StringComparison.Ordinal)
                && !others.Any(s => stem.EndsWith(s, StringComparison.Ordinal))
                && !i.Path.StartsWith(WantedStem + "-", StringComparison.Ordinal)
                && i.Lines.Any(l => RelayLogFile.IsRelayLog(Resolve(l)) == true && RelayLogFile.HoldsSourceEvents(Resolve(l)) != false))
            .ToList();
        return candidates.Count switch
        {
            1 => new RelayLogJoin(channel, candidates[0], wanted)
            {
                Evidence = "A receiver wrote into the relay logs that " + candidates[0].Path + " lists; " + wanted.Path + (wanted.Lines.Count == 0 ? " is not there" : " lists none that a receiver wrote into"),
            },
            0 => throw RepairFailures.FormerNotFound(_files.DataDirectory, channel, "no other index lists relay logs that a receiver wrote into."),
            _ => throw RepairFailures.FormerAmbiguous(_files.DataDirectory, channel, candidates.Select(c => c.Path)),
        };
    }

    // -FormerRelayLog: a base name as relay_log had it, with or without a directory.
    private LogIndex? Named(string channel)
    {
        if (_formerName is null)
        {
            return null;
        }

        var path = LogIndex.Resolve(_formerName, _files.DataDirectory) + ChannelFileName.Suffix(channel) + ".index";
        return _indexes.FirstOrDefault(i => i.Path == path) ?? LogIndex.Read(path)
            ?? throw RepairFailures.FormerNotFound(_files.DataDirectory, channel, "there is no " + path + ".");
    }

    private RelayLogJoin Checked(RelayLogJoin join)
    {
        // With relay_log in another directory MySQL takes relative entries from there (sql/binlog.cc, normalize_binlog_name).
        var former = Path.GetDirectoryName(join.Former!.Path)!;
        var wanted = Path.GetDirectoryName(join.Wanted.Path)!;
        if (!string.Equals(former, wanted, StringComparison.Ordinal))
        {
            throw RepairFailures.DirectoryChanged(join.Former.Path, former, wanted);
        }

        return join.Former.Lines.FirstOrDefault(l => !File.Exists(Resolve(l))) is { } missing ? throw RepairFailures.FileMissing(join.Former.Path, missing) : join;
    }

    private string Resolve(string entry) => LogIndex.Resolve(entry, _files.DataDirectory);
}
