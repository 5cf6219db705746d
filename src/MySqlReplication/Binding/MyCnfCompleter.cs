using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using MySqlReplication.Engine.Configuration;

namespace MySqlReplication.Binding;

/// <summary>Offers what is usual for the option file parameters. Reads no file and asks no server.</summary>
public sealed class MyCnfCompleter : IArgumentCompleter
{
    private static readonly string[] Versions = ["5.5", "5.6", "5.7", "8.0", "8.4", "9.7", "10.5-MariaDB", "10.6-MariaDB", "10.11-MariaDB", "11.4-MariaDB", "11.8-MariaDB"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return Offers(parameterName, fakeBoundParameters)
            .Where(o => o.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(o => new CompletionResult(ServerCompleter.Quote(o.Value), o.Value, CompletionResultType.ParameterValue, o.Tip));
    }

    private static IEnumerable<(string Value, string Tip)> Offers(string parameter, IDictionary bound) => parameter switch
    {
        "LogBin" => [("mysql-bin", "the usual name"), ("binlog", "MySQL 8 and later by themselves")],
        "RelayLog" => [("mysql-relay-bin", "a name that does not follow the host's")],
        "Of" => [("10", "room for ten members: keys 1, 11, 21, ...")],
        "Node" => Enumerable.Range(1, Math.Max(2, Math.Min(Number(bound?["Of"]), 32)))
            .Select(n => n.ToString(CultureInfo.InvariantCulture))
            .Select(n => (n, "member " + n)),
        "Name" or "Remove" => ReadMyCnf.OptionNames.Select(n => (n, n)),
        "DropIn" => [("zz-replication.cnf", "read behind the others of its folder")],
        "ServerVersion" => Versions.Select(v => (v, v.EndsWith("MariaDB", StringComparison.Ordinal) ? v : "MySQL " + v)),
        _ => [],
    };

    private static int Number(object? said)
        => int.TryParse(Convert.ToString(said is PSObject wrapped ? wrapped.BaseObject : said, CultureInfo.InvariantCulture), out var number) ? number : 2;
}
