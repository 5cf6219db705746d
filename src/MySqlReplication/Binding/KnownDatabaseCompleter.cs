using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MySqlReplication.Binding;

/// <summary>Offers the databases that snapshots of this session held, and those of the export that -Path names. Opens no connection.</summary>
public sealed class KnownDatabaseCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ServerCompleter.Offer((KnownTables.Here()?.Databases ?? []).Union(ExportedNames.Of(fakeBoundParameters).Databases).ToList(), wordToComplete);
}
