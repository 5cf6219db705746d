using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>The folder that ships: everything that an assembly asks for is there or belongs to the platform.</summary>
public sealed class ShippedTreeTests
{
    // What .NET Framework 4.7.2 and Windows PowerShell bring. A name beginning with System that is not listed must ship.
    private static readonly HashSet<string> WindowsPowerShell = new(StringComparer.OrdinalIgnoreCase)
    {
        "mscorlib", "netstandard", "System", "System.Core", "System.Data", "System.Transactions", "System.Net.Http", "System.Numerics",
        "System.Configuration", "System.Xml", "System.Security", "System.Management.Automation", "System.Web", "System.IO.Compression",
        "System.ComponentModel.DataAnnotations", "Microsoft.CSharp", "System.Runtime.Serialization", "System.ValueTuple",
    };

    [Fact]
    public void Every_reference_of_the_net472_tree_is_in_its_folder_or_in_Windows_PowerShell()
    {
        var folder = Path.Combine(ModuleSession.RepositoryRoot, "bin", "net472");
        var missing = MissingReferences(folder, WindowsPowerShell.Contains);
        Assert.Empty(missing);
    }

    [Fact]
    public void No_reference_of_the_net472_tree_is_newer_than_NET_Framework_but_the_one_that_is_answered()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var framework = Directory.GetFiles(Path.Combine(packages, "microsoft.netframework.referenceassemblies.net472"), "*.dll", SearchOption.AllDirectories)
            .Select(NameOf)
            .OfType<System.Reflection.AssemblyName>()
            .GroupBy(n => n.Name!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Max(n => n.Version), StringComparer.OrdinalIgnoreCase);
        var folder = Path.Combine(ModuleSession.RepositoryRoot, "bin", "net472");
        var newer = Directory.GetFiles(folder, "*.dll")
            .SelectMany(dll => VersionedReferences(dll).Select(r => (Dll: Path.GetFileName(dll), r.Name, r.Version)))
            .Where(r => !File.Exists(Path.Combine(folder, r.Name + ".dll")) && framework.TryGetValue(r.Name, out var has) && r.Version > has)
            .Select(r => r.Dll + " -> " + r.Name);

        // EngineResolution answers this one by hand: no program's configuration redirects it in Windows PowerShell.
        Assert.Equal(["System.Text.Json.dll -> System.ValueTuple"], newer);
    }

    [Fact]
    public void The_thin_folder_holds_cmdlets_and_Core_only_and_deps_holds_the_rest()
    {
        var folder = Path.Combine(ModuleSession.RepositoryRoot, "bin", "net8.0");
        Assert.Equal(["MySqlReplication.Core.dll", "MySqlReplication.dll"], Directory.GetFiles(folder, "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("MySqlReplication.Engine.dll", Directory.GetFiles(Path.Combine(folder, "deps")).Select(Path.GetFileName));
        Assert.DoesNotContain("System.Management.Automation.dll", Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void The_engine_never_sees_PowerShell_and_Core_sees_nobody()
    {
        var folder = Path.Combine(ModuleSession.RepositoryRoot, "bin", "net8.0");
        Assert.DoesNotContain("System.Management.Automation", References(Path.Combine(folder, "deps", "MySqlReplication.Engine.dll")));
        Assert.All(References(Path.Combine(folder, "MySqlReplication.Core.dll")), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void No_type_of_the_cmdlet_assembly_derives_from_the_engine()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(ModuleSession.RepositoryRoot, "bin", "net8.0", "MySqlReplication.dll")));
        var metadata = file.GetMetadataReader();
        var parents = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .SelectMany(t => t.GetInterfaceImplementations().Select(i => metadata.GetInterfaceImplementation(i).Interface).Append(t.BaseType))
            .Where(h => h.Kind == HandleKind.TypeReference)
            .Select(h => metadata.GetTypeReference((TypeReferenceHandle)h))
            .Select(t => metadata.GetString(t.Namespace));
        Assert.DoesNotContain(parents, n => n.StartsWith("MySqlReplication.Engine", StringComparison.Ordinal));
    }

    private static List<string> MissingReferences(string folder, Func<string, bool> isPlatform)
    {
        var here = Directory.GetFiles(folder, "*.dll").Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Directory.GetFiles(folder, "*.dll")
            .SelectMany(dll => References(dll).Where(name => !here.Contains(name) && !isPlatform(name)).Select(name => Path.GetFileName(dll) + " -> " + name))
            .ToList();
    }

    // Null for what is no assembly but a part of one.
    private static System.Reflection.AssemblyName? NameOf(string dll)
    {
        try
        {
            return System.Reflection.AssemblyName.GetAssemblyName(dll);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static List<string> References(string dll) => VersionedReferences(dll).Select(r => r.Name).ToList();

    private static List<(string Name, Version Version)> VersionedReferences(string dll)
    {
        using var file = new PEReader(File.OpenRead(dll));
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version)).ToList();
    }
}
