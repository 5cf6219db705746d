using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What in and around an option file keeps its lines from being in force, or the server from starting. One rule, one place.</summary>
internal static class MyCnfFindings
{
    /// <summary>Looks at the file as it is going to be.</summary>
    /// <param name="snapshot">The file as it was read.</param>
    /// <param name="file">As it is going to be, with its includes and the groups that are read.</param>
    /// <param name="wishes">What was asked for; empty when nothing was.</param>
    public static IEnumerable<ReplicationFinding> Of(
        OptionFileSnapshot snapshot,
        OptionFileView file,
        IReadOnlyList<OptionWish> wishes)
    {
        if (snapshot.IsWorldWritable)
        {
            yield return WorldWritable(snapshot);
        }

        if (snapshot.Facts is { Names: > 1 } facts)
        {
            yield return Finding(
                "OptionFileHardLinked", FindingSeverity.Warning, snapshot.Path, snapshot.Path + " has " + facts.Names.ToString(CultureInfo.InvariantCulture) + " names (hard links)",
                "A change puts a new file in the place of this name; the other names keep the old one.",
                "find / -xdev -samefile " + CommandText.Quoted(snapshot.Path));
        }

        foreach (var (document, number, included) in file.Read.Loops)
        {
            yield return Finding(
                "IncludeLoop", FindingSeverity.Warning, document.Path, Place(document.Path, number) + " includes " + included + " again while it is being read",
                "Servers go round ten times and pass over the line then: what stands before the line is read again after what stands behind it in the file that leads here.",
                "Take the line out.") with { Place = Place(document.Path, number) };
        }

        foreach (var (place, folder) in file.Read.MissingFolders)
        {
            yield return Finding(
                "IncludeFolderMissing", FindingSeverity.Error, snapshot.Path, place + " includes the folder " + folder + ", which is not there",
                "With this line the server does not start.",
                "Make the folder, or take the line out.");
        }

        foreach (var (place, reason) in file.Read.NotFollowed)
        {
            yield return Finding(
                "IncludeNotFollowed", FindingSeverity.Information, snapshot.Path, place + ": " + reason,
                "An option that stands there too would override what was set.",
                null);
        }

        foreach (var (document, line, index) in file.Read.Documents.SelectMany(d => d.Lines.Select((line, index) => (d, line, index))))
        {
            if (line.Kind == OptionFileLineKind.Group && line.Group!.TrimStart() is { Length: > 0 } name && name != line.Group && file.Groups.Reads(name))
            {
                yield return Finding(
                    "GroupMisspelt", FindingSeverity.Warning, document.Path, Place(document.Path, index + 1) + " opens the group [" + OptionText.ToPeople(line.Group) + "]",
                    "Servers do not take the space behind the bracket off: nothing in this group is in force.",
                    "Write [" + name + "].") with { Place = Place(document.Path, index + 1) };
            }
        }

        foreach (var (place, path) in file.Read.Cut)
        {
            yield return Finding(
                "IncludeCut", FindingSeverity.Warning, snapshot.Path, place + " is the last line, and no line end follows it",
                (file.Server is null ? "MySQL 5.6 and MariaDB cut" : "This server cuts") + " the last character off such a line and include" + (file.Server is null ? " " : "s ") + path + " instead.",
                "printf '\\n' >> " + CommandText.Quoted(place.Substring(0, place.LastIndexOf(':')))) with { Place = place };
        }

        foreach (var (document, number) in file.Read.Broken)
        {
            yield return Finding(
                "IncludedFileBroken", FindingSeverity.Error, document.Path, Place(document.Path, number) + " is no line that a server can read",
                "The server says so in its log, reads no further in that file, and starts without the rest of it.",
                "Mend the line: an option needs a [group] above it, a bracket its end, an included folder has to be there.") with { Place = Place(document.Path, number) };
        }

        foreach (var place in file.Read.Documents.SelectMany(d => d.Lines.Select((line, index) => (line, index)).Where(l => l.line.Text.Length > OptionLineSyntax.LongestLine).Select(l => Place(d.Path, l.index + 1))))
        {
            yield return Finding(
                "LineTooLong", FindingSeverity.Warning, snapshot.Path, place + " is longer than " + OptionLineSyntax.LongestLine.ToString(CultureInfo.InvariantCulture) + " bytes",
                "MySQL 5.6 and MariaDB take what is behind that for a line of its own, also in a comment.",
                "Cut the line in two.") with { Place = place };
        }

        foreach (var finding in wishes.SelectMany(w => OfWish(file, w)).Concat(Refused(file)))
        {
            yield return finding;
        }
    }

    /// <summary>A file that everybody may write.</summary>
    public static ReplicationFinding WorldWritable(OptionFileSnapshot snapshot) => Finding(
        "OptionFileWorldWritable", FindingSeverity.Error, snapshot.Path, snapshot.Path + " may be written by everybody",
        "Servers pass over such a file with a warning, so that nothing in it is in force.",
        "chmod o-w " + CommandText.Quoted(snapshot.Path));

    /// <summary>Another name for the relay log, which a replica that is set up already does not survive by itself.</summary>
    /// <param name="before">The file as it was.</param>
    /// <param name="after">The file as it is going to be.</param>
    /// <param name="isReplica">Whether the server is one; null when it was not asked.</param>
    /// <param name="running">The path that its relay logs begin with now; null when not known.</param>
    public static ReplicationFinding? OfRelayLog(OptionFileView before, OptionFileView after, bool? isReplica, string? running)
    {
        var old = Name(before, OptionCatalogue.RelayLog);
        var name = Name(after, OptionCatalogue.RelayLog);
        if (old == name || isReplica == false || (name is not null && OptionValues.IsSameLogName(name, running)))
        {
            return null;
        }

        var recovers = after.InForce(OptionCatalogue.RelayLogRecovery) is { } line && OptionValues.Of(OptionCatalogue.RelayLogRecovery, line.Line) == "1";
        return Finding(
            "RelayLogRenamed",
            recovers ? FindingSeverity.Information : FindingSeverity.Warning,
            after.InForce(OptionCatalogue.RelayLog)?.Place ?? "relay-log",
            "relay-log was " + (old is null ? "not set" : OptionText.ToPeople(old)) + " and is " + OptionText.ToPeople(name ?? "not set"),
            recovers
                ? "If this server is a replica already, it does not find its relay log under the new name; relay-log-recovery=1 makes it fetch again what it had not applied."
                : "If this server is a replica already, it does not find its relay log after the restart: both threads stay stopped, with no error in the status.",
            recovers ? null : "Repair-RelayLog after the restart, or relay-log-recovery=1 in the file before it.");
    }

    /// <summary>Another name for the binary log of a server that has one.</summary>
    /// <param name="before">The file as it was.</param>
    /// <param name="after">The file as it is going to be.</param>
    /// <param name="server">What the server can; null when it is not known.</param>
    /// <param name="isLogging">Whether it writes a binary log now; null when it was not asked.</param>
    /// <param name="running">The path that its binary logs begin with now; null when not known.</param>
    public static ReplicationFinding? OfBinaryLog(OptionFileView before, OptionFileView after, Capabilities? server, bool? isLogging, string? running)
    {
        var old = Name(before, OptionCatalogue.LogBin);
        var name = Name(after, OptionCatalogue.LogBin);
        var hadOne = old is not null || server is null or { LogsByDefault: true };
        if (old == name || !hadOne || isLogging == false || (old is null && name == "binlog") || (name is not null && OptionValues.IsSameLogName(name, running)))
        {
            return null;
        }

        return Finding(
            "BinaryLogRenamed",
            old is null ? FindingSeverity.Information : FindingSeverity.Warning,
            after.InForce(OptionCatalogue.LogBin)?.Place ?? "log-bin",
            "log-bin was " + (old is null ? "not set" : OptionText.ToPeople(old)) + " and is " + OptionText.ToPeople(name ?? "not set"),
            (old is null ? "MySQL 8 and later log under the name 'binlog' without being told to: if this is one, " : string.Empty)
                + "the new log begins at number 1 under its new name, and replicas that follow by file and position do not find their place.",
            "Before the restart let every replica catch up (Wait-ReplicationLink -CaughtUp); afterwards give it the new coordinates (Get-MasterStatus).");
    }

    private static IEnumerable<ReplicationFinding> OfWish(OptionFileView file, OptionWish wish)
    {
        var option = wish.Option;
        var settings = file.Settings(option);
        var overriding = wish.KeepOthers ? null
            : wish.Values is { } values ? settings.LastOrDefault(s => !values.Contains(OptionValues.Of(option, s.Line)))
            : wish.Value is null ? file.InForce(option)
            : file.InForce(option) is { } last && OptionValues.Of(option, last.Line) != OptionValues.Canonical(option, wish.Value) ? last : null;
        if (overriding is not null)
        {
            yield return Finding(
                "OptionOverridden", FindingSeverity.Warning, option.Name,
                overriding.Place + " sets " + overriding.Line.Name + " to " + OptionValues.Shown(option, overriding.Line) + (wish.IsRemoval ? ", and only the drop-in was to be touched" : ", and it is read behind the drop-in"),
                wish.IsRemoval ? "The line stays in force." : wish.Values is null ? "The later line wins, so that one is in force and not the one that was asked for." : "Every line of this option counts, so that one adds to those that were asked for.",
                "Set-MyCnfReplication without -DropIn, or a drop-in whose name is read later.") with { Place = overriding.Place };
        }

        foreach (var other in file.Read.Occurrences.Where(o => file.Groups.MayBeRead(o.Line.Group) && option.IsSetBy(o.Line.Name!, file.Server)))
        {
            yield return Finding(
                "OptionInOtherGroup", file.Server is null ? FindingSeverity.Warning : FindingSeverity.Information, option.Name,
                other.Place + " sets " + other.Line.Name + " in group [" + OptionText.ToPeople(other.Line.Group!) + "]",
                file.Server is null ? "Some servers read that group too, and there the later line wins. It was left as it is, because the version was not given." : "This server does not read that group; another one, or one started by mysqld_multi, would.",
                file.Server is null ? "Give -ServerVersion or -Server." : null) with { Place = other.Place };
        }
    }

    /// <summary>Lines with options that the server does not know.</summary>
    public static IEnumerable<ReplicationFinding> Refused(OptionFileView file)
        => file.Server is not { } server ? [] : file.Lines
            .Select(o => (At: o, Option: OptionCatalogue.Candidates(o.Line.Name!).FirstOrDefault(d => d.IsRefusedIn(o.Line.Name!, server))))
            .Where(o => o.Option is not null)
            .Select(o => Finding(
                "OptionUnknownToServer", FindingSeverity.Error, o.At.Line.Name!.Full,
                o.At.Place + " sets " + o.At.Line.Name,
                o.Option!.IsMisspelt(o.At.Line.Name, server) ? "This server takes no option name in capitals or abbreviated, and does not start with one."
                    : "This server does not know the option and does not start with it; with loose- in front of the name it passes over it.",
                "Set-MyCnfReplication " + CommandText.Quoted(o.At.Document.Path) + " " + Mending(o.Option!, o.At.Line, file)) with { Place = o.At.Place });

    // A line is spelt anew when its value is set again.
    private static string Mending(OptionDefinition option, OptionFileLine line, OptionFileView file)
        => option.IsMisspelt(line.Name!, file.Server) && OptionValues.Of(option, line) is { } value && OptionParameter.Of(option, value) is { } parameter
            ? parameter + " -ServerVersion " + CommandText.Word(file.Groups.Version!.Text)
            : "-Remove " + option.Name;

    private static string? Name(OptionFileView file, OptionDefinition option) => file.InForce(option) is { } line ? OptionValues.Of(option, line.Line) : null;

    private static long? Number(OptionFileView file, OptionDefinition option) => Name(file, option) is { } text ? OptionValues.Number(text) : null;

    private static string Place(string file, int line) => file + ":" + line.ToString(CultureInfo.InvariantCulture);

    private static ReplicationFinding Finding(string id, FindingSeverity severity, string subject, string evidence, string reason, string? fix) => new()
    {
        Id = id,
        Severity = severity,
        Subject = subject,
        Evidence = evidence,
        Reason = reason,
        Fix = fix,
    };
}
