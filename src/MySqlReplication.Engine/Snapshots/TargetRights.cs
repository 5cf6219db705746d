using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Whether the target will take the views, triggers, routines and events: they are made behind the rows, which may take hours.</summary>
internal static class TargetRights
{
    private static readonly Regex RunsAs = new("^CREATE (?:[A-Z_]+(?:=[A-Z_]+)? )*DEFINER=`(?<user>(?:[^`]|``)*)`(?:@`(?<host>(?:[^`]|``)*)`)?", RegexOptions.CultureInvariant);

    // Characteristics stand in lines of their own behind RETURNS; a body that has such a line too is found out only when it is made.
    private static readonly Regex Declared = new(@"^\s+(?:DETERMINISTIC|NO SQL|READS SQL DATA)\s*$", RegexOptions.CultureInvariant | RegexOptions.Multiline);

    /// <summary>Refuses what would not be taken, before anything is touched.</summary>
    /// <exception cref="ReplicationException">PrivilegeMissing, ObjectNotTaken.</exception>
    public static async Task CheckAsync(ServerSession replica, IReadOnlyList<ProgramDefinition> all, IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        var programs = all.Where(p => p.Kind != "sequence").ToList();
        if (programs.Count == 0)
        {
            return;
        }

        var logs = replica.Facts.LogBin && await TrustsNoneAsync(replica, cancellationToken).ConfigureAwait(false);
        var rights = await GrantedRights.ReadAsync(replica, cancellationToken).ConfigureAwait(false);
        var missing = rights is null ? [] : Missing(rights, programs, tables, replica.Facts.Account, replica.Capabilities.DefinerRights, logs);
        if (missing.Count > 0)
        {
            replica.Connection.NeedsRights();
            throw SnapshotFailures.NotAllMade(replica.Server, replica.Facts.Account, missing);
        }

        var undeclared = logs ? programs.Where(p => p.Kind == "function" && !Declared.IsMatch(p.Create)).Select(p => p.ToString()).ToList() : [];
        if (undeclared.Count > 0)
        {
            throw SnapshotFailures.FunctionsNotTaken(replica.Server, undeclared);
        }
    }

    /// <summary>Rights that are missing, each with the place where.</summary>
    /// <param name="rights">Those of the login.</param>
    /// <param name="programs">What is made.</param>
    /// <param name="tables">Those that are copied.</param>
    /// <param name="account">The login's account, user@host.</param>
    /// <param name="definerRights">One of these lets it make what runs as another account.</param>
    /// <param name="logs">Whether the server writes a binary log and trusts no triggers and functions: then they take SUPER (1419, measured on all five servers).</param>
    internal static IReadOnlyList<(string Right, string On)> Missing(
        GrantedRights rights, IReadOnlyList<ProgramDefinition> programs, IReadOnlyList<TableDefinition> tables, string account, IReadOnlyList<string> definerRights, bool logs)
    {
        var missing = new List<(string, string)>();
        if (logs && programs.Any(p => p.Kind is "trigger" or "function") && !rights.Everywhere("SUPER"))
        {
            missing.Add(("SUPER", "*.*"));
        }

        if (!definerRights.Any(rights.Everywhere) && programs.Any(p => RunsAs.Match(p.Create) is { Success: true } other && Account(other) != account))
        {
            missing.Add((definerRights[0], "*.*"));
        }

        foreach (var (database, kind) in programs.Select(p => (p.Database, p.Kind)).Distinct())
        {
            var right = kind switch
            {
                "trigger" => "TRIGGER",
                "view" => "CREATE VIEW",
                "event" => "EVENT",
                _ => "CREATE ROUTINE",
            };
            if (!rights.OnDatabase(right, database) && !(right == "TRIGGER" && tables.Any(t => t.Database == database && rights.OnTable(right, database, t.Name))))
            {
                missing.Add((right, GrantedRights.Quoted(database) + ".*"));
            }
        }

        return missing.Distinct().ToList();
    }

    // It may have been set since the server's variables were read.
    private static async Task<bool> TrustsNoneAsync(ServerSession replica, CancellationToken cancellationToken)
        => Convert.ToString(await replica.Connection.ScalarAsync(SnapshotWords.ShowTrust, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture) is "0" or "False";

    private static string Account(Match definer) => ForeignKeys.Unquoted(definer.Groups["user"].Value) + "@" + ForeignKeys.Unquoted(definer.Groups["host"].Value);
}
