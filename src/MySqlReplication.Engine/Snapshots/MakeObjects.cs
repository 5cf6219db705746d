using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes databases, tables and programs on the target, each under the settings that it was made under on the source.</summary>
internal sealed class MakeObjects(ServerSession replica, ServerConnection loader, bool replacesPrograms = false)
{
    private const string PlainMode = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

    /// <summary>Databases, anew, or only their chosen tables anew; sequences before tables, whose defaults may use them; tables in any order, since no foreign key is checked.</summary>
    public async Task TablesAsync(SnapshotCatalogue catalogue, CancellationToken cancellationToken)
    {
        foreach (var (name, create) in catalogue.Databases)
        {
            if (catalogue.Parts.Contains(name))
            {
                await DropPartAsync(name, catalogue, cancellationToken).ConfigureAwait(false);
                if ((await loader.QueryAsync(new SqlStatement("SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ").Text(name), cancellationToken).ConfigureAwait(false)).Count > 0)
                {
                    continue;
                }
            }
            else
            {
                await loader.ExecuteAsync(new SqlStatement("DROP DATABASE IF EXISTS ").Name(name), cancellationToken, TimeSpan.FromMinutes(30)).ConfigureAwait(false);
            }

            await MakeAsync("database " + name, SqlStatement.OfUser(create), cancellationToken).ConfigureAwait(false);
        }

        foreach (var database in catalogue.Databases)
        {
            await loader.UseDatabaseAsync(database.Name, cancellationToken).ConfigureAwait(false);
            foreach (var sequence in catalogue.Programs.Where(p => p.Kind == "sequence" && p.Database == database.Name))
            {
                await MakeAsync(sequence.ToString(), SqlStatement.OfUser(sequence.Create), cancellationToken).ConfigureAwait(false);
                if (long.TryParse(sequence.NextValue, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var next))
                {
                    await loader.ScalarAsync(new SqlStatement("SELECT SETVAL(").Name(sequence.Name).Words(", ").Number(next).Words(", 0)"), cancellationToken).ConfigureAwait(false);
                }
            }

            foreach (var table in catalogue.Tables.Where(t => t.Database == database.Name))
            {
                await MakeAsync("table " + table.FullName, SqlStatement.OfUser(table.Create!), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Routines, then views (which may use them, and each other), triggers, events. Returns what was made.</summary>
    public async Task<IReadOnlyList<string>> ProgramsAsync(SnapshotCatalogue catalogue, CancellationToken cancellationToken)
    {
        var made = catalogue.Programs.Where(p => p.Kind == "sequence").Select(p => p.ToString()).ToList();
        foreach (var kinds in new[] { new[] { "package", "package body", "function", "procedure" }, ["view"], ["trigger"], ["event"] })
        {
            var left = catalogue.Programs.Where(p => kinds.Contains(p.Kind)).ToList();
            while (left.Count > 0)
            {
                var failed = new List<(ProgramDefinition Program, ReplicationException Why)>();
                foreach (var program in left)
                {
                    try
                    {
                        await MakeAsync(program, cancellationToken).ConfigureAwait(false);
                        made.Add(program.ToString());
                    }
                    catch (ReplicationException e) when (program.Kind == "view" && e.ServerErrorCode is 1146 or 1356 or 1054 or 1305)
                    {
                        failed.Add((program, e));
                    }
                }

                // A view on a view that comes later works in the next round; when none did, the first one's reason is told.
                if (failed.Count == left.Count)
                {
                    throw SnapshotFailures.ObjectNotTaken(replica.Server, failed[0].Program.ToString(), failed[0].Why);
                }

                left = failed.Select(f => f.Program).ToList();
            }
        }

        await ResetAsync(cancellationToken).ConfigureAwait(false);
        return made;
    }

    private async Task DropPartAsync(string database, SnapshotCatalogue catalogue, CancellationToken cancellationToken)
    {
        foreach (var (kind, name) in catalogue.Tables.Where(t => t.Database == database).Select(t => ("TABLE", t.Name))
            .Concat(catalogue.Programs.Where(p => p.Database == database && p.Kind == "sequence").Select(p => ("SEQUENCE", p.Name))))
        {
            await loader.ExecuteAsync(new SqlStatement("DROP " + kind + " IF EXISTS ").Name(database).Words(".").Name(name), cancellationToken, TimeSpan.FromMinutes(30)).ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(ProgramDefinition program, CancellationToken cancellationToken)
    {
        await ResetAsync(cancellationToken).ConfigureAwait(false);
        await loader.UseDatabaseAsync(program.Database, cancellationToken).ConfigureAwait(false);
        if (replacesPrograms)
        {
            await loader.ExecuteAsync(new SqlStatement("DROP " + program.Kind.ToUpperInvariant() + " IF EXISTS ").Name(program.Name), cancellationToken).ConfigureAwait(false);
        }

        var create = program.Kind == "event" ? EventText.OnReplica(program.Create, replica.Dialect.Snapshots.EventDisabledOnReplica) : program.Create;
        try
        {
            if (program.TimeZone is { } zone)
            {
                await loader.ExecuteAsync(new SqlStatement("SET SESSION time_zone = ").Text(zone), cancellationToken).ConfigureAwait(false);
            }

            // The text is sent as utf8mb4. For plain ASCII any of the servers' client character sets reads the same.
            if (program.CharacterSet is { } characterSet && (create.All(c => c < 128) || characterSet.StartsWith("utf8", StringComparison.Ordinal)))
            {
                await loader.ExecuteAsync(new SqlStatement("SET SESSION character_set_client = ").Text(characterSet), cancellationToken).ConfigureAwait(false);
            }

            if (program.Collation is { } collation)
            {
                await loader.ExecuteAsync(new SqlStatement("SET SESSION collation_connection = ").Text(collation), cancellationToken).ConfigureAwait(false);
            }

            await loader.ExecuteAsync(new SqlStatement("SET SESSION sql_mode = ").Text(program.SqlMode ?? PlainMode), cancellationToken).ConfigureAwait(false);
            await loader.ExecuteAsync(SqlStatement.OfUser(create), cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (program.Kind != "view" || e.ServerErrorCode is not (1146 or 1356 or 1054 or 1305))
        {
            throw SnapshotFailures.ObjectNotTaken(replica.Server, program.ToString(), e);
        }
    }

    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        await loader.ExecuteAsync(new SqlStatement("SET SESSION sql_mode = ").Text(PlainMode).Words(", time_zone = '+00:00'"), cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync("SET NAMES utf8mb4", cancellationToken).ConfigureAwait(false);
    }

    private async Task MakeAsync(string what, SqlStatement create, CancellationToken cancellationToken)
    {
        try
        {
            await loader.ExecuteAsync(create, cancellationToken, TimeSpan.FromMinutes(10)).ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            throw SnapshotFailures.ObjectNotTaken(replica.Server, what, e);
        }
    }
}
