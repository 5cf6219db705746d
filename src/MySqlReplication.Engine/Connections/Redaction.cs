using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace MySqlReplication.Engine.Connections;

/// <summary>Makes a text from a server fit to be shown: no secret, no terminal control sequence.</summary>
internal static class Redaction
{
    private const string Blot = "********";
    private static readonly char[] Quotes = ['\'', '"'];

    // Words after which servers and people write a password; what stands quoted behind them is struck out even when it is not
    // one of ours (an error message can quote somebody else's statement).
    private static readonly Regex PasswordWord = new(
        @"(?ix) ( \b (?: MASTER_PASSWORD | SOURCE_PASSWORD | PASSWORD | IDENTIFIED\s+(?:WITH\s+\S+\s+)?BY (?:\s+PASSWORD)? | USING | AS ) \s* [=(]? \s* ) ( '(?:[^'\\]|\\.|'')*'? | ""(?:[^""\\]|\\.|"""")*""? )",
        RegexOptions.CultureInvariant);

    /// <summary>The text without the secrets given, without quoted passwords, and with control characters made visible.</summary>
    public static string Clean(string text, IEnumerable<string>? secrets = null)
    {
        foreach (var secret in (secrets ?? []).Where(s => s.Length > 0).OrderByDescending(s => s.Length))
        {
            text = text.Replace(secret, Blot)
                .Replace(secret.Replace("'", "''"), Blot)
                .Replace(secret.Replace("\\", "\\\\").Replace("'", "''"), Blot);
        }

        // A password stands in quotes; most texts have none.
        return Visible(text.IndexOfAny(Quotes) < 0 ? text : PasswordWord.Replace(text, m => m.Groups[1].Value + "'" + Blot + "'"));
    }

    /// <summary>Control characters (escape sequences among them) as \xNN, so that a server cannot drive a terminal.</summary>
    public static string Visible(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var hidden = (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u202E' or '\u202D' or '\u2066' or '\u2067' or '\u2068';
            if (hidden && clean is null)
            {
                clean = new StringBuilder(text, 0, i, text.Length + 16);
            }

            if (clean is not null)
            {
                _ = hidden ? clean.Append("\\x").Append(((int)c).ToString("X2", CultureInfo.InvariantCulture)) : clean.Append(c);
            }
        }

        return clean?.ToString() ?? text;
    }
}
