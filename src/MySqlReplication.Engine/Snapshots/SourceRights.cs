using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Whether a login sees all that is to be copied. A server does not refuse to list what a login has no right on, it leaves it out: triggers,
/// events, routines, databases and columns would be missing on the replica without a word.
/// </summary>
internal static class SourceRights
{
    // Each of them makes every database show: sql_show.cc, DB_ACLS and SHOW DATABASES.
    private static readonly string[] ShowDatabases =
    [
        "SHOW DATABASES", "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "GRANT OPTION", "REFERENCES", "INDEX", "ALTER", "CREATE TEMPORARY TABLES", "LOCK TABLES", "EXECUTE", "CREATE VIEW", "SHOW VIEW",
        "CREATE ROUTINE", "ALTER ROUTINE", "EVENT", "TRIGGER",
    ];

    // With the latter three a routine shows, and whether its text does is seen when it is read (DefinitionHidden).
    private static readonly string[] ShowRoutines = ["SHOW_ROUTINE", "SHOW CREATE ROUTINE", "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE"];

    private static readonly string[] OfDatabase = ["SELECT", "TRIGGER", "EVENT"];

    private static readonly string[] OfTable = ["SELECT", "TRIGGER"];

    /// <summary>Refuses a login that would not see all; nothing when the server does not tell its rights.</summary>
    /// <exception cref="ReplicationException">PrivilegeMissing.</exception>
    public static async Task CheckAsync(ServerSession source, SnapshotSelection selection, CancellationToken cancellationToken)
    {
        var rights = await GrantedRights.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        var missing = rights is null ? [] : Missing(rights, selection, source.Capabilities.HasDynamicPrivileges);
        if (missing.Count > 0)
        {
            source.Connection.NeedsRights();
            throw SnapshotFailures.NotAllSeen(source.Server, source.Facts.Account, missing);
        }
    }

    /// <summary>Rights that are missing, each with the place where; "*.*", "`shop`.*" or "`shop`.`orders`".</summary>
    /// <param name="rights">Those of the login.</param>
    /// <param name="selection">What is copied.</param>
    /// <param name="hasShowRoutine">Whether the server has that right (MySQL 8.0.20); else routines stand in mysql.proc.</param>
    internal static IReadOnlyList<(string Right, string On)> Missing(GrantedRights rights, SnapshotSelection selection, bool hasShowRoutine)
    {
        var missing = new List<(string, string)>();
        if (!ShowDatabases.Any(r => rights.Everywhere(r)))
        {
            missing.Add(("SHOW DATABASES", "*.*"));
        }

        foreach (var database in selection.Whole)
        {
            missing.AddRange(OfDatabase.Where(r => !rights.OnDatabase(r, database)).Select(r => (r, GrantedRights.Quoted(database) + ".*")));
            if (!rights.Everywhere("SELECT") && !ShowRoutines.Any(r => rights.OnDatabase(r, database)) && !rights.OnTable("SELECT", "mysql", "proc"))
            {
                missing.Add(hasShowRoutine ? ("SHOW_ROUTINE", "*.*") : ("SELECT", "`mysql`.`proc`"));
            }
        }

        foreach (var (database, table) in selection.Tables)
        {
            missing.AddRange(OfTable.Where(r => !rights.OnTable(r, database, table)).Select(r => (r, GrantedRights.Quoted(database) + "." + GrantedRights.Quoted(table))));
        }

        return missing.Distinct().ToList();
    }
}
