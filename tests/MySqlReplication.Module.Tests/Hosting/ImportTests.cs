using System;
using System.Linq;
using System.Runtime.Loader;
using Xunit;

namespace MySqlReplication.Module.Tests.Hosting;

public sealed class ImportTests
{
    [Fact]
    public void The_engine_and_driver_load_into_a_private_context()
    {
        using var session = new ModuleSession();
        session.Run("Connect-ReplicationServer u@127.0.0.1:1 -Credential ([pscredential]::new('u', [securestring]::new()))");

        var privately = AssemblyLoadContext.All.Single(c => c.Name == "MySqlReplication").Assemblies.Select(a => a.GetName().Name).ToList();
        Assert.Contains("MySqlReplication.Engine", privately);
        Assert.Contains("MySqlConnector", privately);
        Assert.DoesNotContain("MySqlReplication.Core", privately);
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name is "MySqlConnector" or "MySqlReplication.Engine");
    }

    [Fact]
    public void Two_runspaces_use_it_and_one_may_remove_it()
    {
        using var first = new ModuleSession();
        using var second = new ModuleSession();
        first.Run("Remove-Module MySqlReplication").ThrowOnError();

        Assert.Equal(["ServerUnreachable"], second.Run("'u@127.0.0.1:1' | Connect-ReplicationServer -Credential ([pscredential]::new('u', [securestring]::new()))").ErrorIds);
        first.Run("Import-Module '" + ModuleSession.Manifest + "'").ThrowOnError();
        Assert.Equal(["ServerUnreachable"], first.Run("'u@127.0.0.1:1' | Connect-ReplicationServer -Credential ([pscredential]::new('u', [securestring]::new()))").ErrorIds);
    }

    [Fact]
    public void An_unreachable_server_is_one_error_record_with_an_address_and_a_next_step()
    {
        using var session = new ModuleSession();
        var result = session.Run("Connect-ReplicationServer '127.0.0.1:1', 'nonsense:port', 'u:secret@h' -Credential ([pscredential]::new('u', [securestring]::new()))");

        Assert.Equal(["ServerUnreachable", "PasswordInReference", "InvalidServerReference"], result.ErrorIds.OrderByDescending(i => i, StringComparer.Ordinal));
        Assert.All(result.Errors, e => Assert.NotEmpty(e.ErrorDetails.RecommendedAction));
        Assert.DoesNotContain("secret", result.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", string.Join("\n", result.Errors.Select(e => e.ToString())), StringComparison.Ordinal);
    }
}
