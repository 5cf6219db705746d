using System;
using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What a statement of a dump is about, by its first words.</summary>
/// <param name="Kind">What is done with it.</param>
/// <param name="What">For people: its verb and object, "CREATE TABLE".</param>
/// <param name="Database">The database that it names or goes to; null when it names none.</param>
/// <param name="Name">The table or other object; null when there is none.</param>
internal sealed record DumpStatement(DumpStatementKind Kind, string What, string? Database = null, string? Name = null)
{
    private static readonly string[] Programs = ["VIEW", "TRIGGER", "EVENT", "PROCEDURE", "FUNCTION", "PACKAGE"];
    private static readonly string[] Objects = ["TABLE", "VIEW", "TRIGGER", "EVENT", "PROCEDURE", "FUNCTION", "PACKAGE", "SEQUENCE"];
    private static readonly string[] OfTheServer = ["USER", "ROLE", "SERVER"];
    private static readonly string[] ServerVerbs = ["GRANT", "REVOKE", "FLUSH", "INSTALL", "UNINSTALL", "PURGE", "RESET", "START", "STOP"];

    /// <summary>Reads one.</summary>
    public static DumpStatement Of(IReadOnlyList<string> words)
    {
        var verb = Word(words, 0);
        if (verb.Length == 0)
        {
            // A conditional comment with nothing in it.
            return new DumpStatement(DumpStatementKind.Run, "DO");
        }

        switch (verb)
        {
            case "SET":
                return Set(words);
            case "INSERT" or "REPLACE":
                var into = words.Take(6).ToList().FindIndex(w => w.Equals("INTO", StringComparison.OrdinalIgnoreCase));
                return Named(DumpStatementKind.Rows, verb + " INTO", words, into + 1);
            case "USE":
                return new DumpStatement(DumpStatementKind.Use, verb, Plain(words.ElementAtOrDefault(1)));
            case "CREATE" or "DROP" or "ALTER":
                return Definition(verb, words);
            case "LOCK" or "UNLOCK" when Word(words, 1) is "TABLES" or "TABLE":
                return new DumpStatement(DumpStatementKind.Lock, verb + " TABLES");
            case "START" when Word(words, 1) == "TRANSACTION":
            case "COMMIT" or "BEGIN" or "ANALYZE":
                return new DumpStatement(DumpStatementKind.Run, verb);
            case "SELECT" or "DO" when Word(words, 1) is "SETVAL":
                return new DumpStatement(DumpStatementKind.Run, "SETVAL");
            case "CHANGE":
                return new DumpStatement(DumpStatementKind.Coordinates, "CHANGE " + Word(words, 1));
            default:
                return new DumpStatement(ServerVerbs.Contains(verb) ? DumpStatementKind.ServerWide : DumpStatementKind.Refused, (verb + " " + Word(words, 1)).Trim());
        }
    }

    /// <summary>What a CREATE of a view, trigger, routine or event makes, "function"; null of any other statement.</summary>
    public string? Program => What.StartsWith("CREATE ", StringComparison.Ordinal) && Programs.Contains(What.Substring(7)) ? What.Substring(7).ToLowerInvariant() : null;

    /// <summary>The account that a CREATE names as its definer; null when it names none.</summary>
    public static (string User, string Host)? Definer(IReadOnlyList<string> words)
    {
        for (var i = 1; i + 4 < words.Count && !Objects.Contains(Word(words, i)); i++)
        {
            if (Word(words, i) == "DEFINER" && words[i + 1] == "=" && words[i + 3] == "@")
            {
                return (Plain(words[i + 2])!, Plain(words[i + 4])!);
            }
        }

        return null;
    }

    private static DumpStatement Set(IReadOnlyList<string> words)
    {
        var targets = Targets(words).ToList();
        bool Has(params string[] names) => targets.Any(t => names.Contains(t, StringComparer.Ordinal));
        return Has("GTID_PURGED", "GTID_SLAVE_POS") ? new DumpStatement(DumpStatementKind.Gtids, "SET GLOBAL gtid_purged or gtid_slave_pos")
            : Has("SQL_LOG_BIN", "@@SQL_LOG_BIN") ? new DumpStatement(DumpStatementKind.BinaryLog, "SET sql_log_bin")
            : Has("GLOBAL", "@@GLOBAL", "PERSIST", "@@PERSIST", "PERSIST_ONLY", "@@PERSIST_ONLY") || Word(words, 1) is "PASSWORD" or "ROLE" or "DEFAULT"
                ? new DumpStatement(DumpStatementKind.ServerWide, "SET GLOBAL")
            : new DumpStatement(DumpStatementKind.Run, "SET");
    }

    // What stands before each "=": names, and the scope before them.
    private static IEnumerable<string> Targets(IReadOnlyList<string> words)
    {
        var from = 1;
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i] == ",")
            {
                from = i + 1;
            }
            else if (words[i] == "=")
            {
                for (var target = from; target < i; target++)
                {
                    yield return words[target].ToUpperInvariant();
                }

                from = words.Count;
            }
        }
    }

    private static DumpStatement Definition(string verb, IReadOnlyList<string> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            var word = Word(words, i);
            if (word is "DATABASE" or "SCHEMA")
            {
                return new DumpStatement(DumpStatementKind.Database, verb + " DATABASE", Plain(words.ElementAtOrDefault(AfterExists(words, i + 1))));
            }

            if (OfTheServer.Contains(word))
            {
                return new DumpStatement(DumpStatementKind.ServerWide, verb + " " + word);
            }

            if (Objects.Contains(word))
            {
                var named = word == "PACKAGE" && Word(words, i + 1) == "BODY" ? i + 2 : i + 1;
                return Named(word == "EVENT" && verb == "CREATE" ? DumpStatementKind.Event : DumpStatementKind.Run, verb + " " + word, words, AfterExists(words, named));
            }
        }

        return new DumpStatement(DumpStatementKind.Refused, verb);
    }

    private static int AfterExists(IReadOnlyList<string> words, int at)
    {
        while (Word(words, at) is "IF" or "NOT" or "EXISTS")
        {
            at++;
        }

        return at;
    }

    private static DumpStatement Named(DumpStatementKind kind, string what, IReadOnlyList<string> words, int at)
    {
        var first = Plain(words.ElementAtOrDefault(at));
        return words.ElementAtOrDefault(at + 1) == "." ? new DumpStatement(kind, what, first, Plain(words.ElementAtOrDefault(at + 2))) : new DumpStatement(kind, what, null, first);
    }

    private static string Word(IReadOnlyList<string> words, int at) => at < words.Count ? words[at].ToUpperInvariant() : string.Empty;

    private static string? Plain(string? word) => word is { Length: > 1 } && word[0] == '`' ? word.Substring(1) : word;
}
