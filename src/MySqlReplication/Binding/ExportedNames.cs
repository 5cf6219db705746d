using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Engine.Snapshots;

namespace MySqlReplication.Binding;

/// <summary>What the export holds that a line names by -Path: who exports anew usually wants the same again.</summary>
internal static class ExportedNames
{
    /// <summary>Its databases and tables; none when the line names no export.</summary>
    public static (IReadOnlyList<string> Databases, IReadOnlyList<string> Tables) Of(IDictionary bound)
    {
        if ((bound?["Path"] is PSObject wrapped ? wrapped.BaseObject : bound?["Path"]) is not string { Length: > 0 } path)
        {
            return ([], []);
        }

        try
        {
            // Where the session stands is known to the session only.
            var full = ScriptBlock.Create("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").Invoke(path).FirstOrDefault()?.ToString();
            return full is null ? ([], []) : ReadSnapshotNames.Of(full);
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            return ([], []);
        }
    }
}
