using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What a clone refuses and what can fail in it, in sentences.</summary>
internal static class CloneFailures
{
    public static ReplicationException IsWhole(ServerReference replica, IReadOnlyList<string> options) => new(
        ErrorIds.CloneIsWhole,
        FailureKind.InvalidArgument,
        replica,
        "CLONE takes the whole server as it is; " + string.Join(", ", options) + " cannot be kept to.",
        "Leave them out, or use -Method Stream.");

    public static ReplicationException NotKnown(ServerReference server, ServerVersion version) => NotPossible(server, server + " is " + version + "; CLONE came with MySQL 8.0.17");

    public static ReplicationException NotPossible(ServerReference server, string reason) => new(
        ErrorIds.CloneNotPossible,
        FailureKind.InvalidOperation,
        server,
        "CLONE cannot be used: " + reason + ".",
        "Make it so, or use -Method Stream, which needs none of this.");

    public static ReplicationException PrivilegeMissing(ServerReference server, string privilege) => new(
        ErrorIds.PrivilegeMissing,
        FailureKind.PermissionDenied,
        server,
        "CLONE needs " + privilege + " on " + server + ", and its login does not have it.",
        "GRANT " + privilege + " ON *.* TO the account on " + server + ", or use -Method Stream.");

    public static ReplicationException ComeEmpty(ServerReference source, IReadOnlyList<TableDefinition> tables) => new(
        ErrorIds.NonTransactionalTables,
        FailureKind.InvalidOperation,
        source,
        "CLONE brings tables that are not InnoDB over empty: " + SnapshotFailures.Some(tables.Select(t => t.FullName + " (" + t.Engine + ")").ToList()) + ".",
        "ALTER TABLE ... ENGINE=InnoDB, or use -Method Stream with -AllowNonTransactional.");

    public static ReplicationException NotEmpty(ServerReference replica, IReadOnlyList<string> databases) => new(
        ErrorIds.DatabaseNotEmpty,
        FailureKind.InvalidOperation,
        replica,
        replica + " holds " + SnapshotFailures.Some(databases) + ". CLONE wipes all of its databases and all of its accounts.",
        "Look at what it holds; -Force wipes it and makes it a clone.");

    public static ReplicationException Failed(ServerReference replica, string said, int? code, bool? isWiped) => new(
        ErrorIds.CloneFailed,
        FailureKind.InvalidData,
        replica,
        "The clone of " + replica + " did not end well: " + said + ". " + Remains(isWiped),
        "Mend the reason and run this again" + (isWiped == false ? "." : " with -Force."))
    {
        ServerErrorCode = code,
    };

    public static string Stopped(ServerReference replica, bool? isWiped) => "The clone of " + replica + " was stopped. " + Remains(isWiped) + " Plugins and clone_valid_donor_list are put back as they were."
        + (isWiped == false ? string.Empty : " Run it again with -Force, or fill it by a copy.");

    private static string Remains(bool? isWiped) => isWiped switch
    {
        true => "What it held before is gone, which " + MarkWords.Schema + ".incomplete_copy there says; its accounts are still its own.",
        false => "What it held before is untouched.",
        _ => "What it held before may be gone.",
    };

    public static ReplicationException NotStarted(ServerReference replica, string said) => new(
        ErrorIds.CloneTargetNotStarted,
        FailureKind.ConnectionError,
        replica,
        "The data is on " + replica + ", which CLONE has shut down for a restart, and it is not back: " + said,
        "Start it by its own manager (systemctl start mysqld), log in with an account of the source, and read performance_schema.clone_status: BINLOG_FILE, BINLOG_POSITION and GTID_EXECUTED are its place.");
}
