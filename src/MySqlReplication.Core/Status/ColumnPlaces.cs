using System;
using System.Collections.Generic;

namespace MySqlReplication.Status;

/// <summary>
/// Where each name stands in rows of one shape. A server sends the same sixty columns whenever it is asked: their index is made
/// once, not once a row.
/// </summary>
internal sealed class ColumnPlaces
{
    // The latest shape of each width; one that is not there any more is made again.
    private static readonly ColumnPlaces?[] Latest = new ColumnPlaces?[128];
    private readonly string[] _names;
    private readonly Dictionary<string, int> _places;

    private ColumnPlaces(KeyValuePair<string, object?>[] columns)
    {
        _names = new string[columns.Length];
        _places = new Dictionary<string, int>(columns.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < columns.Length; i++)
        {
            _names[i] = columns[i].Key;
            if (!_places.ContainsKey(columns[i].Key))
            {
                _places.Add(columns[i].Key, i);
            }
        }
    }

    /// <summary>Of columns in this order.</summary>
    public static ColumnPlaces Of(KeyValuePair<string, object?>[] columns)
    {
        var slot = columns.Length % Latest.Length;
        return Latest[slot] is { } known && known.Fits(columns) ? known : Latest[slot] = new ColumnPlaces(columns);
    }

    /// <summary>The place of a name, found without case; of two with one name the first.</summary>
    public bool TryFind(string name, out int place) => _places.TryGetValue(name, out place);

    private bool Fits(KeyValuePair<string, object?>[] columns)
    {
        if (columns.Length != _names.Length)
        {
            return false;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (!string.Equals(columns[i].Key, _names[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
