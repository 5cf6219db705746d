using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// A statement's bytes as the text that the driver sends, which is UTF-8 whatever the script's character set: a literal that is no
/// UTF-8 becomes a hexadecimal one, in the character set in which the client would have sent it.
/// </summary>
internal static class ScriptText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text; null when bytes outside of literals are no UTF-8.</summary>
    public static string? Of(ArraySegment<byte> statement, string characterSet, bool noBackslashEscapes)
    {
        if (Decode(statement.Array!, statement.Offset, statement.Count) is { } plain)
        {
            return plain;
        }

        var text = new StringBuilder(statement.Count + (statement.Count / 4));
        var bytes = statement.Array!;
        var end = statement.Offset + statement.Count;
        var from = statement.Offset;
        for (var at = from; at < end;)
        {
            var quote = bytes[at];
            if (quote is not ((byte)'\'' or (byte)'"' or (byte)'`'))
            {
                at++;
                continue;
            }

            var close = Close(bytes, at, end, quote, quote != '`' && !noBackslashEscapes);
            if (Decode(bytes, at, close - at) is null)
            {
                if (quote == '`' || Decode(bytes, from, at - from) is not { } before)
                {
                    return null;
                }

                text.Append(before).Append(Hex(text, Unescape(bytes, at + 1, close - 1, quote, !noBackslashEscapes), characterSet));
                from = close;
            }

            at = close;
        }

        return Decode(bytes, from, end - from) is { } rest ? text.Append(rest).ToString() : null;
    }

    private static string? Decode(byte[] bytes, int from, int count)
    {
        try
        {
            return Strict.GetString(bytes, from, count);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Hex(StringBuilder before, List<byte> content, string characterSet)
    {
        var hex = new StringBuilder(content.Count * 2 + 24);

        // Bytes that are wrong in the client's own UTF-8 belong to a binary column.
        if (!characterSet.StartsWith("utf8", StringComparison.OrdinalIgnoreCase) && characterSet != "binary" && !HasIntroducer(before))
        {
            hex.Append('_').Append(characterSet).Append(' ');
        }

        hex.Append("0x");
        foreach (var b in content)
        {
            hex.Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }

    private static bool HasIntroducer(StringBuilder before)
    {
        var at = before.Length - 1;
        while (at >= 0 && before[at] == ' ')
        {
            at--;
        }

        while (at >= 0 && (char.IsLetterOrDigit(before[at])))
        {
            at--;
        }

        return at >= 0 && before[at] == '_' && (at == 0 || !char.IsLetterOrDigit(before[at - 1]));
    }

    private static int Close(byte[] bytes, int open, int end, byte quote, bool escapes)
    {
        for (var i = open + 1; i < end; i++)
        {
            if (bytes[i] == '\\' && escapes)
            {
                i++;
            }
            else if (bytes[i] == quote)
            {
                if (i + 1 >= end || bytes[i + 1] != quote)
                {
                    return i + 1;
                }

                i++;
            }
        }

        return end;
    }

    private static List<byte> Unescape(byte[] bytes, int from, int to, byte quote, bool escapes)
    {
        var content = new List<byte>(to - from);
        for (var i = from; i < to; i++)
        {
            if (bytes[i] == quote)
            {
                i++;
                content.Add(quote);
            }
            else if (bytes[i] == '\\' && escapes && i + 1 < to)
            {
                i++;
                content.Add(bytes[i] switch
                {
                    (byte)'0' => 0,
                    (byte)'b' => 8,
                    (byte)'n' => 10,
                    (byte)'r' => 13,
                    (byte)'t' => 9,
                    (byte)'Z' => 26,
                    var other => other,
                });
            }
            else
            {
                content.Add(bytes[i]);
            }
        }

        return content;
    }
}
