using System.Linq;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Reads the row of SHOW BINARY LOG STATUS or SHOW MASTER STATUS. Names: dialects.md section 4.</summary>
internal static class SourceStatusColumns
{
    /// <summary>The row in typed form; GTIDs of MariaDB are in a variable, not in the row, and come from the caller.</summary>
    public static SourceStatus Read(ServerReference server, RawRow row) => new()
    {
        Server = server,
        Coordinates = new BinlogCoordinates(row.Text("File") ?? string.Empty, row.Number("Position") ?? 0),
        BinlogDoDatabases = Names(row.Text("Binlog_Do_DB")),
        BinlogIgnoreDatabases = Names(row.Text("Binlog_Ignore_DB")),
        ExecutedGtidSet = row.Text("Executed_Gtid_Set")?.Replace("\n", string.Empty),
        Row = row,
    };

    private static string[] Names(string? list)
        => (list ?? string.Empty).Split(',').Select(name => name.Trim()).Where(name => name.Length > 0).ToArray();
}
