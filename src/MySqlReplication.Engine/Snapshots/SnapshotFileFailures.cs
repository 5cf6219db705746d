using System.Collections.Generic;
using System.Globalization;
using System.IO;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What is wrong with the files of a snapshot, in sentences.</summary>
internal static class SnapshotFileFailures
{
    private const string Untouched = " Nothing was changed on the target.";

    public static ReplicationException NotEmpty(string path, string holds) => new(
        ErrorIds.ExportPathNotEmpty,
        FailureKind.InvalidOperation,
        path,
        path + " is not empty: it holds " + holds + ".",
        "Give a directory that is empty or not there yet; -Force replaces an export that is in it and leaves all else alone.");

    public static ReplicationException NotWritable(string path, string said) => new(
        ErrorIds.ExportNotWritable,
        FailureKind.WriteError,
        path,
        path + " cannot be written: " + said.TrimEnd('.') + ".",
        "Give a directory on a disk with room that you may write to.");

    public static ReplicationException ChangedDuringExport(ServerReference source, string table, string said) => new(
        ErrorIds.TableChangedDuringCopy,
        FailureKind.InvalidOperation,
        source,
        table + " was dropped or altered on " + source + " while it was exported: " + said + " Nothing is kept of the export.",
        "Run this again when nobody changes definitions.");

    public static ReplicationException AlteredDuringExport(ServerReference source, IReadOnlyList<string> names)
        => ChangedDuringExport(source, SnapshotFailures.Some(names), SnapshotFailures.AlteredSaid);

    public static ReplicationException RowsNotRead(ServerReference source, string table, string said) => new(
        ErrorIds.RowsNotTaken,
        FailureKind.InvalidData,
        source,
        "Reading " + table + " on " + source + " gave warnings: " + said + " Nothing is kept of the export.",
        "Look at the table with CHECK TABLE, then run this again.");

    public static ReplicationException NotFound(string path) => new(
        ErrorIds.SnapshotPathNotFound,
        FailureKind.ObjectNotFound,
        path,
        "There is no " + path + ".",
        "Give the directory of an export, or a file that mysqldump or mariadb-dump wrote.");

    public static ReplicationException NotReadable(string path, string said) => new(
        ErrorIds.SnapshotPathNotFound,
        FailureKind.ReadError,
        path,
        path + " cannot be read: " + said.TrimEnd('.') + "." + Untouched,
        "Give the directory of an export, or a file that mysqldump or mariadb-dump wrote, that you may read.");

    public static ReplicationException Incomplete(string path) => new(
        ErrorIds.ExportIncomplete,
        FailureKind.InvalidData,
        path,
        path + " holds an export that was cut off before its end: it has no " + SnapshotManifest.FileName + "." + Untouched,
        "Export again: Export-ReplicationSnapshot -Path '" + path + "' -Force replaces it.");

    public static ReplicationException NotRecognised(string path, string reason) => new(
        ErrorIds.SnapshotNotRecognised,
        FailureKind.InvalidData,
        path,
        path + " is neither an export of this module nor a dump of mysqldump or mariadb-dump: " + reason + ".",
        "Give the directory in which Export-ReplicationSnapshot wrote " + SnapshotManifest.FileName + ", or a dump as text or gzip.");

    public static ReplicationException FormatUnknown(string file, string version) => new(
        ErrorIds.SnapshotFormatUnknown,
        FailureKind.InvalidData,
        file,
        file + " is of format version '" + version + "'; this module reads version " + SnapshotManifest.CurrentVersion.ToString(CultureInfo.InvariantCulture) + ".",
        "Import it with the version of the module that exported it, or a later one.");

    public static ReplicationException ManifestInvalid(string file, string said) => new(
        ErrorIds.ManifestInvalid,
        FailureKind.InvalidData,
        file,
        file + " cannot be used: " + said.TrimEnd('.') + "." + Untouched,
        "Bring the export's files from where they were written once more, or export again.");

    public static ReplicationException Missing(string path, string file, int more) => new(
        ErrorIds.SnapshotFileMissing,
        FailureKind.ObjectNotFound,
        path,
        path + " lacks " + file + More(more) + ", which " + SnapshotManifest.FileName + " names." + Untouched,
        "Bring the export's files from where they were written once more.");

    public static ReplicationException Truncated(string path, string file, long is_, long was, int more) => new(
        ErrorIds.SnapshotFileTruncated,
        FailureKind.InvalidData,
        path,
        Path.Combine(path, file) + " has " + Text(is_) + " bytes; " + Text(was) + " were written" + More(more) + "." + Untouched,
        "Bring the export's files from where they were written once more.");

    public static ReplicationException Damaged(string path, string file, string reason, int more) => new(
        ErrorIds.SnapshotFileDamaged,
        FailureKind.InvalidData,
        path,
        Path.Combine(path, file) + " is damaged: " + reason + More(more) + "." + Untouched,
        "Bring the export's files from where they were written once more.");

    public static ReplicationException DamagedMeanwhile(string path, string file, string reason) => new(
        ErrorIds.SnapshotFileDamaged,
        FailureKind.InvalidData,
        path,
        Path.Combine(path, file) + " was changed or lost while it was loaded: " + reason.TrimEnd('.') + ". What is on the target is marked incomplete.",
        "Bring the export's files from where they were written once more, then run this again: it goes on with what is left.");

    public static ReplicationException OwnExport(ServerReference replica, string path) => new(
        ErrorIds.SameServer,
        FailureKind.InvalidArgument,
        replica,
        replica + " is the server that " + path + " was made from; it cannot become its own replica." + Untouched,
        "Give another server as -Replica.");

    public static ReplicationException SourceDiffers(ServerReference given, string path, string made) => new(
        ErrorIds.SnapshotSourceDiffers,
        FailureKind.InvalidOperation,
        given,
        given + " is not the server that " + path + " was made from: " + made + ". Its binary log does not go on where this data ends." + Untouched,
        "Give the server that was exported as -Source, or leave -Source out.");

    public static ReplicationException DumpTruncated(string path, string reason) => new(
        ErrorIds.SnapshotFileTruncated,
        FailureKind.InvalidData,
        path,
        path + " is no whole dump: " + reason.TrimEnd('.') + "." + Untouched,
        "Bring the file from where it was written once more, or dump again (without --skip-comments and --compact, which leave out the line that says that a dump is whole).");

    public static ReplicationException DumpChangedMeanwhile(string path, string reason) => new(
        ErrorIds.SnapshotFileDamaged,
        FailureKind.InvalidData,
        path,
        path + " was changed or lost while it was loaded: " + reason.TrimEnd('.') + ". What is on the target is marked incomplete.",
        "Bring the file from where it was written once more, then run this again.");

    public static ReplicationException WithoutCoordinates(string path) => new(
        ErrorIds.DumpWithoutCoordinates,
        FailureKind.InvalidData,
        path,
        path + " does not say where in the source's binary log its data ends." + Untouched,
        "Dump again with --single-transaction and --source-data=2 (before MySQL 8.0.26 and on MariaDB --master-data=2, there with --gtid too), or add -WithoutCoordinates to load it as mere data.");

    public static ReplicationException DumpNamesTwoPlaces(string path, string places) => new(
        ErrorIds.DumpWithoutCoordinates,
        FailureKind.InvalidData,
        path,
        path + " names two places, " + places + ": one is the dumped server's own, one that of its source, or it holds two dumps." + Untouched,
        "Dump again with either --source-data=2 (--master-data=2) or --dump-replica=2 (--dump-slave=2).");

    public static ReplicationException StatementRefused(string path, long line, string reason) => new(
        ErrorIds.DumpStatementRefused,
        FailureKind.InvalidData,
        path,
        path + ", line " + Text(line) + ": " + reason + "." + Untouched,
        "Run it with the server's own client if it is meant; this cmdlet runs dumps only.");

    public static ReplicationException StatementTooLarge(ServerReference replica, string path, long bytes, long limit) => new(
        ErrorIds.RowTooLarge,
        FailureKind.InvalidOperation,
        replica,
        path + " holds a statement of " + Text(bytes) + " bytes; max_allowed_packet of " + replica + " is " + Text(limit) + "." + Untouched,
        "SET GLOBAL max_allowed_packet on " + replica + " to more (1073741824 at most), then run this again.");

    public static ReplicationException EngineUnknown(ServerReference replica, string path, long line, string what, string said) => new(
        ErrorIds.DumpStatementFailed,
        FailureKind.InvalidOperation,
        replica,
        replica + " does not have the storage engine of line " + Text(line) + " of " + path + ", " + Connections.Redaction.Visible(what) + ", and took another: " + said + ". What is on the target is marked incomplete.",
        "ALTER TABLE ... ENGINE=InnoDB on the source and dump again, or use a replica that has the engine.");

    public static ReplicationException StatementFailed(ServerReference replica, string path, long line, string what, ReplicationException said) => new(
        said.ErrorId is ErrorIds.PrivilegeMissing or ErrorIds.ServerTimeout ? said.ErrorId : ErrorIds.DumpStatementFailed,
        said.Kind,
        replica,
        replica + " refused line " + Text(line) + " of " + path + ", " + Connections.Redaction.Visible(what) + ": " + said.Message + " What is on the target is marked incomplete.",
        said.ServerErrorCode == 1418 ? "SET GLOBAL log_bin_trust_function_creators = 1 on " + replica + " (as the source has it), then run this again." : "Correct it on the source and dump again, or use a replica of the source's own flavour and version.")
    {
        ServerErrorCode = said.ServerErrorCode,
    };

    private static string More(int more) => more > 0 ? " (and " + more.ToString(CultureInfo.InvariantCulture) + " more files)" : string.Empty;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
