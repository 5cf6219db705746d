using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>Loads the shipped thin assemblies as Import-Module does, before xUnit looks at types that derive from them.</summary>
internal static class ShippedAssemblies
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "A test program, not a library: nothing may look at its types before this.")]
    internal static void Load()
    {
        // The engine reports module names over the network unless this is set before its first type is touched.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        foreach (var attribute in typeof(ShippedAssemblies).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (attribute.Key == "RepositoryRoot")
            {
                AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(attribute.Value!, "bin", "net8.0", "MySqlReplication.Core.dll"));
                AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(attribute.Value!, "bin", "net8.0", "MySqlReplication.dll"));
            }
        }
    }
}
