using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>What Get-Command says of the built module.</summary>
internal static class ExportedCommands
{
    /// <summary>The cmdlets that the manifest exports.</summary>
    public static IReadOnlyList<CmdletInfo> Of(ModuleSession session)
        => session.Run("Get-Command -Module MySqlReplication -CommandType Cmdlet").ThrowOnError().Output.Select(o => (CmdletInfo)o.BaseObject).ToList();

    /// <summary>A cmdlet's own parameters; -WhatIf and -Confirm count as its own.</summary>
    public static IEnumerable<CommandParameterInfo> Own(this CommandParameterSetInfo set) => set.Parameters.Where(p => IsOwn(p.Name));

    /// <summary>A cmdlet's own parameters over all sets.</summary>
    public static IEnumerable<ParameterMetadata> Own(this CmdletInfo cmdlet) => cmdlet.Parameters.Values.Where(p => IsOwn(p.Name));

    private static bool IsOwn(string parameter) => !Cmdlet.CommonParameters.Contains(parameter);
}
