using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What this room refuses and what can fail in it, in sentences.</summary>
internal static class SnapshotFailures
{
    public static ReplicationException DatabaseNotFound(ServerReference source, IReadOnlyList<string> names) => new(
        ErrorIds.DatabaseNotFound,
        FailureKind.ObjectNotFound,
        source,
        source + " has no database " + Some(names) + "." + (names.Any(n => n.IndexOfAny(['*', '?']) >= 0) ? " Databases are named in full, without patterns." : string.Empty),
        "Invoke-ReplicationQuery " + source + " 'SHOW DATABASES' lists what it has.");

    public static ReplicationException DatabaseIsSystem(ServerReference source, string name) => new(
        ErrorIds.DatabaseIsSystem,
        FailureKind.InvalidArgument,
        source,
        name + (name == Dialects.MarkWords.Schema ? " is this module's own notebook on each server and never copied." : " is the server's own and never copied: each server keeps its own accounts and settings."),
        name == "mysql" ? "Leave it out; Copy-ReplicationSnapshot -IncludeUser brings accounts along." : "Leave it out.");

    public static ReplicationException TableNameInvalid(ServerReference source, string text) => new(
        ErrorIds.TableNameInvalid,
        FailureKind.InvalidArgument,
        source,
        "'" + text + "' names no table: -Table takes database and table, as shop.orders.",
        "Write it as shop.orders, shop.log_* or `shop`.`a.b`; -Database copies a whole database.");

    public static ReplicationException TableNotFound(ServerReference source, string text, bool isView) => new(
        ErrorIds.TableNotFound,
        FailureKind.ObjectNotFound,
        source,
        isView ? text + " is a view on " + source + "; views come with their whole database." : source + " has no table " + text + ".",
        isView ? "Name the tables it reads, or copy the database with -Database." : "Invoke-ReplicationQuery " + source + " 'SHOW TABLES FROM ...' lists what a database has.");

    public static ReplicationException SelectionContradictory(ServerReference source, string table, string database, bool isExcluded) => new(
        ErrorIds.TableSelectionContradictory,
        FailureKind.InvalidArgument,
        source,
        "-Table " + table + (isExcluded ? " and -ExcludeDatabase " + database + " say two things." : " is part of -Database " + database + ", which copies all of it."),
        isExcluded ? "Leave one of the two out." : "Leave -Database " + database + " out to copy this table only, or -Table to copy the whole database.");

    public static ReplicationException TableThere(ServerReference replica, IReadOnlyList<string> names) => new(
        ErrorIds.TableExists,
        FailureKind.InvalidOperation,
        replica,
        replica + " has " + Some(names) + " already. A copy would replace what is there.",
        "Look at what it holds; -Force drops these tables and copies them anew.");

    public static ReplicationException ReferencesLeftOut(ServerReference source, IReadOnlyList<string> references) => new(
        ErrorIds.ReferencesLeftOut,
        FailureKind.InvalidOperation,
        source,
        "Foreign keys point at what is left out: " + Some(references) + ". The replica would refuse the next row that refers to it (1452).",
        "Copy these too, or add -Force if nothing will be written there.");

    public static ReplicationException NothingToCopy(ServerReference source, IReadOnlyList<string> leftOut) => new(
        ErrorIds.NothingToCopy,
        FailureKind.InvalidOperation,
        source,
        leftOut.Count > 0 ? "Nothing is left to copy: " + source + " has no database of users but " + Some(leftOut) + ", which was excluded." : source + " holds no database of users that could be copied.",
        leftOut.Count > 0 ? "Leave -ExcludeDatabase out, or exclude fewer." : "Two empty servers need no copy: Start-ReplicationLink begins at the source's present place.");

    public static ReplicationException DatabaseNotEmpty(ServerReference replica, IReadOnlyList<string> names) => new(
        ErrorIds.DatabaseNotEmpty,
        FailureKind.InvalidOperation,
        replica,
        replica + " has " + Some(names) + " already, and not empty. A copy would replace what is there.",
        "Look at what it holds; -Force drops these databases and copies them anew.");

    public static ReplicationException NamesCollide(ServerReference replica, IReadOnlyList<string> names) => new(
        ErrorIds.NamesCollide,
        FailureKind.InvalidOperation,
        replica,
        string.Join(" and ", names) + " are one name on " + replica + ", which does not tell upper and lower case apart (lower_case_table_names).",
        "Rename one of them on the source, leave its database out with -ExcludeDatabase, or use a replica with the source's lower_case_table_names.");

    public static ReplicationException NonTransactional(ServerReference source, IReadOnlyList<TableDefinition> tables) => new(
        ErrorIds.NonTransactionalTables,
        FailureKind.InvalidOperation,
        source,
        "Tables without transactions on " + source + ": " + Some(tables.Select(t => t.FullName + " (" + t.Engine + ")").ToList()) + ". Nothing holds their rows still but a lock for as long as they are copied.",
        "ALTER TABLE ... ENGINE=InnoDB, or add -AllowNonTransactional: writers then wait until these tables are copied.");

    public static ReplicationException TypeUnknown(ServerReference server, string what, string word, string reason) => new(
        ErrorIds.SnapshotTypeUnknown,
        FailureKind.InvalidOperation,
        server,
        what + " has " + word + "; " + reason + ".",
        "Leave its database out with -ExcludeDatabase, or change it on the source.");

    public static ReplicationException HistoryNotCopyable(ServerReference replica, IReadOnlyList<TableDefinition> tables, string reason) => new(
        ErrorIds.HistoryNotCopyable,
        FailureKind.InvalidOperation,
        replica,
        Some(tables.Select(t => t.FullName).ToList()) + " keep their history (WITH SYSTEM VERSIONING) and it cannot be copied: " + reason + ".",
        "Leave their databases out with -ExcludeDatabase, or use a replica of the source's own release, MariaDB 10.11 or later.");

    public static ReplicationException FeedsReplicas(ServerReference replica, IReadOnlyList<string> others) => new(
        ErrorIds.TargetFeedsReplicas,
        FailureKind.InvalidOperation,
        replica,
        replica + " feeds other replicas: " + Some(others) + ". The copy is loaded without being logged, so they would never get it.",
        "Stop and remove their links first and make them anew from " + replica + " afterwards, or copy to each of them.");

    public static ReplicationException IsReplicating(ServerReference replica, IReadOnlyList<string> links) => new(
        ErrorIds.TargetIsReplicating,
        FailureKind.InvalidOperation,
        replica,
        replica + " is replicating: " + Some(links) + ". Its applier would write into what is being loaded.",
        "Stop-ReplicationLink " + replica + ", then run this again.");

    public static ReplicationException OwnGtids(ServerReference source, ServerReference replica, string gtids, bool canForce) => new(
        ErrorIds.TargetHasOwnGtids,
        FailureKind.InvalidOperation,
        replica,
        replica + " has transactions that the data of " + source + " does not hold: " + gtids + "." + (canForce ? string.Empty : " They cannot be made to fit what is copied (before MySQL 8 gtid_purged is taken only while nothing was executed; an upstream would never send them again)."),
        canForce
            ? "If they do not matter, add -Force; a link by GTID is then refused until they are on the source too. RESET MASTER (RESET BINARY LOGS AND GTIDS) on a server that nobody follows forgets them."
            : "If they do not matter and nobody follows it: RESET MASTER on " + replica + ", then run this again.");

    public static ReplicationException DoesNotLogReplicated(ServerReference source) => new(
        ErrorIds.SourceDoesNotLogReplicated,
        FailureKind.InvalidOperation,
        source,
        source + " follows another server and does not log what it replicates (log_slave_updates is OFF): its own coordinates do not tell what its data holds.",
        "-CoordinatesOf Upstream makes the replica follow the same server as " + source + "; or switch log-slave-updates on and restart it (Set-MyCnfReplication does it).");

    public static ReplicationException NotEqual(ServerReference replica, string table, long read, long written) => new(
        ErrorIds.CopyNotEqual,
        FailureKind.InvalidData,
        replica,
        table + " on " + replica + " is not what was read: " + (read == written ? Number(read) + " rows on both, but their hashes differ." : Number(read) + " rows on the source, " + Number(written) + " there."),
        "See whether anybody writes on " + replica + " (SHOW PROCESSLIST), then run this again.");

    public static ReplicationException CoordinatesNotProven(ServerReference source, BinlogCoordinates at, int written, int before, int after, int seen) => new(
        ErrorIds.CoordinatesNotProven,
        FailureKind.InvalidData,
        source,
        "The markers do not prove " + at + ": " + Number(written) + " were written, the binary log of " + source + " shows " + Number(before) + " before and " + Number(after) + " behind it, the snapshot sees " + Number(seen) + ". Nothing was changed on the replica.",
        before + after < written
            ? "Look for binlog_do_db, binlog_ignore_db and binlog_transaction_compression on " + source + ", which keep markers out of SHOW BINLOG EVENTS; or copy without -Verify."
            : "Run this again; when it comes back, report it with the source's version.");

    public static ReplicationException MarkersNotWritable(ServerReference source, ReplicationException said) => new(
        ErrorIds.MarkersNotWritable,
        FailureKind.InvalidOperation,
        source,
        "The markers of -Verify cannot be written: " + source + " is read-only for this login (1290). Nothing was changed on either server.",
        "Copy without -Verify, or make " + source + " writable for as long as the moment takes (SHOW GLOBAL VARIABLES LIKE '%read_only').")
    {
        ServerErrorCode = said.ServerErrorCode,
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static ReplicationException AccountNotFound(ServerReference source, string pattern) => new(
        ErrorIds.AccountNotFound,
        FailureKind.ObjectNotFound,
        source,
        source + " has no account that '" + pattern + "' means (the server's own are never meant, root only when it is named in full).",
        "Invoke-ReplicationQuery " + source + " 'SELECT User, Host FROM mysql.user' lists them; write app@% or a pattern such as app*.");

    public static ReplicationException AccountPluginUnknown(ServerReference source, ServerReference replica, string account, string plugin) => new(
        ErrorIds.AccountPluginUnavailable,
        FailureKind.InvalidOperation,
        replica,
        account + " of " + source + " logs in by " + plugin + ", which " + replica + " does not have.",
        "Leave it out of -IncludeUser and make it on " + replica + " by hand, or load the plugin there.");

    public static ReplicationException AccountRightUnknown(ServerReference source, ServerReference replica, string account, string right) => new(
        ErrorIds.AccountRightUnknown,
        FailureKind.InvalidOperation,
        replica,
        account + " of " + source + " has " + right + ", a privilege that " + replica + " does not know.",
        "Leave it out of -IncludeUser and make it on " + replica + " by hand.");

    public static ReplicationException CannotKeepReadOnly(ServerReference replica, ReplicationException said, string? toWrite) => new(
        ErrorIds.PrivilegeMissing,
        FailureKind.PermissionDenied,
        replica,
        "'" + replica.UserName + "' on " + replica + (toWrite is null ? " may not set read_only: " : " may set read_only but not write any more then, it lacks " + toWrite + ": ") + said.Message,
        "Grant it " + (toWrite ?? "what the message names") + ", use another account, or add -LeaveWritable.")
    {
        ServerErrorCode = said.ServerErrorCode,
    };

    public static ReplicationException FollowsNobody(ServerReference source, string? channel, IReadOnlyList<ReplicaStatus> links) => new(
        ErrorIds.LinkNotConfigured,
        FailureKind.ObjectNotFound,
        source,
        source + (channel is null || links.Count == 0 ? " follows no server, so there are no coordinates of an upstream." : " has no channel '" + channel + "'; it has " + Channels(links) + "."),
        "Get-SlaveStatus " + source + " shows whom it follows; -CoordinatesOf Self takes its own coordinates.");

    public static ReplicationException ChannelNeeded(ServerReference source, IReadOnlyList<ReplicaStatus> links) => new(
        ErrorIds.SourceChannelNeeded,
        FailureKind.InvalidArgument,
        source,
        source + " follows several servers: " + Channels(links) + ". Which one shall the replica follow?",
        "Add -Channel with one of these names ('' is the default channel).");

    public static ReplicationException UpstreamIsTarget(ServerReference source, ServerReference replica) => new(
        ErrorIds.SameServer,
        FailureKind.InvalidArgument,
        replica,
        source + " follows " + replica + " itself, which cannot follow itself.",
        "-CoordinatesOf Self makes " + replica + " follow " + source + ".");

    public static ReplicationException UpstreamPositionUnknown(ServerReference source, ReplicaStatus link) => new(
        ErrorIds.ExecutedPositionLost,
        FailureKind.InvalidOperation,
        source,
        source + " does not know any more how far it has executed what " + link.Source + " sent.",
        "-CoordinatesOf Self makes the replica follow " + source + "; Get-SlaveStatus " + source + " shows its link.");

    public static ReplicationException UpstreamMoves(ServerReference source) => new(
        ErrorIds.UpstreamPositionUnstable,
        FailureKind.ResourceBusy,
        source,
        "The applier of " + source + " never told its position in step with its data, not even while the lock held it.",
        "Run this again at a quieter time, or Stop-ReplicationLink " + source + " for as long as the moment takes.");

    private static string Channels(IReadOnlyList<ReplicaStatus> links) => Some(links.Select(l => "'" + l.Channel + "' (" + l.Source + ")").ToList());

    public static ReplicationException LockTimeout(ServerReference source, TimeSpan limit, string blocker) => new(
        ErrorIds.SnapshotLockTimeout,
        FailureKind.ResourceBusy,
        source,
        "The global read lock of " + source + " did not come within " + ((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s (tries of 2 s, so that writers were never held up longer). " + blocker,
        "Wait until that query ends or end it (KILL), then run this again; -TimeoutSeconds makes it try longer.");

    public static ReplicationException Unstable(ServerReference source, string statement) => new(
        ErrorIds.SnapshotPointUnstable,
        FailureKind.ResourceBusy,
        source,
        "Definitions on " + source + " kept changing while the moment was taken; the last was: " + Connections.Redaction.Clean(statement.Length > 160 ? statement.Substring(0, 160) + " ..." : statement),
        "Run this again when no tables, views or programs are being made or altered.");

    /// <summary>Why the rows of an altered table are not trusted.</summary>
    public const string AlteredSaid = "the server gave its rows all the same, and values may stand in them under the names of other columns.";

    public static ReplicationException ChangedDuringCopy(ServerReference source, string what, string said) => new(
        ErrorIds.TableChangedDuringCopy,
        FailureKind.InvalidOperation,
        source,
        what + " was dropped or altered on " + source + " while it was copied: " + said,
        "Run this again when nobody changes definitions.");

    public static ReplicationException AlteredDuringCopy(ServerReference source, IReadOnlyList<string> names)
        => ChangedDuringCopy(source, Some(names), AlteredSaid);

    public static ReplicationException NotAllSeen(ServerReference source, string account, IReadOnlyList<(string Right, string On)> missing)
        => RightsMissing(source, account, "does not see all that is to be copied, which would be left out without a word.", missing);

    public static ReplicationException NotAllMade(ServerReference replica, string account, IReadOnlyList<(string Right, string On)> missing)
        => RightsMissing(replica, account, "may not make all that is to be copied, and would fail behind its rows.", missing);

    /// <summary>Functions that the replica takes from nobody.</summary>
    public static ReplicationException FunctionsNotTaken(ServerReference replica, IReadOnlyList<string> functions) => new(
        ErrorIds.ObjectNotTaken,
        FailureKind.InvalidOperation,
        replica,
        replica + " would not take " + Some(functions) + ": declared neither DETERMINISTIC nor NO SQL nor READS SQL DATA, while it writes a binary log and trusts no function (1418).",
        "SET GLOBAL log_bin_trust_function_creators = 1 on " + replica + " (as the source has it), then run this again; or declare on the source what they do (ALTER FUNCTION ... READS SQL DATA).");

    private static ReplicationException RightsMissing(ServerReference server, string account, string why, IReadOnlyList<(string Right, string On)> missing)
    {
        // "GRANT TRIGGER, EVENT ON `shop`.* TO ..." for each place.
        var grants = missing.GroupBy(m => m.On, System.StringComparer.Ordinal).Select(g => "GRANT " + string.Join(", ", g.Select(m => m.Right)) + " ON " + g.Key).ToList();
        var at = account.LastIndexOf('@');
        return new(
            ErrorIds.PrivilegeMissing,
            FailureKind.PermissionDenied,
            server,
            "'" + server.UserName + "' on " + server + " " + why + " It lacks " + Some(missing.Select(m => m.Right + " on " + m.On).ToList()) + ".",
            "On " + server + " as an administrator: " + string.Join("; ", grants.Take(3).Select(g => g + " TO '" + account.Substring(0, System.Math.Max(0, at)) + "'@'" + account.Substring(at + 1) + "'")) + (grants.Count > 3 ? "; and so on" : string.Empty) + ". Or use another login.");
    }

    public static ReplicationException DefinitionHidden(ServerReference source, string kind, string name) => new(
        ErrorIds.PrivilegeMissing,
        FailureKind.PermissionDenied,
        source,
        "The login on " + source + " may not read the definition of " + kind + " " + name + ".",
        "Grant SHOW VIEW, TRIGGER, EVENT and the right to read routines (SELECT on mysql.proc; MySQL 8.0.20 and later: SHOW_ROUTINE), or use an account that has them.");

    public static ReplicationException RowsNotTaken(ServerReference replica, string table, string said) => new(
        ErrorIds.RowsNotTaken,
        FailureKind.InvalidData,
        replica,
        replica + " did not take the rows of " + table + " as they are: " + said,
        "Look at the table on both servers; nothing was kept of the piece that failed.");

    public static ReplicationException RowTooLarge(ServerReference replica, string table, long bytes, long limit) => new(
        ErrorIds.RowTooLarge,
        FailureKind.InvalidData,
        replica,
        "A row of " + table + " takes " + bytes.ToString(CultureInfo.InvariantCulture) + " bytes as a statement; max_allowed_packet of " + replica + " is " + limit.ToString(CultureInfo.InvariantCulture) + ".",
        "SET GLOBAL max_allowed_packet on " + replica + " to more (1073741824 at most), then run this again.");

    public static ReplicationException ObjectNotTaken(ServerReference replica, string what, ReplicationException said) => new(
        said.ErrorId is ErrorIds.PrivilegeMissing or ErrorIds.ConnectionLost or ErrorIds.ServerTimeout ? said.ErrorId : ErrorIds.ObjectNotTaken,
        said.Kind,
        replica,
        what + " could not be made on " + replica + ": " + said.Message,
        said.ServerErrorCode is 1418 or 1419 ? "SET GLOBAL log_bin_trust_function_creators = 1 on " + replica + " (as the source has it), then run this again." : said.RecommendedAction ?? "Correct it on the source or leave its database out with -ExcludeDatabase.")
    {
        ServerErrorCode = said.ServerErrorCode,
    };

    public static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(5)) + (names.Count > 5 ? " and " + (names.Count - 5).ToString(CultureInfo.InvariantCulture) + " more" : string.Empty);
}
