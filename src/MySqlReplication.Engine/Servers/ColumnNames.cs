using System;
using System.Collections.Generic;
using System.Globalization;

namespace MySqlReplication.Engine.Servers;

/// <summary>Column names that can be property names: none empty, no two the same without case.</summary>
internal static class ColumnNames
{
    // PowerShell keeps these for the views of an object; a property cannot have such a name.
    private static readonly string[] Reserved = ["psbase", "psadapted", "psextended", "psobject", "pstypenames"];

    /// <summary>An empty name becomes Column and its number; one that is there already gets _2, _3 and so on behind it.</summary>
    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> names)
    {
        var distinct = new string[names.Count];
        var given = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        var taken = new HashSet<string>(Reserved, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < distinct.Length; i++)
        {
            var name = string.IsNullOrWhiteSpace(names[i]) ? "Column" + (i + 1).ToString(CultureInfo.InvariantCulture) : names[i];
            var free = name;

            // A made name must not take the place of one that a later column really has.
            for (var n = 2; taken.Contains(free) || (free != names[i] && given.Contains(free)); n++)
            {
                free = name + "_" + n.ToString(CultureInfo.InvariantCulture);
            }

            taken.Add(free);
            distinct[i] = free;
        }

        return distinct;
    }
}
