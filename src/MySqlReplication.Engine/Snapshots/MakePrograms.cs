using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes programs on the target, each under the settings that it was made under on the source.</summary>
internal sealed class MakePrograms(ServerSession replica, ServerConnection loader, bool replacesPrograms = false)
{
    private const string PlainMode = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

    /// <summary>Routines, then views (which may use them, and each other), triggers, events. Returns what was made.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(SnapshotCatalogue catalogue, CancellationToken cancellationToken)
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
}
