using System;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using MySqlReplication.Accounts;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Binding;

public sealed class ServerBindingTests : IDisposable
{
    private const string Login = "([pscredential]::new('bob', ('x' | ForEach-Object { $s = [securestring]::new(); $s.AppendChar($_); $s })))";
    private readonly ModuleSession _session = new();

    public ServerBindingTests() => _session.Run("Import-Module -Assembly $assembly", ("assembly", typeof(ServerBindingProbe).Assembly)).ThrowOnError();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("db1", "db1:3306 - -")]
    [InlineData("db1:3307", "db1:3307 - -")]
    [InlineData("[::1]:3306", "[::1]:3306 - -")]
    [InlineData("::1", "[::1]:3306 - -")]
    [InlineData("bob@db1:3307", "db1:3307 bob -")]
    [InlineData("mysql://bob@db1:3307/", "db1:3307 bob -")]
    [InlineData("mysql://b%40b@db1", "db1:3306 b@b -")]
    [InlineData("/run/mysqld/mysqld.sock", "/run/mysqld/mysqld.sock - -")]
    [InlineData("bob@/run/x.sock", "/run/x.sock bob -")]
    [InlineData("db1:0", "InvalidServerReference")]
    [InlineData("db1:port", "InvalidServerReference")]
    [InlineData("a b", "InvalidServerReference")]
    [InlineData("x';--", "InvalidServerReference")]
    [InlineData("[::1", "InvalidServerReference")]
    [InlineData("bob:pw@db1", "PasswordInReference")]
    [InlineData("mysql://bob:pw@db1", "PasswordInReference")]
    public void A_text_is_read_in_every_written_form(string text, string bound)
    {
        Assert.Equal([bound], Bind("Test-ServerBinding $it", text));
        Assert.Equal([bound], Bind("$it | Test-ServerBinding", text));
    }

    [Fact]
    public void The_credential_of_a_sandbox_or_an_account_is_a_login()
    {
        var ours = new ReplicationCredential("bob", new System.Net.NetworkCredential(string.Empty, "x").SecurePassword);
        Assert.Equal(["ServerUnreachable"], _session.Run("Connect-ReplicationServer 127.0.0.1:1 -Credential $it", ("it", ours)).ErrorIds);
        var refused = _session.Run("Connect-ReplicationServer 127.0.0.1:1 -Credential 5");
        Assert.Equal(["ParameterArgumentTransformationError"], refused.ErrorIds);
        Assert.Contains("this is a Int32", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_a_text_is_repeated_nowhere()
    {
        var result = _session.Run("Connect-ReplicationServer 'bob:hunter2@db1'");
        Assert.Equal(["PasswordInReference"], result.ErrorIds);
        Assert.DoesNotContain("hunter2", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_property_named_like_the_parameter_comes_first_then_Server_then_HostName()
    {
        Assert.Equal(["r:3306 - -"], Bind("[pscustomobject]@{ Server = 's'; Replica = 'r'; HostName = 'h' } | Test-ServerBinding"));
        Assert.Equal(["s:3306 - -"], Bind("[pscustomobject]@{ Server = 's'; HostName = 'h' } | Test-ServerBinding"));
        Assert.Equal(["h:3307 - -"], Bind("[pscustomobject]@{ HostName = 'h'; Port = '3307' } | Test-ServerBinding"));
        Assert.Equal(["h:3306 - -"], Bind("[pscustomobject]@{ ComputerName = 'h' } | Test-ServerBinding"));
        Assert.Equal(["[::1]:3307 - -"], Bind("@{ Host = '::1'; Port = 3307 } | Test-ServerBinding"));
    }

    [Fact]
    public void Pipeline_input_that_is_no_server_is_left_to_the_next_parameter()
        => Assert.Equal(["number 7"], Bind("7 | Test-ServerBinding"));

    [Fact]
    public void A_user_in_the_reference_takes_its_password_from_a_credential_of_that_user_only()
    {
        Assert.Equal(["db1:3306 bob login"], Bind("Test-ServerBinding bob@db1 -Credential " + Login));
        Assert.Equal(["db1:3306 eve -"], Bind("Test-ServerBinding eve@db1 -Credential " + Login));
        Assert.Equal(["db1:3306 bob login"], Bind("Test-ServerBinding db1 -Credential " + Login));
    }

    [Fact]
    public void A_deserialised_result_binds_without_its_credential()
    {
        var original = PSObject.AsPSObject(new { Server = Reference() });
        var round = PSSerializer.Deserialize(PSSerializer.Serialize(original, 4));
        Assert.Equal(["db1:3307 bob -"], Bind("$it | Test-ServerBinding", round));
        Assert.Equal(["db1:3307 bob login"], Bind("$it | Test-ServerBinding", Reference()));
    }

    [Fact]
    public void Neither_serialiser_shows_the_secret()
    {
        var reference = Reference();
        Assert.DoesNotContain("hunter2", PSSerializer.Serialize(reference, 5), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(reference), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", reference.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Completion_offers_the_servers_spoken_to_and_opens_nothing()
    {
        _session.Run("Connect-ReplicationServer u@127.0.0.1:1 -Credential " + Login.Replace("'bob'", "'u'", StringComparison.Ordinal));
        var offered = _session.Run("[System.Management.Automation.CommandCompletion]::CompleteInput('Connect-ReplicationServer -Server 127', 37, $null).CompletionMatches").Output;
        Assert.Equal(["127.0.0.1:1"], offered.Select(o => o.Properties["CompletionText"].Value));
    }

    private static ServerReference Reference()
    {
        var secret = new System.Security.SecureString();
        foreach (var c in "hunter2")
        {
            secret.AppendChar(c);
        }

        return new ServerReference(new ServerAddress("db1", 3307), null, new ReplicationCredential("bob", secret));
    }

    private string?[] Bind(string script, object? it = null)
        => _session.Run(script, ("it", it)).ThrowOnError().Output.Select(o => o?.ToString()).ToArray();
}
