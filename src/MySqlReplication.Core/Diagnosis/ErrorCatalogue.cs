using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using MySqlReplication.Servers;

namespace MySqlReplication.Diagnosis;

/// <summary>
/// Error numbers of MySQL and MariaDB that replication shows, in plain words. The one table behind Get-SlaveStatus, the
/// diagnosis and about_MySqlReplication_Errors.
/// </summary>
public static partial class ErrorCatalogue
{
    private const string Both = "MySQL, MariaDB";
    private const string MySql = "MySQL";
    private const string MariaDB = "MariaDB";

    private static readonly ErrorExplanation[] Table = [.. Connecting(), .. Reading(), .. Applying(), .. Statements(), .. Gtids(), .. OfMariaDB()];

    /// <summary>All entries, by number; of one number the particular cases before the general one.</summary>
    public static IReadOnlyList<ErrorExplanation> Entries { get; } = Table.OrderBy(e => e.Number).ToList();

    /// <summary>What a number means.</summary>
    /// <param name="number">The number; 0 and null are no error.</param>
    /// <param name="text">The server's text, which tells cases of one number apart.</param>
    /// <param name="flavour">The server's family: some numbers mean another thing in the other one.</param>
    /// <returns>The entry; null when the catalogue has none.</returns>
    public static ErrorExplanation? Find(int? number, string? text = null, ServerFlavour flavour = ServerFlavour.Unknown)
    {
        if (number is null or 0)
        {
            return null;
        }

        var fitting = Entries.Where(e => (e.Number == number || e.OtherNumbers.Contains(number.Value)) && IsOf(e, flavour)).ToList();
        return fitting.FirstOrDefault(e => e.Pattern is not null && text is not null && Regex.IsMatch(text, e.Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            ?? fitting.FirstOrDefault(e => e.Pattern is null);
    }

    /// <summary>The whole catalogue as it stands in about_MySqlReplication_Errors.</summary>
    public static string ToHelpText()
    {
        var text = new StringBuilder();
        foreach (var entry in Entries)
        {
            var numbers = string.Join(", ", new[] { entry.Number }.Concat(entry.OtherNumbers).Select(n => n.ToString(CultureInfo.InvariantCulture)));
            Wrap(text, 4, numbers + " " + entry.Name + (entry.Case is null ? string.Empty : " (" + entry.Case + ")") + ", " + entry.Servers + (entry.IsProvoked ? string.Empty : ", from the manual"));
            Wrap(text, 8, entry.Meaning);
            Wrap(text, 8, "Causes: " + string.Join("; ", entry.Causes) + ".");
            Wrap(text, 8, "What to do: " + string.Join(" ", entry.Actions));
            text.Append('\n');
        }

        return text.ToString();
    }

    private static bool IsOf(ErrorExplanation entry, ServerFlavour flavour) => flavour switch
    {
        ServerFlavour.MySql => entry.Servers != MariaDB,
        ServerFlavour.MariaDB => !entry.Servers.StartsWith(MySql, StringComparison.Ordinal) || entry.Servers == Both,
        _ => true,
    };

    private static void Wrap(StringBuilder text, int indent, string sentence)
    {
        const int Width = 78;
        var column = 0;
        foreach (var word in sentence.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(column == 0 ? new string(' ', indent) : " ").Append(word);
            column += (column == 0 ? indent : 1) + word.Length;
        }

        text.Append('\n');
    }

    // Causes and actions are separated by '|'.
    private static ErrorExplanation Entry(
        int number,
        string name,
        string servers,
        bool provoked,
        string meaning,
        string causes,
        string actions,
        int[]? also = null,
        string? when = null,
        string? pattern = null) => new()
    {
        Number = number,
        Name = name,
        Servers = servers,
        IsProvoked = provoked,
        Meaning = meaning,
        Causes = causes.Split('|'),
        Actions = actions.Split('|'),
        OtherNumbers = also ?? [],
        Case = when,
        Pattern = pattern,
    };
}
