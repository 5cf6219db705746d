using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MySqlReplication.Binding;

/// <summary>Offers the servers that this session has spoken to. Opens no connection.</summary>
public sealed class ServerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Offer(KnownServers.All(), wordToComplete);

    /// <summary>Those names that begin as the word does, quoted where they need it.</summary>
    internal static IEnumerable<CompletionResult> Offer(IReadOnlyList<string> names, string? wordToComplete)
    {
        var word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return names
            .Where(s => s.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(s => new CompletionResult(Quote(s), s, CompletionResultType.ParameterValue, s));
    }

    // "[::1]:3306" would be read as a type; a path with a blank as two words.
    internal static string Quote(string text) => text.All(c => char.IsLetterOrDigit(c) || c is '.' or ':' or '-' or '_' or '/')
        ? text
        : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
}
