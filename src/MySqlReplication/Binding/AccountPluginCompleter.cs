using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MySqlReplication.Binding;

/// <summary>Offers the authentication plugins by which accounts are made; which of them a server has is seen when it is asked.</summary>
public sealed class AccountPluginCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Where)[] Plugins =
    [
        ("caching_sha2_password", "MySQL 8 and later"),
        ("ed25519", "MariaDB, where the plugin is loaded"),
        ("mysql_native_password", "MariaDB, and MySQL before 9"),
        ("sha256_password", "MySQL"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return Plugins.Where(p => p.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(p => new CompletionResult(p.Name, p.Name, CompletionResultType.ParameterValue, p.Where));
    }
}
