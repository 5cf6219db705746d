using System;
using System.IO;
using System.Reflection;
using MySqlReplication.Servers;
#if NET8_0_OR_GREATER
using System.Runtime.Loader;
#endif

namespace MySqlReplication.Hosting;

/// <summary>
/// Where the engine and the driver come from. On PowerShell 7 they live in a load context of their own under deps/, so that
/// another module's MySqlConnector or Logging.Abstractions is neither used nor disturbed. On Windows PowerShell an
/// AssemblyResolve handler answers by simple name, for files of this module's folder only (version unification that a
/// binding redirect would do in a program). Counted, because a process may hold the module in several runspaces.
/// </summary>
internal static class EngineResolution
{
    private static readonly object Gate = new();
    private static readonly string ModuleFolder = Path.GetDirectoryName(typeof(EngineResolution).Assembly.Location)!;
    private static int _imports;

    public static void Subscribe()
    {
        lock (Gate)
        {
            if (_imports++ == 0)
            {
#if NET8_0_OR_GREATER
                AssemblyLoadContext.Default.Resolving += ResolveEngine;
#else
                AppDomain.CurrentDomain.AssemblyResolve += ResolveByFolder;
#endif
            }
        }
    }

    public static void Unsubscribe()
    {
        lock (Gate)
        {
            if (_imports > 0 && --_imports == 0)
            {
#if NET8_0_OR_GREATER
                AssemblyLoadContext.Default.Resolving -= ResolveEngine;
#else
                AppDomain.CurrentDomain.AssemblyResolve -= ResolveByFolder;
#endif
            }
        }
    }

#if NET8_0_OR_GREATER
    private const string EngineName = "MySqlReplication.Engine";
    private static readonly Lazy<PrivateContext> Context = new(() => new PrivateContext(Path.Combine(ModuleFolder, "deps")));

    // Only the engine is answered: what the engine needs is resolved inside the private context.
    private static Assembly? ResolveEngine(AssemblyLoadContext context, AssemblyName name)
        => name.Name == EngineName ? Context.Value.LoadFromAssemblyName(name) : null;

    private sealed class PrivateContext(string folder) : AssemblyLoadContext("MySqlReplication")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == typeof(ServerReference).Assembly.GetName().Name)
            {
                // One Core for everybody: results cross the border.
                return typeof(ServerReference).Assembly;
            }

            var file = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
#else
    private static Assembly? ResolveByFolder(object? sender, ResolveEventArgs args)
    {
        var name = new AssemblyName(args.Name).Name;
        var file = Path.Combine(ModuleFolder, name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file)
            : name == "System.ValueTuple" && IsOurs(args.RequestingAssembly) ? typeof(ValueTuple).Assembly
            : null;
    }

    // System.Text.Json was compiled against System.ValueTuple 4.0.5.0. .NET Framework has these types itself since 4.7, under an
    // older number, which it does not offer by itself for a newer one.
    private static bool IsOurs(Assembly? asking)
        => asking is { IsDynamic: false } && string.Equals(Path.GetDirectoryName(asking.Location), ModuleFolder, StringComparison.OrdinalIgnoreCase);
#endif
}
