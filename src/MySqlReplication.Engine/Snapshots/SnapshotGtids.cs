using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What the target must be told of GTIDs so that it counts the copied transactions as its own.</summary>
internal static class SnapshotGtids
{
    /// <summary>Whether both servers know GTIDs of one kind.</summary>
    public static bool Keeps(LinkEnd source, LinkEnd replica) => source.IsMariaDB == replica.IsMariaDB
        && (source.IsMariaDB || (source.GtidMode is not (null or GtidMode.Off) && replica.GtidMode is not (null or GtidMode.Off)));

    /// <summary>Tells the target, which is read again first.</summary>
    public static async Task SetAsync(ServerSession replica, LinkEnd before, string? copied, OperationContext context, CancellationToken cancellationToken)
    {
        var now = await ReadLinkEnd.WithLogAsync(replica, before, cancellationToken).ConfigureAwait(false);
        if (Statement(replica.Dialect.Snapshots, replica.Capabilities.HasDynamicPrivileges, copied, now) is { } statement)
        {
            context.Verbose(replica.Server + ": " + statement.Redacted);
            await replica.Connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The statement; null when nothing has to be said.</summary>
    /// <param name="words">The target's words.</param>
    /// <param name="adds">Whether the target adds to what it has (MySQL 8 and later).</param>
    /// <param name="copied">GTIDs in the data.</param>
    /// <param name="now">What the target has now, read after the load.</param>
    public static SqlStatement? Statement(SnapshotWords words, bool adds, string? copied, LinkEnd now)
    {
        if (copied is not { Length: > 0 })
        {
            return null;
        }

        if (now.IsMariaDB)
        {
            var has = now.ReplicatedPosition ?? MariaDBGtidPosition.Parse(string.Empty);
            var next = has.With(MariaDBGtidPosition.Parse(copied)).ToString();
            return next == has.ToString() ? null : words.SetGtids(next);
        }

        var set = GtidSet.Parse(copied);
        var missing = adds ? set.Subtract(now.Executed ?? GtidSet.Empty) : set;
        return missing.IsEmpty ? null : words.SetGtids(missing.ToString());
    }
}
