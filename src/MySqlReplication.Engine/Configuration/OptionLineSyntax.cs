using System.Text;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// How a server reads one line, byte for byte (mysys/my_default.c: search_default_file_with_ext, remove_end_comment). Found
/// equal to what MySQL 5.6, 9.7 and MariaDB 10.5, 10.11, 11.8 print.
/// </summary>
internal static class OptionLineSyntax
{
    /// <summary>
    /// The longest line in bytes, without its end, that every server takes as one: MySQL 5.6 and MariaDB read pieces of 4095
    /// bytes and take what is left for a line of its own.
    /// </summary>
    public const int LongestLine = 4094;

    /// <summary>my_isspace of latin1: blank, tab to carriage return, and A0 (so that a value's last byte A0 is lost without quotes).</summary>
    public static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r') or '\xA0';

    /// <summary>The first char that is no space, at or after an index.</summary>
    public static int SkipSpace(string text, int index, int end)
    {
        while (index < end && IsSpace(text[index]))
        {
            index++;
        }

        return index;
    }

    /// <summary>The end without the spaces before it.</summary>
    public static int TrimEnd(string text, int start, int end)
    {
        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>
    /// Where the comment behind an option begins: at the first '#' outside of quotes. Only '#' (a ';' there belongs to the
    /// value); quotes count anywhere in the line, and a backslash protects only inside of them.
    /// </summary>
    public static int FindComment(string text, int start)
    {
        var quote = '\0';
        var escaped = false;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\'' or '"' && !escaped)
            {
                quote = quote == '\0' ? c : quote == c ? '\0' : quote;
            }

            if (quote == '\0' && c == '#')
            {
                return i;
            }

            escaped = quote != '\0' && c == '\\' && !escaped;
        }

        return text.Length;
    }

    /// <summary>The value that the server gets out of the text between '=' and the comment, spaces around it cut off already.</summary>
    public static string ReadValue(string text, int start, int end)
    {
        if (end - start > 1 && text[start] is '\'' or '"' && text[start] == text[end - 1])
        {
            start++;
            end--;
        }

        if (text.IndexOf('\\', start, end - start) < 0)
        {
            return text.Substring(start, end - start);
        }

        var value = new StringBuilder(end - start);
        for (var i = start; i < end; i++)
        {
            if (text[i] != '\\' || i == end - 1)
            {
                value.Append(text[i]);
                continue;
            }

            var c = text[++i];
            switch (c)
            {
                case 'n': value.Append('\n'); break;
                case 't': value.Append('\t'); break;
                case 'r': value.Append('\r'); break;
                case 'b': value.Append('\b'); break;
                case 's': value.Append(' '); break;
                case '"' or '\'' or '\\': value.Append(c); break;
                default: value.Append('\\').Append(c); break;
            }
        }

        return value.ToString();
    }

    /// <summary>
    /// Writes a value so that <see cref="ReadValue"/> gives it back: as it is where that is enough, else in quotes with
    /// backslashes and quotes protected.
    /// </summary>
    /// <param name="value">One char a byte, without control characters.</param>
    /// <param name="quote">The quote to use, when the line had one already; '\0' quotes only what needs it.</param>
    public static string WriteValue(string value, char quote)
    {
        if (quote == '\0' && !NeedsQuotes(value))
        {
            return value;
        }

        if (quote == '\0')
        {
            quote = '"';
        }

        var written = new StringBuilder(value.Length + 4).Append(quote);
        foreach (var c in value)
        {
            if (c == '\\' || c == quote)
            {
                written.Append('\\');
            }

            written.Append(c);
        }

        return written.Append(quote).ToString();
    }

    private static bool NeedsQuotes(string value) => value.Length > 0
        && (IsSpace(value[0]) || IsSpace(value[value.Length - 1]) || value.IndexOfAny(['#', '\\', '\'', '"']) >= 0);
}
