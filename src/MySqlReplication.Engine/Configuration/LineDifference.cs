using System;
using System.Collections.Generic;

namespace MySqlReplication.Engine.Configuration;

/// <summary>The shortest edit script between two lists of lines (Myers 1986, the greedy form with the trace kept).</summary>
internal static class LineDifference
{
    /// <summary>Pairs of equal lines, in order: (index in the old, index in the new).</summary>
    public static IReadOnlyList<(int Old, int New)> Common(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < before.Count - start && end < after.Count - start && before[before.Count - 1 - end] == after[after.Count - 1 - end])
        {
            end++;
        }

        var pairs = new List<(int, int)>(Math.Max(before.Count, after.Count));
        for (var i = 0; i < start; i++)
        {
            pairs.Add((i, i));
        }

        pairs.AddRange(Middle(before, after, start, before.Count - end, after.Count - end));
        for (var i = end; i > 0; i--)
        {
            pairs.Add((before.Count - i, after.Count - i));
        }

        return pairs;
    }

    private static List<(int Old, int New)> Middle(IReadOnlyList<string> before, IReadOnlyList<string> after, int start, int oldEnd, int newEnd)
    {
        int n = oldEnd - start, m = newEnd - start;
        var trace = new List<int[]>();
        var furthest = new int[(2 * (n + m)) + 3];
        var zero = n + m + 1;
        for (var d = 0; n > 0 && m > 0 && d <= n + m; d++)
        {
            // Only diagonals -d-1 to d+1 are read when this step is walked back.
            var kept = new int[(2 * d) + 3];
            Array.Copy(furthest, zero - d - 1, kept, 0, kept.Length);
            trace.Add(kept);
            for (var k = -d; k <= d; k += 2)
            {
                var down = k == -d || (k != d && furthest[zero + k - 1] < furthest[zero + k + 1]);
                var x = down ? furthest[zero + k + 1] : furthest[zero + k - 1] + 1;
                while (x < n && x - k < m && before[start + x] == after[start + x - k])
                {
                    x++;
                }

                furthest[zero + k] = x;
                if (x >= n && x - k >= m)
                {
                    return WalkBack(trace, start, n, m);
                }
            }
        }

        return [];
    }

    private static List<(int Old, int New)> WalkBack(List<int[]> trace, int start, int x, int y)
    {
        var pairs = new List<(int, int)>();
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var furthest = trace[d];
            var k = x - y;
            var zero = d + 1;
            var down = k == -d || (k != d && furthest[zero + k - 1] < furthest[zero + k + 1]);
            var fromK = down ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : furthest[zero + fromK];
            var fromY = d == 0 ? 0 : fromX - fromK;
            while (x > fromX && y > fromY)
            {
                pairs.Add((start + --x, start + --y));
            }

            x = fromX;
            y = fromY;
        }

        pairs.Reverse();
        return pairs;
    }
}
