using System;
using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What a dump sets for its own session, as far as reading the dump depends on it: the client's character set, and whether a backslash escapes.</summary>
internal sealed class DumpSession
{
    private readonly Dictionary<string, string> _saved = new(StringComparer.OrdinalIgnoreCase);
    private string _mode = string.Empty;

    /// <summary>character_set_client.</summary>
    public string CharacterSet { get; private set; } = "utf8mb4";

    public bool NoBackslashEscapes => _mode.IndexOf("NO_BACKSLASH_ESCAPES", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether rows are loaded under the mode that every dump begins with, as far as it was told.</summary>
    public bool IsRowsMode => _mode.Equals("NO_AUTO_VALUE_ON_ZERO", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes note of a SET.</summary>
    public void Set(IReadOnlyList<string> words)
    {
        if (words.Count > 2 && words[1].Equals("NAMES", StringComparison.OrdinalIgnoreCase))
        {
            CharacterSet = Value(words[2], CharacterSet).ToLowerInvariant();
            return;
        }

        for (var i = 1; i + 2 < words.Count; i++)
        {
            if (words[i + 1] != "=")
            {
                continue;
            }

            var name = words[i].TrimStart('@').ToUpperInvariant();
            if (words[i][0] == '@' && !words[i].StartsWith("@@", StringComparison.Ordinal))
            {
                // @saved = @@sql_mode, with or without SESSION.
                var source = words.Skip(i + 2).TakeWhile(w => w != ",").LastOrDefault() ?? string.Empty;
                _saved[words[i]] = source.EndsWith("sql_mode", StringComparison.OrdinalIgnoreCase) ? _mode
                    : source.EndsWith("character_set_client", StringComparison.OrdinalIgnoreCase) ? CharacterSet : string.Empty;
            }
            else if (name == "SQL_MODE")
            {
                _mode = Value(words[i + 2], string.Empty);
            }
            else if (name == "CHARACTER_SET_CLIENT")
            {
                CharacterSet = Value(words[i + 2], CharacterSet).ToLowerInvariant();
            }
        }
    }

    private string Value(string word, string otherwise) => word[0] == '@' ? _saved.TryGetValue(word, out var kept) && kept.Length > 0 ? kept : otherwise : word.Trim('\'', '"');
}
