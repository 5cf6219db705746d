using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Names of files by which a person finds a table: letters and digits of any script, _, -, $ and spaces stay, anything else (a dot too,
/// which parts the endings) is written as %XX of its UTF-8 bytes. Two names that a file system without case takes for one are told apart.
/// </summary>
internal sealed class SnapshotFileName
{
    private const int MaxBytes = 150;

    // Devices of Windows, with any ending.
    private static readonly HashSet<string> Devices = new(
        new[] { "CON", "PRN", "AUX", "NUL" }.Concat(Enumerable.Range(0, 10).SelectMany(i => new[] { "COM" + Text(i), "LPT" + Text(i) })), StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that was not given out yet, with its ending.</summary>
    public string Take(string name, string ending)
    {
        var written = Encode(name);
        var free = written + ending;
        for (var i = 2; !_taken.Add(free); i++)
        {
            free = written + "~" + Text(i) + ending;
        }

        return free;
    }

    /// <summary>The name as a file's.</summary>
    public static string Encode(string name)
    {
        var text = new StringBuilder();
        var bytes = 0;
        for (var i = 0; i < name.Length && bytes < MaxBytes; i++)
        {
            var c = name[i];
            var plain = char.IsLetterOrDigit(c) || c is '_' or '-' or '$' || (c == ' ' && i > 0 && i < name.Length - 1);
            var part = plain && !(i == 0 && Devices.Contains(name)) ? c.ToString() : string.Concat(Encoding.UTF8.GetBytes(new[] { c }).Select(b => "%" + b.ToString("X2", CultureInfo.InvariantCulture)));
            text.Append(part);
            bytes += Encoding.UTF8.GetByteCount(part);
        }

        return text.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
