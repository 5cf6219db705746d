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

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// What of an export the target holds already, in a table beside the mark of the incomplete copy: each file is written down in the
/// transaction that loads it, so that an import which was cut off goes on with the files that are left.
/// </summary>
internal sealed record ImportRecord(bool TablesMade, IReadOnlyDictionary<string, long> Files)
{
    private const string TablesItem = "tables";

    /// <summary>Nothing is there.</summary>
    public static ImportRecord Nothing { get; } = new(false, new Dictionary<string, long>());

    /// <summary>A file's key: its place in the manifest and its hash.</summary>
    public static string Key(int number, ManifestFile file) => number.ToString(CultureInfo.InvariantCulture) + ":" + file.Sha256;

    /// <summary>What is written down of one export.</summary>
    public static async Task<ImportRecord> ReadAsync(ServerSession replica, Guid export, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await replica.Connection.QueryAsync(MarkWords.ShowImported(export.ToString()), cancellationToken).ConfigureAwait(false);
            var items = rows.ToDictionary(r => r.Text("item") ?? string.Empty, r => r.Number("row_count") ?? 0, StringComparer.Ordinal);
            return new ImportRecord(items.ContainsKey(TablesItem), items);
        }
        catch (ReplicationException e) when (e.ServerErrorCode is 1146 or 1049 or 1142)
        {
            return Nothing;
        }
    }

    /// <summary>Begins one: nothing is done yet.</summary>
    public static async Task BeginAsync(ServerConnection loader, CancellationToken cancellationToken)
    {
        await loader.ExecuteAsync(MarkWords.DropImported, cancellationToken).ConfigureAwait(false);
        await loader.ExecuteAsync(MarkWords.MakeImported, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that all tables are there.</summary>
    public static SqlStatement TablesAreMade(Guid export) => Done(export, TablesItem, string.Empty, 0);

    /// <summary>Says that a file is loaded.</summary>
    public static SqlStatement Done(Guid export, string key, string file, long rows) => MarkWords.AddImported(export.ToString(), key, file, rows);

    /// <summary>Asks whether a file is loaded.</summary>
    public static SqlStatement IsDone(Guid export, string key) => MarkWords.CountImported(export.ToString(), key);

    /// <summary>Forgets a file.</summary>
    public static SqlStatement Undone(Guid export, string key) => MarkWords.TakeImported(export.ToString(), key);
}
