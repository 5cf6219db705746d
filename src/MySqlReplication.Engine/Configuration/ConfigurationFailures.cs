using System;
using System.Collections.Generic;
using System.Globalization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What the configuration room says when it refuses. In every case the file is as it was.</summary>
internal static class ConfigurationFailures
{
    public static ReplicationException NotFound(string file) => Of(
        ErrorIds.OptionFileNotFound, FailureKind.ObjectNotFound, file,
        "There is no option file " + file + ".",
        "Give the file that the server reads; 'mysqld --verbose --help' names them near its top.");

    public static ReplicationException LinkLeadsNowhere(string file, string target) => Of(
        ErrorIds.OptionFileNotFound, FailureKind.ObjectNotFound, file,
        file + " is a link to " + target + ", and there is no such file.",
        "Make the file that it leads to, or let the link lead to the right one.");

    public static ReplicationException LinkLeadsInCircles(string file) => Of(
        ErrorIds.OptionFileNotReadable, FailureKind.ReadError, file,
        file + " is a link that leads back to itself.",
        "Let the link lead to the option file.");

    public static ReplicationException IncludeLoop(string file, int number, string included) => Of(
        ErrorIds.OptionFileIncludeLoop, FailureKind.InvalidData, file,
        file + ":" + number.ToString(CultureInfo.InvariantCulture) + ": " + included + " is included again while it is being read. Servers go round ten times, so that nobody can tell which line is meant to win. Nothing was changed.",
        "Take this line out, or the one that leads to it; Get-MyCnfReplication " + CommandText.Quoted(file) + " shows what is in force now.");

    public static ReplicationException NoDefaultFiles(IReadOnlyList<string> candidates) => Of(
        ErrorIds.OptionFileNotFound, FailureKind.ObjectNotFound, candidates[0],
        "No option file was named, and none of those that servers look for by themselves is there: " + string.Join(", ", candidates) + ".",
        "Give the file with -Path; 'mysqld --verbose --help' names the files of your server near its top.");

    public static ReplicationException IsDirectory(string file) => Of(
        ErrorIds.OptionFileIsDirectory, FailureKind.InvalidArgument, file,
        file + " is a directory, not an option file.",
        "Give a file in it: Get-ChildItem '" + file + "' -Filter *.cnf");

    public static ReplicationException NotRegular(string file) => Of(
        ErrorIds.OptionFileNotRegular, FailureKind.InvalidArgument, file,
        file + " is a device, pipe or socket, not an option file.",
        "Give the option file itself.");

    public static ReplicationException IsLink(string file) => Of(
        ErrorIds.OptionFileIsLink, FailureKind.NotImplemented, file,
        file + " is a link, and Windows PowerShell cannot tell where it leads.",
        "Give the file that it leads to: (Get-Item '" + file + "').Target");

    public static ReplicationException NotReadable(string file, Exception e) => Of(
        ErrorIds.OptionFileNotReadable, FailureKind.ReadError, file,
        "The option file " + file + " cannot be read: " + e.Message,
        "Run as a user who may read it, or give yourself the right to.");

    public static ReplicationException TooLarge(string file) => Of(
        ErrorIds.OptionFileTooLarge, FailureKind.InvalidData, file,
        file + " is larger than " + (OptionFileSnapshot.LargestFile / 1024 / 1024).ToString(CultureInfo.InvariantCulture) + " MB: that is no option file.",
        "Check the path.");

    public static ReplicationException Utf16(string file) => Of(
        ErrorIds.OptionFileIsUtf16, FailureKind.InvalidData, file,
        file + " is written in UTF-16 or UTF-32. No server reads such an option file.",
        "Save it as UTF-8 without a byte order mark: $t = Get-Content -Raw '" + file + "'; [IO.File]::WriteAllText('" + file + "', $t)");

    public static ReplicationException Binary(string file, int offset) => Of(
        ErrorIds.OptionFileIsBinary, FailureKind.InvalidData, file,
        string.Format(CultureInfo.InvariantCulture, "{0} holds a NUL byte at offset {1}: it is not text, and servers read such lines differently.", file, offset),
        "Check the path; remove the byte if it is the right file.");

    public static ReplicationException ByteOrderMark(string file) => Of(
        ErrorIds.OptionFileHasByteOrderMark, FailureKind.InvalidData, file,
        file + ":1: the file begins with a byte order mark. Servers take it for an option before any group and do not start.",
        "Save it without the mark: [IO.File]::WriteAllText('" + file + "', [IO.File]::ReadAllText('" + file + "'))");

    public static ReplicationException Of(OptionFileDefect defect, string file, int number, OptionFileLine line)
    {
        var place = file + ":" + number.ToString(CultureInfo.InvariantCulture) + ": ";
        return defect switch
        {
            OptionFileDefect.GroupNotClosed => Of(
                ErrorIds.OptionFileGroupNotClosed, FailureKind.InvalidData, file,
                place + "the bracket of the group is not closed. With this line the server does not start.",
                "Close the bracket in line " + number.ToString(CultureInfo.InvariantCulture) + "."),
            OptionFileDefect.IncludeIncomplete => Of(
                ErrorIds.OptionFileIncludeIncomplete, FailureKind.InvalidData, file,
                place + "the include line names no file. With this line the server does not start.",
                "Name the file in line " + number.ToString(CultureInfo.InvariantCulture) + ", or remove the line."),
            _ => Of(
                ErrorIds.OptionFileOptionOutsideGroup, FailureKind.InvalidData, file,
                place + "the option " + OptionText.ToPeople(line.Name?.Spelt is { Length: <= 80 } name ? "'" + name + "' " : string.Empty) + "stands before any group. With this line the server does not start.",
                "Put a group such as [mysqld] above line " + number.ToString(CultureInfo.InvariantCulture) + ", if this is an option file."),
        };
    }

    public static ReplicationException QuoteNotClosed(OptionOccurrence at) => Of(
        ErrorIds.OptionFileQuoteNotClosed, FailureKind.InvalidData, at.Document.Path,
        at.Place + ": the quote of '" + OptionText.ToPeople(at.Line.Name!.Spelt) + "' is not closed. Servers take the quote, and a comment behind it, for a part of the value.",
        "Close the quote in line " + at.Number.ToString(CultureInfo.InvariantCulture) + ", or take it out.");

    public static ReplicationException ReadOnly(string file) => Of(
        ErrorIds.OptionFileReadOnly, FailureKind.PermissionDenied, file,
        file + " is read-only, or you may not write it.",
        "Make it writable (chmod u+w, or Set-ItemProperty '" + file + "' IsReadOnly $false), or run as its owner.");

    public static ReplicationException FolderReadOnly(string file, string folder) => Of(
        ErrorIds.OptionFileFolderReadOnly, FailureKind.PermissionDenied, file,
        "The folder " + folder + " is read-only, or you may not write in it. " + file + " is replaced by a file that is written beside it, so that a power cut never leaves half of one.",
        "Make the folder writable, or run as its owner.");

    public static ReplicationException ChangedMeanwhile(string file) => Of(
        ErrorIds.OptionFileChangedMeanwhile, FailureKind.ResourceBusy, file,
        file + " was changed by somebody else while this command worked on it. It was left as they wrote it.",
        "Run the command again.");

    public static ReplicationException OwnerNotKept(string file, Exception e) => Of(
        ErrorIds.OptionFileOwnerNotKept, FailureKind.PermissionDenied, file,
        "The owner, mode or access list of " + file + " could not be given to the new file: " + e.Message,
        "Run as the file's owner, or as root.");

    public static ReplicationException NotWritten(string file, Exception e) => Of(
        ErrorIds.OptionFileNotWritten, FailureKind.WriteError, file,
        file + " could not be written: " + e.Message + " The old file stands unchanged.",
        "Mend that (a full disk: df), then run the command again.");

    public static ReplicationException BackupMissing(string file, string backup) => Of(
        ErrorIds.OptionFileBackupMissing, FailureKind.ObjectNotFound, file,
        "The backup " + backup + " is not there or cannot be read, so " + file + " cannot be put back.",
        "Look for another copy: Get-ChildItem '" + file + ".*.bak'");

    public static ReplicationException ChangedSince(string file, string backup) => Of(
        ErrorIds.OptionFileChangedSince, FailureKind.InvalidOperation, file,
        file + " was changed again after the change that is to be undone. Putting " + backup + " back would lose that.",
        "Compare them (diff '" + backup + "' '" + file + "') and copy back by hand what is right; Undo-ReplicationChange -Force puts the backup back all the same.");

    public static ReplicationException NewFileChangedSince(string file) => Of(
        ErrorIds.OptionFileChangedSince, FailureKind.InvalidOperation, file,
        file + " was changed again after the change that made it and that is to be undone. Deleting it would lose that.",
        "Delete it by hand if nothing in it is needed; Undo-ReplicationChange -Force deletes it all the same.");

    public static ReplicationException ValueEmpty(string option, string file) => Of(
        ErrorIds.OptionValueInvalid, FailureKind.InvalidArgument, file,
        "An empty value for " + option + " would make the server choose one of its own, or not start.",
        "Give a value, or leave the parameter out.");

    public static ReplicationException ValueHasControl(string option, char c, string file) => Of(
        ErrorIds.OptionValueInvalid, FailureKind.InvalidArgument, file,
        string.Format(CultureInfo.InvariantCulture, "The value for {0} holds the control character U+{1:X4}, which would begin another line or be lost.", option, (int)c),
        "Give the value without it.");

    public static ReplicationException ValueNotText(string option, string file) => Of(
        ErrorIds.OptionValueInvalid, FailureKind.InvalidArgument, file,
        "The value for " + option + " holds half of a character (a lone surrogate) and cannot be written as UTF-8.",
        "Give the value without it.");

    public static ReplicationException ValueIsNoName(string option, string value, string file) => Of(
        ErrorIds.OptionValueInvalid, FailureKind.InvalidArgument, file,
        option + " takes the base name of files: the server would name them " + value + ".000001 instead of switching anything.",
        "Give a name such as mysql-bin or mysql-relay-bin.");

    public static ReplicationException ValueTooLong(string option, string file) => Of(
        ErrorIds.OptionValueInvalid, FailureKind.InvalidArgument, file,
        "The line for " + option + " would be longer than " + OptionLineSyntax.LongestLine.ToString(CultureInfo.InvariantCulture) + " bytes; servers cut such lines in two.",
        "Give a shorter value.");

    public static ReplicationException OutOfRange(string option, long value, long lowest, long highest, string file) => Of(
        ErrorIds.OptionValueOutOfRange, FailureKind.InvalidArgument, file,
        string.Format(CultureInfo.InvariantCulture, "{0} takes {3} to {1}; {2} is outside of that.", option, highest, value, lowest),
        "Give a number from " + lowest.ToString(CultureInfo.InvariantCulture) + " to " + highest.ToString(CultureInfo.InvariantCulture) + ".");

    public static ReplicationException NameHasComma(string option, string name, string file) => Of(
        ErrorIds.DatabaseNameHasComma, FailureKind.InvalidArgument, file,
        "'" + name + "' for " + option + " holds a comma. The option takes one name a line: the server would look for one database of that whole name and filter nothing else.",
        "Give an array: -" + option.Replace("-", string.Empty) + " " + string.Join(", ", name.Split(',')));

    public static ReplicationException OffsetTooLarge(int offset, int increment, string file) => Of(
        ErrorIds.AutoIncrementOffsetTooLarge, FailureKind.InvalidArgument, file,
        string.Format(CultureInfo.InvariantCulture, "auto-increment-offset {0} is larger than auto-increment-increment {1}; the server then ignores the offset, and the members give the same numbers.", offset, increment),
        "Give an offset from 1 to the increment.");

    public static ReplicationException MemberIncomplete(string file) => Of(
        ErrorIds.PairMemberIncomplete, FailureKind.InvalidArgument, file,
        "-Role needs -Node (which member this is) and -Of (for how many there is to be room), and these mean nothing without it.",
        "Set-MyCnfReplication '" + file + "' -Role MasterMaster -Node 1 -Of 10");

    public static ReplicationException MemberOutOfRange(int node, int of, string file) => Of(
        ErrorIds.PairMemberOutOfRange, FailureKind.InvalidArgument, file,
        string.Format(CultureInfo.InvariantCulture, "Node {0} of {1}: a node is counted from 1 to -Of, and -Of is 2 to 65535.", node, of),
        "Give -Of with room for members to come (10), and the node's own number.");

    public static ReplicationException NoOption(string file) => Of(
        ErrorIds.NoOptionGiven, FailureKind.InvalidArgument, file,
        "No option was given, so there is nothing to set in " + file + ".",
        "Give at least one, such as -ServerId 1, or -Role MasterMaster -Node 1 -Of 10.");

    public static ReplicationException NotOnServer(string option, string file) => Of(
        ErrorIds.OptionNotOnServer, FailureKind.NotImplemented, file,
        "This server does not know " + option + " and does not start with it in its file.",
        "Leave the parameter out for this server.");

    public static ReplicationException VersionNeeded(string parameter, string file) => Of(
        ErrorIds.ServerVersionNeeded, FailureKind.InvalidArgument, file,
        parameter + " is spelt otherwise on each server, and the wrong spelling keeps one from starting.",
        "Give -ServerVersion (what SELECT VERSION() says) or -Server.");

    public static ReplicationException ExpiryOutOfRange(TimeSpan expiry, string file) => Of(
        ErrorIds.OptionValueOutOfRange, FailureKind.InvalidArgument, file,
        "Binary logs can be kept 0 to 99 days; " + expiry + " is outside of that.",
        "Give for instance -BinlogExpiry 14.00:00:00 (14 days); 0 keeps them for ever.");

    public static ReplicationException NoTableName(string option, string value, string file) => Of(
        ErrorIds.TableNameInvalid, FailureKind.InvalidArgument, file,
        "'" + value + "' for " + option + " names no table of a database. The server does not start with such a line.",
        "Write database.table, in the wild options with % and _: shop.order%.");

    public static ReplicationException OptionNotKnown(string name, string file) => Of(
        ErrorIds.OptionNotKnown, FailureKind.InvalidArgument, file,
        "'" + name + "' is no option that this command sets or removes.",
        "Give names as server-id or log_slave_updates; Tab offers all of them.");

    public static ReplicationException SetAndRemoved(string option, string file) => Of(
        ErrorIds.OptionSetAndRemoved, FailureKind.InvalidArgument, file,
        option + " is to be set and to be removed at once.",
        "Leave one of the two out.");

    public static ReplicationException DropInNotRead(string file, string name) => Of(
        ErrorIds.DropInNotRead, FailureKind.InvalidOperation, file,
        file + " includes no folder that would read " + name + ".",
        "Add a line '!includedir /etc/mysql/conf.d' to it, name a file that it includes, or leave -DropIn out.");

    public static ReplicationException DropInName(string file, string name) => Of(
        ErrorIds.DropInNameInvalid, FailureKind.InvalidArgument, file,
        "Servers read only files that end in .cnf from an included folder (on Windows .ini too), MySQL 5.6 only those without another dot in their name; '" + name + "' is none.",
        "Give a name such as replication.cnf. Files are read in the order of their names.");

    private static ReplicationException Of(string id, FailureKind kind, string file, string message, string action) => new(id, kind, file, message, action);
}
