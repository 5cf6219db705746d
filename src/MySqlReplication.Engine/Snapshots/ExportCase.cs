using System.Linq;
using MySqlReplication.Engine.Links;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>All that is known of an export before anything is done.</summary>
internal sealed record ExportCase(ExportRequest Request, LinkEnd Source, SelectedData Data)
{
    /// <summary>Whether the lock is held while tables without transactions are written.</summary>
    public bool KeepsLock => Data.Tables.Any(t => !t.IsTransactional);
}
