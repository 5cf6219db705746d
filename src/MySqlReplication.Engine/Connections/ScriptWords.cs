using System;
using System.Collections.Generic;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>The first words of a statement, for telling what it is: words, names, texts and signs; of comments only those in /*! ... */.</summary>
internal static class ScriptWords
{
    private const int Looked = 4096;

    /// <summary>The words, at most so many. A text begins with a quote, a name with a backtick; both are unescaped.</summary>
    public static IReadOnlyList<string> Of(ArraySegment<byte> statement, int most) => Of(Encoding.UTF8.GetString(statement.Array!, statement.Offset, Math.Min(statement.Count, Looked)), most);

    /// <inheritdoc cref="Of(ArraySegment{byte}, int)"/>
    public static IReadOnlyList<string> Of(string text, int most)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length && words.Count < most;)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c) || Is(text, i, "*/"))
            {
                i += c == '*' ? 2 : 1;
            }
            else if (Is(text, i, "/*!") || Is(text, i, "/*M!"))
            {
                i = text.IndexOf('!', i) + 1;
                while (i < text.Length && char.IsDigit(text[i]))
                {
                    i++;
                }
            }
            else if (Is(text, i, "/*"))
            {
                i = text.IndexOf("*/", i, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : text.Length;
            }
            else if (c is '\'' or '"' or '`')
            {
                words.Add(Quoted(text, ref i));
            }
            else if (IsWord(c))
            {
                var from = i;
                while (i < text.Length && IsWord(text[i]))
                {
                    i++;
                }

                words.Add(text.Substring(from, i - from));
            }
            else
            {
                words.Add(c.ToString());
                i++;
            }
        }

        return words;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '@' or '-';

    private static bool Is(string text, int at, string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;

    private static string Quoted(string text, ref int i)
    {
        var quote = text[i];
        var value = new StringBuilder().Append(quote);
        for (i++; i < text.Length; i++)
        {
            if (text[i] == quote && (i + 1 == text.Length || text[i + 1] != quote))
            {
                i++;
                break;
            }

            if (text[i] == quote || (text[i] == '\\' && quote != '`' && i + 1 < text.Length))
            {
                i++;
            }

            value.Append(text[i]);
        }

        return value.ToString();
    }
}
