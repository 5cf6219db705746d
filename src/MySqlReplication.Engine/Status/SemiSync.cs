using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>Semi-synchronous replication as status variables tell it, under their old names and their new ones.</summary>
internal static class SemiSync
{
    /// <summary>Whether the server's receiver acknowledges, whether its commits wait, and for how many replicas; null is not told.</summary>
    public static async Task<(bool? AsReplica, bool? AsSource, int? Replicas)> ReadAsync(ServerSession session, CancellationToken cancellationToken)
    {
        // The variables tell for nothing whether there is anything to ask for.
        var replica = session.Facts.Flag("rpl_semi_sync_replica_enabled", "rpl_semi_sync_slave_enabled");
        var source = session.Facts.Flag("rpl_semi_sync_source_enabled", "rpl_semi_sync_master_enabled");
        if (replica != true && source != true)
        {
            return (replica, source, source is null ? null : 0);
        }

        var rows = await session.Connection.QueryAsync(LinkWords.ShowSemiSync, cancellationToken).ConfigureAwait(false);
        RawRow? Row(string one, string other) => rows.FirstOrDefault(row => row.Text("Variable_name") is { } name
            && (name.Equals(one, StringComparison.OrdinalIgnoreCase) || name.Equals(other, StringComparison.OrdinalIgnoreCase)));
        return (
            Row("Rpl_semi_sync_replica_status", "Rpl_semi_sync_slave_status")?.Flag("Value"),
            Row("Rpl_semi_sync_source_status", "Rpl_semi_sync_master_status")?.Flag("Value"),
            (int?)Row("Rpl_semi_sync_source_clients", "Rpl_semi_sync_master_clients")?.Number("Value"));
    }
}
