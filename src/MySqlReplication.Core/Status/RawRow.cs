using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MySqlReplication.Status;

/// <summary>
/// A row as the server gave it: every column in its order, under the server's own name, found without case. Numbers come as
/// the driver made them (on MariaDB 11.8 some are UInt16): the typed readers convert, they never cast.
/// </summary>
public sealed class RawRow : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _columns;
    private readonly ColumnPlaces _places;

    /// <summary>Keeps the columns given; of two with one name the first is found by name.</summary>
    public RawRow(IEnumerable<KeyValuePair<string, object?>> columns)
    {
        _columns = columns.ToArray();
        _places = ColumnPlaces.Of(_columns);
    }

    /// <summary>The same of an array that is the row's from here on.</summary>
    internal RawRow(KeyValuePair<string, object?>[] columns)
    {
        _columns = columns;
        _places = ColumnPlaces.Of(columns);
    }

    /// <inheritdoc/>
    public int Count => _columns.Length;

    /// <summary>Column names in the server's order.</summary>
    public IEnumerable<string> Names => _columns.Select(c => c.Key);

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _columns[index];

    /// <summary>The value of a column; null when there is no such column or it is NULL.</summary>
    public object? this[string name] => _places.TryFind(name, out var place) ? _columns[place].Value : null;

    /// <summary>Whether the server sent such a column.</summary>
    public bool Has(string name) => _places.TryFind(name, out _);

    /// <summary>The first of these columns that exists, as the server gave it; null when none exists or it is NULL.</summary>
    public object? Value(params string[] names) => First(names);

    /// <summary>The first of these columns that exists, as text; null when none exists or it is NULL.</summary>
    public string? Text(params string[] names) => First(names) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    /// <summary>The first of these columns that exists, as a whole number; null when none exists, it is NULL, or is no number.</summary>
    public long? Number(params string[] names) => First(names) switch
    {
        null => null,
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        ulong large => large <= long.MaxValue ? (long)large : null,
        IConvertible value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The first of these columns that exists, as a yes or no: 1, Yes, ON, true; null when none exists or it says neither.</summary>
    public bool? Flag(params string[] names) => Text(names) is not { } text ? null
        : text is "1" || IsWord(text, "Yes") || IsWord(text, "ON") || IsWord(text, "True") ? true
        : text is "0" || IsWord(text, "No") || IsWord(text, "OFF") || IsWord(text, "False") ? false
        : null;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();

    private static bool IsWord(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

    private object? First(string[] names)
    {
        foreach (var name in names)
        {
            if (_places.TryFind(name, out var place))
            {
                return _columns[place].Value;
            }
        }

        return null;
    }
}
