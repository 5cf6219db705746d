using System.Management.Automation;

namespace MySqlReplication.Hosting;

/// <summary>Import and removal: subscribes the assembly resolution that keeps engine and driver out of everybody else's way.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Called by every import, once a runspace. Reads no file and opens no connection.</summary>
    public void OnImport() => EngineResolution.Subscribe();

    /// <summary>Called by every Remove-Module.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => EngineResolution.Unsubscribe();
}
