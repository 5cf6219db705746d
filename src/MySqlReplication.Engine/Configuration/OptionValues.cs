using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What a line sets an option to, in one canonical form, so that "ON" and "1", "1K" and "1024" are the same.</summary>
internal static class OptionValues
{
    /// <summary>The canonical value of a line; null when an option that takes a name is switched off by "skip-".</summary>
    public static string? Of(OptionDefinition option, OptionFileLine line)
    {
        var name = line.Name!;
        if (!option.IsSkip && (name.IsNegated || name.IsEnabling))
        {
            var on = name.IsNegated == (line.Value == "0");
            return option.Kind is OptionKind.Text ? on ? "1" : null : Canonical(option, on ? "1" : "0");
        }

        return Canonical(option, line.Value ?? (option.Kind is OptionKind.Flag or OptionKind.Choice ? "1" : string.Empty));
    }

    /// <summary>The canonical form of a value as the server reads it. What the server would not understand stays as it is.</summary>
    public static string Canonical(OptionDefinition option, string value) => option.Kind switch
    {
        // Anything but these is taken for off (with a warning); "yes" is off.
        OptionKind.Flag => IsOneOf(value, "1", "ON", "TRUE") ? "1" : "0",
        OptionKind.Number => Number(value)?.ToString(CultureInfo.InvariantCulture) ?? Whole(value) ?? value,
        OptionKind.Choice => Choice(option, value),
        _ => value,
    };

    /// <summary>For people: what stood in the line.</summary>
    public static string Shown(OptionDefinition option, OptionFileLine line) => !option.IsSkip && (line.Name!.IsNegated || line.Name.IsEnabling)
        ? Of(option, line) ?? "OFF"
        : OptionText.ToPeople(line.Value ?? (option.Kind == OptionKind.Flag ? "1" : string.Empty));

    /// <summary>The same value in the words that the line used: "ON" where it said "off".</summary>
    public static string InTheStyleOf(OptionDefinition option, string value, string? former)
    {
        if (option.Kind != OptionKind.Flag || former is null)
        {
            return value;
        }

        var on = value == "1";
        var word = IsOneOf(former, "ON", "OFF") ? on ? "ON" : "OFF"
            : IsOneOf(former, "TRUE", "FALSE") ? on ? "TRUE" : "FALSE"
            : null;
        return word is null ? value : former.Any(char.IsLower) ? word.ToLowerInvariant() : word;
    }

    /// <summary>A number with its suffix, as eval_num_suffix reads it; null when it is none.</summary>
    public static long? Number(string text)
    {
        // strtoll passes over spaces before the number; nothing but one suffix may come behind it.
        text = text.TrimStart(' ', '\t', '\n', '\v', '\f', '\r');
        var shift = text.Length == 0 ? -1 : "KMGTPE".IndexOf(char.ToUpperInvariant(text[text.Length - 1]));
        var digits = shift < 0 ? text : text.Substring(0, text.Length - 1);
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (shift < 0 || Math.Abs((decimal)number) <= long.MaxValue >> (10 * (shift + 1)))
            ? number << (shift < 0 ? 0 : 10 * (shift + 1))
            : null;
    }

    /// <summary>Whether a running binary or relay log is the one that a file names: servers take directory and extension off ("/log/mysql-bin.log" is mysql-bin.000001).</summary>
    /// <param name="written">As in the file, one char a byte.</param>
    /// <param name="running">The path that its files begin with; null or empty when not known.</param>
    public static bool IsSameLogName(string written, string? running)
    {
        var name = Path.GetFileName(OptionText.ToPeople(written));
        var log = string.IsNullOrEmpty(running) ? null : Path.GetFileName(running);
        return log is not null && (log == name || log == Path.GetFileNameWithoutExtension(name) || log == name.Split('.')[0]);
    }

    // MariaDB shows days as "10.000000".
    private static string? Whole(string value) => value.IndexOf('.') > 0 && value.TrimEnd('0').EndsWith(".", StringComparison.Ordinal) && Number(value.Substring(0, value.IndexOf('.'))) is { } whole
        ? whole.ToString(CultureInfo.InvariantCulture)
        : null;

    private static string Choice(OptionDefinition option, string value)
    {
        value = IsOneOf(value, "FALSE") ? "0" : IsOneOf(value, "TRUE") ? "1" : value;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < option.Choices.Count
            ? option.Choices[index]
            : value.ToUpperInvariant();
    }

    private static bool IsOneOf(string value, params string[] words) => words.Any(w => w.Equals(value, StringComparison.OrdinalIgnoreCase));
}
