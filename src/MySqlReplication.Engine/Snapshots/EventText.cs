using System;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// CREATE EVENT as a replica runs it: not at all. The server writes the state behind ON COMPLETION [NOT] PRESERVE; what stands in
/// quotes before it (names, times) is stepped over, and the body comes later.
/// </summary>
internal static class EventText
{
    public static string OnReplica(string create, string disabled)
    {
        var quote = '\0';
        for (var i = 0; i < create.Length; i++)
        {
            var c = create[i];
            if (quote != '\0')
            {
                i += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"' or '`')
            {
                quote = c;
            }
            else if (Is(create, i, " PRESERVE ENABLE"))
            {
                return create.Substring(0, i) + " PRESERVE " + disabled + create.Substring(i + " PRESERVE ENABLE".Length);
            }
            else if (Is(create, i, " PRESERVE DISABLE"))
            {
                return create;
            }
        }

        return create;
    }

    private static bool Is(string text, int at, string word) => string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;
}
