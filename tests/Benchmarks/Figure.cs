using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MySqlReplication.Benchmarks;

/// <summary>One ratio: ours against a peer or floor, both measured alternately in this run.</summary>
internal sealed record Figure(string Name, IReadOnlyList<double> Ours, IReadOnlyList<double> Peer, double Limit, string Unit = "ms")
{
    public double Ratio => Median(Ours) / Median(Peer);

    public bool Holds => Ratio <= Limit;

    /// <summary>Measures both in turn, so that what the machine does meanwhile falls on both.</summary>
    public static Figure Measure(string name, int times, double limit, Func<double> ours, Func<double> peer)
    {
        var mine = new List<double>();
        var theirs = new List<double>();
        for (var i = 0; i < times; i++)
        {
            theirs.Add(peer());
            mine.Add(ours());
        }

        return new Figure(name, mine, theirs, limit);
    }

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0,-62} ratio {1:0.00} ({2}) {3}   ours {4:0.0} {7}, peer {5:0.0} {7}, median of {6}",
        Name,
        Ratio,
        double.IsPositiveInfinity(Limit) ? "a floor, no limit" : "limit " + Limit.ToString("0.00", CultureInfo.InvariantCulture),
        double.IsPositiveInfinity(Limit) ? "printed" : Holds ? "holds" : "DOES NOT HOLD",
        Median(Ours),
        Median(Peer),
        Ours.Count,
        Unit);

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.OrderBy(v => v).ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
