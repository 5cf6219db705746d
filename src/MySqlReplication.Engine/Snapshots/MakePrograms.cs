using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes programs on the target, each under the settings that it was made under on the source.</summary>
internal sealed class MakePrograms(ServerSession replica, ServerConnection loader, OperationContext context, bool replacesPrograms = false)
{
    private const string PlainMode = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

    // The collation that each database has, and the one that it was given for its programs.
    private readonly Dictionary<string, (string Own, string Now)> _collations = new(StringComparer.Ordinal);

    /// <summary>Routines, then views (which may use them, and each other), triggers, events. Returns what was made.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(SnapshotCatalogue catalogue, CancellationToken cancellationToken)
    {
        var done = false;
        try
        {
            var made = await MakeAsync(catalogue, cancellationToken).ConfigureAwait(false);
            await GiveBackAsync(cancellationToken).ConfigureAwait(false);
            done = true;
            return made;
        }
        finally
        {
            if (!done)
            {
                await TryGiveBackAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<string>> MakeAsync(SnapshotCatalogue catalogue, CancellationToken cancellationToken)
    {
        await LoaderSession.SetDefaultCollationsAsync(loader, replica, catalogue, cancellationToken).ConfigureAwait(false);
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
                    LeaveOut(failed);
                    break;
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

            await SetCollationAsync(program, cancellationToken).ConfigureAwait(false);
            await loader.ExecuteAsync(new SqlStatement("SET SESSION sql_mode = ").Text(replica.Dialect.Snapshots.ModeOf(program.SqlMode ?? PlainMode)), cancellationToken).ConfigureAwait(false);
            await loader.ExecuteAsync(SqlStatement.OfUser(create), cancellationToken).ConfigureAwait(false);
            if (program.Kind == "event")
            {
                await AgainIfPastAsync(program, SqlStatement.OfUser(create), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ReplicationException e) when (program.Kind != "view" || e.ServerErrorCode is not (1146 or 1356 or 1054 or 1305))
        {
            throw SnapshotFailures.ObjectNotTaken(replica.Server, program.ToString(), e);
        }
    }

    // What nobody can select from on the source either cannot be made anywhere, and is no reason to have copied the rest in vain.
    private void LeaveOut(List<(ProgramDefinition Program, ReplicationException Why)> failed)
    {
        if (failed.FirstOrDefault(f => !f.Program.IsBroken) is { Program: { } whole, Why: { } why })
        {
            throw SnapshotFailures.ObjectNotTaken(replica.Server, whole.ToString(), why);
        }

        foreach (var (program, reason) in failed)
        {
            context.Warning(program + " is left out: it is invalid on the source too (" + reason.Message + ").");
        }
    }

    // What a program declares without a character set has that of its database, as it was then.
    private async Task SetCollationAsync(ProgramDefinition program, CancellationToken cancellationToken)
    {
        if (program.DatabaseCollation is not { } wanted)
        {
            return;
        }

        if (!_collations.TryGetValue(program.Database, out var kept))
        {
            var own = await loader.ScalarAsync(SnapshotWords.ShowCollation(program.Database), cancellationToken).ConfigureAwait(false) as string ?? wanted;
            kept = _collations[program.Database] = (own, own);
        }

        if (kept.Now != wanted)
        {
            await loader.ExecuteAsync(SnapshotWords.SetCollation(program.Database, wanted), cancellationToken).ConfigureAwait(false);
            _collations[program.Database] = (kept.Own, wanted);
        }
    }

    private async Task GiveBackAsync(CancellationToken cancellationToken)
    {
        foreach (var (database, collation) in _collations.Where(c => c.Value.Own != c.Value.Now).Select(c => (c.Key, c.Value.Own)).ToList())
        {
            await loader.ExecuteAsync(SnapshotWords.SetCollation(database, collation), cancellationToken).ConfigureAwait(false);
            _collations[database] = (collation, collation);
        }
    }

    private async Task TryGiveBackAsync()
    {
        try
        {
            await GiveBackAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplicationException)
        {
            // The session is gone; the databases are marked incomplete.
        }
    }

    // One whose time has passed on the source is there and disabled; here the server would drop it at once (note 1588).
    private async Task AgainIfPastAsync(ProgramDefinition program, SqlStatement create, CancellationToken cancellationToken)
    {
        if ((await loader.QueryAsync(SnapshotWords.FindEvent(program.Database, program.Name), cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return;
        }

        await loader.ExecuteAsync("SET SESSION timestamp = 1", cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync(create, cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync("SET SESSION timestamp = DEFAULT", cancellationToken).ConfigureAwait(false);
    }

    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        await loader.ExecuteAsync(new SqlStatement("SET SESSION sql_mode = ").Text(PlainMode).Words(", time_zone = '+00:00'"), cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync("SET NAMES utf8mb4", cancellationToken).ConfigureAwait(false);
    }
}
