using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Makes databases, sequences and tables on the target.</summary>
internal sealed class MakeTables(ServerSession replica, ServerConnection loader, SnapshotCatalogue catalogue, OperationContext context, bool ownsLoader = false) : IDisposable
{
    private string? _database;

    /// <summary>One that makes tables beside this one, in a session of its own.</summary>
    public MakeTables Beside(CancellationToken cancellationToken)
    {
        var session = LoaderSession.OpenAsync(replica, loads: false, context, cancellationToken).GetAwaiter().GetResult();
        var beside = new MakeTables(replica, session, catalogue, context, ownsLoader: true);
        try
        {
            LoaderSession.SetDefaultCollationsAsync(session, replica, catalogue, cancellationToken).GetAwaiter().GetResult();
            return beside;
        }
        catch
        {
            beside.Dispose();
            throw;
        }
    }

    /// <summary>Ends a session that was opened for it.</summary>
    public void Dispose()
    {
        if (ownsLoader)
        {
            loader.Dispose();
        }
    }

    /// <summary>Databases, anew, or without their chosen tables; sequences too, which defaults of tables may use.</summary>
    /// <exception cref="ReplicationException">ObjectNotTaken with the object's name.</exception>
    public async Task DatabasesAsync(CancellationToken cancellationToken)
    {
        await LoaderSession.SetDefaultCollationsAsync(loader, replica, catalogue, cancellationToken).ConfigureAwait(false);
        foreach (var (name, create) in catalogue.Databases)
        {
            if (catalogue.Parts.Contains(name))
            {
                await DropPartAsync(name, cancellationToken).ConfigureAwait(false);
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

        foreach (var sequence in catalogue.Programs.Where(p => p.Kind == "sequence"))
        {
            await loader.UseDatabaseAsync(sequence.Database, cancellationToken).ConfigureAwait(false);
            await MakeAsync(sequence.ToString(), SqlStatement.OfUser(sequence.Create), cancellationToken).ConfigureAwait(false);
            if (decimal.TryParse(sequence.NextValue, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var next))
            {
                // A row written into it is its whole state; SETVAL leaves one alone that has begun anew or was set back.
                var made = (await loader.QueryAsync(SnapshotWords.ShowSequence(sequence.Database, sequence.Name), cancellationToken).ConfigureAwait(false))[0];
                _ = decimal.TryParse(sequence.Cycles, NumberStyles.None, CultureInfo.InvariantCulture, out var cycles);
                await MakeAsync(sequence.ToString(), SnapshotWords.SetSequence(sequence.Database, sequence.Name, made, next, cycles), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A table; in any order, since no foreign key is checked.</summary>
    /// <param name="table">With its definition.</param>
    /// <param name="later">The keys that it is left without: made with all the others, so that one that cannot be is told before the rows.</param>
    /// <exception cref="ReplicationException">ObjectNotTaken with its name.</exception>
    public void Table(TableDefinition table, IReadOnlyList<LaterKey> later)
    {
        try
        {
            if (_database != table.Database)
            {
                loader.Execute(new SqlStatement("USE ").Name(table.Database));
                _database = table.Database;
            }

            loader.Execute(SqlStatement.OfUser(table.Create!));
            if (later.Count > 0)
            {
                loader.Execute(SnapshotWords.DropKeys(table.Database, table.Name, later.Select(k => k.Name)));
            }
        }
        catch (ReplicationException e)
        {
            throw SnapshotFailures.ObjectNotTaken(replica.Server, "table " + table.FullName, e);
        }
    }

    private async Task DropPartAsync(string database, CancellationToken cancellationToken)
    {
        foreach (var (kind, name) in catalogue.Tables.Where(t => t.Database == database).Select(t => ("TABLE", t.Name))
            .Concat(catalogue.Programs.Where(p => p.Database == database && p.Kind == "sequence").Select(p => ("SEQUENCE", p.Name))))
        {
            await loader.ExecuteAsync(new SqlStatement("DROP " + kind + " IF EXISTS ").Name(database).Words(".").Name(name), cancellationToken, TimeSpan.FromMinutes(30)).ConfigureAwait(false);
        }
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
