using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MySqlReplication.Binding;

/// <summary>Offers the tables that snapshots of this session held, and those of the export that -Path names. Opens no connection.</summary>
public sealed class KnownTableCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ServerCompleter.Offer((KnownTables.Here()?.Tables ?? []).Union(ExportedNames.Of(fakeBoundParameters).Tables).ToList(), wordToComplete);
}
