using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Opens sessions of the target that write nothing into its binary log and check nothing twice. Their settings end with them.</summary>
internal static class LoaderSession
{
    public static async Task<ServerConnection> OpenAsync(ServerSession replica, bool loads, OperationContext context, CancellationToken cancellationToken)
    {
        var session = await ServerConnection.OpenAsync(replica.Server, context, cancellationToken, loads ? PoolUse.Load : PoolUse.Any).ConfigureAwait(false);
        try
        {
            await SetAsync(session, replica, cancellationToken).ConfigureAwait(false);
            session.KeepWarnings();
            var opened = session;
            session = null;
            return opened;
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <summary>The one that there is, or one made anew when there is none or it does not answer any more: it may have idled while others loaded for hours.</summary>
    public static async Task<ServerConnection> KeepAsync(ServerConnection? present, ServerSession replica, OperationContext context, CancellationToken cancellationToken)
    {
        if (present is not null && await present.AnswersAsync(cancellationToken).ConfigureAwait(false))
        {
            return present;
        }

        var fresh = await OpenAsync(replica, loads: false, context, cancellationToken).ConfigureAwait(false);
        present?.Dispose();
        return fresh;
    }

    /// <summary>What a definition of the source leaves implicit means there: a collation that goes with a character set differs by release.</summary>
    public static async Task SetDefaultCollationsAsync(ServerConnection session, ServerSession replica, SnapshotCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (replica.Dialect.Snapshots.SetDefaultCollations(replica.Facts, catalogue.DefaultCollations) is { } defaults)
        {
            await session.ExecuteAsync(defaults, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task SetAsync(ServerConnection session, ServerSession replica, CancellationToken cancellationToken)
    {
        foreach (var statement in replica.Dialect.Snapshots.LoaderSession(replica.Facts.LogBin))
        {
            await session.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }

        session.NoBackslashEscapes = false;
        await session.ExecuteAsync(SnapshotWords.WithoutLimits(replica.Facts), cancellationToken).ConfigureAwait(false);
        if (replica.Dialect.Snapshots.TakeAll(replica.Facts) is { } all)
        {
            await session.ExecuteAsync(all, cancellationToken).ConfigureAwait(false);
        }

        if (replica.Dialect.Snapshots.WriteHistory is { } history)
        {
            await session.ExecuteAsync(history, cancellationToken).ConfigureAwait(false);
        }
    }
}
