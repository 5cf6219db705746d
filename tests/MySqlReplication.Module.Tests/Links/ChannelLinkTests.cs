using System;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>Channels and named connections: only the named one is touched.</summary>
public sealed class ChannelLinkTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task Two_sources_on_two_channels(string server)
    {
        using var pair = LinkPair.Create(server);
        const string Named = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Channel c-4";
        if (server == "mysql-5.6")
        {
            pair.Refused(ErrorIds.ChannelNotSupported, Named);
            return;
        }

        using var third = TestSandbox.CreateMany(pair.Session, server, 1)[0];
        pair.Session.Runspace.SessionStateProxy.SetVariable("c", third.Sandbox);
        pair.Execute(third.Sandbox, "SET sql_log_bin=0; CREATE USER 'repl'@'127.0.0.1' IDENTIFIED BY 'Rpw-1 ''quoted'' \\\\ back'; GRANT REPLICATION SLAVE ON *.* TO 'repl'@'127.0.0.1'");
        Assert.Equal("c-4", pair.Link(Named).Channel);
        Assert.False(pair.Link(Named).Changed);
        pair.Refused(ErrorIds.SourceOnOtherChannel, Named.Replace("c-4", "other", StringComparison.Ordinal));
        pair.Refused(ErrorIds.SourceOnOtherChannel, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl");
        var refusal = pair.Refused(ErrorIds.LinkNotConfigured, "Stop-ReplicationLink $b");
        Assert.Contains("'c-4'", refusal.ErrorDetails.Message, StringComparison.Ordinal);

        pair.Link("Start-ReplicationLink -Source $c -Replica $b -ReplicationCredential $repl -Channel 'second one' -Coordinates (Get-MasterStatus $c).Coordinates");
        pair.Execute(pair.A, "CREATE DATABASE froma");
        pair.Execute(third.Sandbox, "CREATE DATABASE fromc");
        await pair.Until(pair.B, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'from%' ORDER BY SCHEMA_NAME", "froma", "fromc");

        pair.Link("Stop-ReplicationLink $b -Channel c-4");
        Assert.Equal(["c-4=Stopped", "second one=Running"], States(pair));
        pair.Run("Get-SlaveStatus $b | Where-Object Channel -eq c-4 | Remove-ReplicationLink -Confirm:$false").ThrowOnError();
        Assert.Equal(["second one=Running"], States(pair));
        pair.Run("Wait-ReplicationLink $b -Channel 'second one' -Source $c").ThrowOnError();
        pair.Run("Remove-ReplicationLink $b -Channel 'second one' -Confirm:$false").ThrowOnError();
        Assert.Empty(States(pair));
    }

    private static string[] States(LinkPair pair) => pair.Run("Get-SlaveStatus $b").ThrowOnError().Output
        .Select(o => (ReplicaStatus)o.BaseObject)
        .OrderBy(s => s.Channel, StringComparer.Ordinal)
        .Select(s => s.Channel + "=" + s.Receiver)
        .ToArray();
}
