using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MySqlReplication.Status;

/// <summary>
/// A set of MySQL transactions, "uuid:1-5:7,uuid:tag:1-3", with set arithmetic. Immutable; equal when it holds the same
/// transactions. (MySQL manual, GTID Format and Storage; tags from 8.3 on.)
/// </summary>
public sealed class GtidSet : IEquatable<GtidSet>
{
    /// <summary>No transaction.</summary>
    public static readonly GtidSet Empty = new([]);

    // "uuid" or "uuid:tag", lower case -> intervals, sorted, apart from each other.
    private readonly SortedDictionary<string, List<(long First, long Last)>> _sources;

    private GtidSet(SortedDictionary<string, List<(long First, long Last)>> sources) => _sources = sources;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => _sources.Count == 0;

    /// <summary>How many transactions it holds.</summary>
    public long Count => _sources.Values.Sum(i => i.Sum(x => x.Last - x.First + 1));

    /// <summary>The uuids of the servers that wrote them, without tags.</summary>
    public IReadOnlyList<string> SourceUuids => _sources.Keys.Select(k => k.Split(':')[0]).Distinct().ToList();

    /// <summary>Reads the server's text; line breaks and blanks are allowed.</summary>
    /// <exception cref="FormatException">It is no GTID set.</exception>
    public static GtidSet Parse(string text) => TryParse(text, out var set) ? set : throw new FormatException("'" + text + "' is not a GTID set.");

    /// <summary>Reads the server's text; false when it is none (MariaDB's positions are none).</summary>
    public static bool TryParse(string? text, out GtidSet set)
    {
        set = Empty;
        var sources = Sorted();
        foreach (var part in (text ?? string.Empty).Split(',').Select(p => p.Trim()).Where(p => p.Length > 0))
        {
            var pieces = part.Split(':').Select(p => p.Trim()).ToArray();
            if (pieces.Length < 2 || !Guid.TryParseExact(pieces[0], "D", out var uuid))
            {
                return false;
            }

            var key = uuid.ToString("D");
            foreach (var piece in pieces.Skip(1))
            {
                if (TryInterval(piece, out var interval))
                {
                    if (!sources.TryGetValue(key, out var intervals))
                    {
                        sources.Add(key, intervals = []);
                    }

                    intervals.Add(interval);
                }
                else if (IsTag(piece))
                {
                    key = uuid.ToString("D") + ":" + piece.ToLowerInvariant();
                }
                else
                {
                    return false;
                }
            }
        }

        set = Of(sources);
        return true;
    }

    /// <summary>Everything in either.</summary>
    public GtidSet Union(GtidSet other)
    {
        var sources = Sorted();
        foreach (var source in _sources.Concat((other ?? throw new ArgumentNullException(nameof(other)))._sources))
        {
            sources[source.Key] = sources.TryGetValue(source.Key, out var known) ? [.. known, .. source.Value] : source.Value;
        }

        return Of(sources);
    }

    /// <summary>What is here and not in the other.</summary>
    public GtidSet Subtract(GtidSet other)
    {
        _ = other ?? throw new ArgumentNullException(nameof(other));
        var sources = Sorted();
        foreach (var source in _sources)
        {
            var rest = source.Value;
            foreach (var cut in other._sources.TryGetValue(source.Key, out var cuts) ? cuts : [])
            {
                rest = rest.SelectMany(i => Cut(i, cut)).ToList();
            }

            sources.Add(source.Key, rest);
        }

        return Of(sources);
    }

    /// <summary>Whether everything here is in the other too.</summary>
    public bool IsSubsetOf(GtidSet other) => Subtract(other).IsEmpty;

    /// <summary>The transactions that were written by one server, of any tag.</summary>
    public GtidSet OfSource(string uuid)
    {
        var sources = Sorted();
        foreach (var source in _sources.Where(s => string.Equals(s.Key.Split(':')[0], uuid, StringComparison.OrdinalIgnoreCase)))
        {
            sources.Add(source.Key, source.Value);
        }

        return Of(sources);
    }

    /// <inheritdoc/>
    public bool Equals(GtidSet? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GtidSet);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The text that servers read, normalised.</summary>
    public override string ToString() => string.Join(",", _sources.Select(s => s.Key + ":" + string.Join(":", s.Value.Select(Interval))));

    private static SortedDictionary<string, List<(long First, long Last)>> Sorted() => new(StringComparer.Ordinal);

    private static GtidSet Of(SortedDictionary<string, List<(long First, long Last)>> sources)
    {
        var clean = Sorted();
        foreach (var source in sources)
        {
            var merged = new List<(long First, long Last)>();
            foreach (var next in source.Value.OrderBy(i => i.First))
            {
                if (merged.Count > 0 && next.First <= merged[merged.Count - 1].Last + 1)
                {
                    var last = merged[merged.Count - 1];
                    merged[merged.Count - 1] = (last.First, Math.Max(last.Last, next.Last));
                }
                else
                {
                    merged.Add(next);
                }
            }

            if (merged.Count > 0)
            {
                clean.Add(source.Key, merged);
            }
        }

        return new GtidSet(clean);
    }

    private static IEnumerable<(long First, long Last)> Cut((long First, long Last) whole, (long First, long Last) cut)
    {
        if (cut.Last < whole.First || cut.First > whole.Last)
        {
            yield return whole;
            yield break;
        }

        if (cut.First > whole.First)
        {
            yield return (whole.First, cut.First - 1);
        }

        if (cut.Last < whole.Last)
        {
            yield return (cut.Last + 1, whole.Last);
        }
    }

    private static string Interval((long First, long Last) i) => i.First == i.Last
        ? i.First.ToString(CultureInfo.InvariantCulture)
        : i.First.ToString(CultureInfo.InvariantCulture) + "-" + i.Last.ToString(CultureInfo.InvariantCulture);

    private static bool TryInterval(string text, out (long First, long Last) interval)
    {
        interval = default;
        var ends = text.Split('-');
        if (ends.Length > 2
            || !long.TryParse(ends[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(ends[ends.Length - 1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || first < 1 || last < first || last == long.MaxValue)
        {
            return false;
        }

        interval = (first, last);
        return true;
    }

    // A tag begins with a letter or underscore and has up to 32 characters (MySQL manual, GTID Format).
    private static bool IsTag(string text) => text.Length is > 0 and <= 32
        && (text[0] == '_' || IsLetter(text[0]))
        && text.All(c => c == '_' || IsLetter(c) || c is >= '0' and <= '9');

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
