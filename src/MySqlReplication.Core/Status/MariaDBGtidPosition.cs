using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MySqlReplication.Status;

/// <summary>
/// A MariaDB GTID position or binary log state, "0-1-270,1-2-33": for each domain the last sequence number, in a state also
/// one entry a server that wrote in that domain. (MariaDB manual, Global Transaction ID.) Immutable.
/// </summary>
public sealed class MariaDBGtidPosition
{
    private readonly List<(long Domain, long ServerId, long Sequence)> _entries;

    private MariaDBGtidPosition(List<(long Domain, long ServerId, long Sequence)> entries) => _entries = entries;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The domains named.</summary>
    public IReadOnlyList<long> Domains => _entries.Select(e => e.Domain).Distinct().ToList();

    /// <summary>Reads the server's text.</summary>
    /// <exception cref="FormatException">It is no such position.</exception>
    public static MariaDBGtidPosition Parse(string text)
        => TryParse(text, out var position) ? position : throw new FormatException("'" + text + "' is not a GTID position of MariaDB.");

    /// <summary>Reads the server's text; false when it is none.</summary>
    public static bool TryParse(string? text, out MariaDBGtidPosition position)
    {
        var entries = new List<(long, long, long)>();
        position = new MariaDBGtidPosition(entries);
        foreach (var part in (text ?? string.Empty).Split(',').Select(p => p.Trim()).Where(p => p.Length > 0))
        {
            var numbers = part.Split('-');
            if (numbers.Length != 3
                || !long.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var domain)
                || !long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var server)
                || !long.TryParse(numbers[2], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            {
                return false;
            }

            entries.Add((domain, server, sequence));
        }

        return true;
    }

    /// <summary>The highest sequence number of a domain; null when it has none.</summary>
    public long? Last(long domain) => _entries.Any(e => e.Domain == domain) ? _entries.Where(e => e.Domain == domain).Max(e => e.Sequence) : null;

    /// <summary>The highest sequence number that one server wrote in a domain, as a state tells it; null when it wrote nothing there.</summary>
    public long? LastOf(long domain, long serverId)
        => _entries.Any(e => e.Domain == domain && e.ServerId == serverId)
            ? _entries.Where(e => e.Domain == domain && e.ServerId == serverId).Max(e => e.Sequence)
            : null;

    /// <summary>Whether any entry was written by that server.</summary>
    public bool HasServer(long serverId) => _entries.Any(e => e.ServerId == serverId);

    /// <summary>
    /// Whether a server named there has a higher number in the same domain here. Numbers of different servers say nothing about
    /// each other: in a pair they interleave.
    /// </summary>
    public bool IsBeyond(MariaDBGtidPosition other)
    {
        _ = other ?? throw new ArgumentNullException(nameof(other));
        return other._entries.Any(e => LastOf(e.Domain, e.ServerId) > e.Sequence);
    }

    /// <summary>Whether this state names, of each server in the other, the same number in the same domain or a higher one.</summary>
    public bool Holds(MariaDBGtidPosition other)
    {
        _ = other ?? throw new ArgumentNullException(nameof(other));
        return other._entries.All(e => LastOf(e.Domain, e.ServerId) >= e.Sequence);
    }

    /// <summary>Whether each domain here is at the same place or before it in the other.</summary>
    public bool IsReachedBy(MariaDBGtidPosition other)
    {
        _ = other ?? throw new ArgumentNullException(nameof(other));
        return Domains.All(d => other.Last(d) >= Last(d));
    }

    /// <summary>This position with the domains of the other put in place of its own.</summary>
    public MariaDBGtidPosition With(MariaDBGtidPosition other)
    {
        _ = other ?? throw new ArgumentNullException(nameof(other));
        return new MariaDBGtidPosition([.. _entries.Where(e => other.Last(e.Domain) is null), .. other._entries]);
    }

    /// <summary>The entries of some domains.</summary>
    public MariaDBGtidPosition Only(Func<long, bool> domain) => new(_entries.Where(e => domain(e.Domain)).ToList());

    /// <summary>The text that servers read.</summary>
    public override string ToString() => string.Join(",", _entries.OrderBy(e => e.Domain)
        .Select(e => string.Format(CultureInfo.InvariantCulture, "{0}-{1}-{2}", e.Domain, e.ServerId, e.Sequence)));
}
