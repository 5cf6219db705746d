using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Statements about what copies write into the one schema of ours: markers, what is incomplete, what an import has loaded. Taken word for word by all five.</summary>
internal static class MarkWords
{
    /// <summary>The schema.</summary>
    public const string Schema = "mysql_replication";

    /// <summary>How the tables of markers are called.</summary>
    public const string MarkerPrefix = "copy_marker_";

    /// <summary>What a copy keeps read-only until its link runs: of server id 0 that it was writable, of others where the copy of that source ends.</summary>
    public const string Kept = Schema + ".copy_read_only";

    private const string Incomplete = Schema + ".incomplete_copy";
    private const string Imported = Schema + ".incomplete_import";

    /// <summary>What setting the mark runs, for the plan.</summary>
    public const string SetText = "CREATE TABLE " + Incomplete + ", with the names of what is copied";

    /// <summary>What clearing it runs.</summary>
    public const string ClearText = "DROP TABLE " + Incomplete;

    public static SqlStatement FindSchema => "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '" + Schema + "'";

    public static SqlStatement MakeSchema => "CREATE DATABASE IF NOT EXISTS " + Schema;

    public static SqlStatement DropSchema => "DROP DATABASE IF EXISTS " + Schema;

    /// <summary>Whether anything is in it.</summary>
    public static SqlStatement FindTable => "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = '" + Schema + "' LIMIT 1";

    public static SqlStatement MakeKept => "CREATE TABLE IF NOT EXISTS " + Kept + " (server_id BIGINT NOT NULL PRIMARY KEY, server_uuid VARCHAR(64) NULL, binlog_file VARCHAR(255) NULL, binlog_position BIGINT NULL, leaves_out TINYINT NULL,"
        + " set_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB COMMENT 'server_id 0: it was writable; others: where the copy of that source ends'";

    public static SqlStatement NoteWritable => "INSERT IGNORE INTO " + Kept + " (server_id) VALUES (0)";

    public static SqlStatement ShowKept => "SELECT server_id, server_uuid, binlog_file, binlog_position, leaves_out FROM " + Kept;

    public static SqlStatement TouchKept => "UPDATE " + Kept + " SET set_at = CURRENT_TIMESTAMP";

    public static SqlStatement DropKept => "DROP TABLE IF EXISTS " + Kept;

    /// <summary>Where a copy ends, in place of an earlier one of the same source.</summary>
    public static SqlStatement NotePlace(CopiedPlace copy)
    {
        var note = new SqlStatement("REPLACE INTO " + Kept + " SET server_id = ").Number(copy.ServerId).Words(", binlog_file = ").Text(copy.At.File).Words(", binlog_position = ").Number(copy.At.Position)
            .Words(", leaves_out = ").Number(copy.LeavesOut ? 1 : 0);
        return copy.ServerUuid is null ? note : note.Words(", server_uuid = ").Text(copy.ServerUuid);
    }

    /// <summary>Tables of markers, as t.</summary>
    public static SqlStatement ShowMarkers => "SELECT TABLE_NAME AS t FROM information_schema.TABLES WHERE TABLE_SCHEMA = '" + Schema + "' AND TABLE_NAME LIKE 'copy\\_marker\\_%'";

    public static SqlStatement MakeMarkers(string name) => "CREATE TABLE " + Schema + "." + name + " (id INT NOT NULL PRIMARY KEY) ENGINE=InnoDB";

    public static SqlStatement DropMarkers(string name) => new SqlStatement("DROP TABLE IF EXISTS " + Schema + ".").Name(name);

    public static SqlStatement Mark(string name, IEnumerable<int> numbers)
        => "INSERT INTO " + Schema + "." + name + " VALUES " + string.Join(",", numbers.Select(n => "(" + n.ToString(CultureInfo.InvariantCulture) + ")"));

    /// <summary>The markers, as id, in order.</summary>
    public static SqlStatement ShowMarks(string name) => "SELECT id FROM " + Schema + "." + name + " ORDER BY id";

    /// <summary>What is incomplete, as name.</summary>
    public static SqlStatement ShowIncomplete => "SELECT name FROM " + Incomplete;

    /// <summary>Whether the table of marks is there.</summary>
    public static SqlStatement FindIncomplete => "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = '" + Schema + "' AND TABLE_NAME = 'incomplete_copy'";

    public static SqlStatement MakeIncomplete => "CREATE TABLE IF NOT EXISTS " + Incomplete + " (name VARCHAR(255) CHARACTER SET utf8 COLLATE utf8_bin NOT NULL PRIMARY KEY) ENGINE=InnoDB";

    public static SqlStatement DropIncomplete => "DROP TABLE IF EXISTS " + Incomplete;

    public static SqlStatement AddIncomplete(string name) => new SqlStatement("REPLACE INTO " + Incomplete + " VALUES (").Text(name).Words(")");

    public static SqlStatement TakeIncomplete(string name) => new SqlStatement("DELETE FROM " + Incomplete + " WHERE name = ").Text(name);

    public static SqlStatement MakeImported
        => "CREATE TABLE " + Imported + " (snapshot CHAR(36) CHARACTER SET ascii NOT NULL, item VARCHAR(80) CHARACTER SET ascii NOT NULL, file TEXT CHARACTER SET utf8, row_count BIGINT NOT NULL, PRIMARY KEY (snapshot, item)) ENGINE=InnoDB";

    public static SqlStatement DropImported => "DROP TABLE IF EXISTS " + Imported;

    /// <summary>What of an export is loaded, as item and row_count.</summary>
    public static SqlStatement ShowImported(string snapshot) => new SqlStatement("SELECT item, row_count FROM " + Imported + " WHERE snapshot = ").Text(snapshot);

    public static SqlStatement AddImported(string snapshot, string item, string file, long rows)
        => new SqlStatement("INSERT INTO " + Imported + " VALUES (").Text(snapshot).Words(", ").Text(item).Words(", ").Text(file).Words(", ").Number(rows).Words(")");

    public static SqlStatement CountImported(string snapshot, string item) => new SqlStatement("SELECT COUNT(*) FROM " + Imported).Append(Of(snapshot, item));

    public static SqlStatement TakeImported(string snapshot, string item) => new SqlStatement("DELETE FROM " + Imported).Append(Of(snapshot, item));

    private static SqlStatement Of(string snapshot, string item) => new SqlStatement(" WHERE snapshot = ").Text(snapshot).Words(" AND item = ").Text(item);
}
