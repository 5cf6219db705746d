using System;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// The oldest trap of names: this session resolves the source's name, and the replica's machine does not (2005). The session runs in a
/// mount namespace whose /etc/hosts has one line more; the servers run outside of it.
/// </summary>
public sealed class UnknownHostTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_name_that_only_this_machine_knows(string server)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/unshare"), "another /etc/hosts for one process needs root and unshare");
        using var pair = LinkPair.Create(server);
        using var host = new HostProcess { Limit = TimeSpan.FromMinutes(4) };
        var hosts = Path.Combine(host.Folder, "hosts");
        File.WriteAllText(hosts, File.ReadAllText("/etc/hosts") + "\n127.0.0.1 known-here-only.test\n");
        host.Within = ["unshare", "--mount", "bash", "-c", "mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"", "unshare", hosts];
        var result = host.Run("-Module", ModuleSession.Manifest, host.Script(
            $$"""
            $a = Get-ReplicationSandbox {{pair.A.Name}}
            $b = Get-ReplicationSandbox {{pair.B.Name}}
            $to = 'known-here-only.test:' + $a.Port
            $login = $a.Credential.GetCredential()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            '== reached: ' + (Connect-ReplicationServer $to -Credential $login).ServerId
            New-ReplicationUser -Server $to -Credential $login -Peer $b -UserName other -ErrorAction Stop | Start-ReplicationLink -TimeoutSeconds 150 -ErrorAction SilentlyContinue
            '== failed: ' + $Error[0].FullyQualifiedErrorId.Split(',')[0] + ' ' + $Error[0].Exception.ServerErrorCode + ' | ' + $Error[0].Exception.Message + ' | ' + $Error[0].ErrorDetails.RecommendedAction
            '== soon: ' + ($watch.Elapsed.TotalSeconds -lt 100)
            '== left: ' + @(Get-SlaveStatus $b).Count
            """));
        var said = result.Output.Split('\n').Where(l => l.StartsWith("== ", StringComparison.Ordinal)).ToList();
        Assert.True(said.Count == 4, result.Output + result.Error);
        Assert.Equal("== reached: " + pair.A.ServerId, said[0].TrimEnd());
        Assert.StartsWith("== failed: LinkHostUnknown 2005 | ", said[1], StringComparison.Ordinal);
        Assert.Contains("known-here-only.test", said[1], StringComparison.Ordinal);
        Assert.Equal(["== soon: True", "== left: 0"], said[2..].Select(l => l.TrimEnd()));
    }
}
