using System;
using System.Linq;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// An option's name with its prefixes split off, as my_getopt does: they may be stacked ("loose_skip-log-bin"), and '-' equals
/// '_'. Case does not matter to MariaDB; MySQL (5.6, 9.7) does not start with capitals.
/// </summary>
internal sealed class OptionName
{
    private static readonly string[] Prefixes = ["skip-", "disable-", "enable-", "maximum-", "loose-"];

    private OptionName(string spelt, string full, string prefix, string body)
    {
        Spelt = spelt;
        Full = full;
        Prefix = prefix;
        Body = body;
    }

    /// <summary>As it stands in the file.</summary>
    public string Spelt { get; }

    /// <summary>Lower case, with dashes.</summary>
    public string Full { get; }

    /// <summary>The prefixes, lower case, with dashes: "loose-skip-", or empty.</summary>
    public string Prefix { get; }

    /// <summary>The name behind the prefixes, lower case, with dashes.</summary>
    public string Body { get; }

    /// <summary>Behind "loose-" an unknown option is passed over instead of keeping the server from starting.</summary>
    public bool IsLoose => Prefix.IndexOf("loose-", StringComparison.Ordinal) >= 0;

    /// <summary>"skip-" and "disable-" set to 0, whatever the value is, unless that is "0" (then 1).</summary>
    public bool IsNegated => LastPrefix is "skip-" or "disable-";

    /// <summary>"enable-" sets to 1, unless the value is "0".</summary>
    public bool IsEnabling => LastPrefix == "enable-";

    /// <summary>"maximum-" sets the limit of the value and not the value.</summary>
    public bool IsMaximum => LastPrefix == "maximum-";

    // Of stacked prefixes the last one decides alone ("skip-loose-x" sets x to 1; found on 5.6, 9.7, 10.5, 10.11, 11.8).
    private string LastPrefix => Prefix.Length == 0 ? Prefix : Prefix.Substring(Prefix.LastIndexOf('-', Prefix.Length - 2) + 1);

    public static OptionName Of(string spelt)
    {
        var full = spelt.Replace('_', '-').ToLowerInvariant();
        var start = 0;
        while (PrefixAt(full, start) is { } length && start + length < full.Length)
        {
            start += length;
        }

        return new OptionName(spelt, full, full.Substring(0, start), full.Substring(start));
    }

    /// <summary>Whether a capital letter stands in it as spelt.</summary>
    public bool HasCapitals => Spelt.Any(c => c is >= 'A' and <= 'Z');

    public override string ToString() => Spelt;

    private static int? PrefixAt(string name, int start)
    {
        foreach (var prefix in Prefixes)
        {
            if (string.CompareOrdinal(name, start, prefix, 0, prefix.Length) == 0)
            {
                return prefix.Length;
            }
        }

        return null;
    }
}
