using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>Each finding of Test-MyCnfReplication names the command that mends it: what it says is typed as it stands, and the finding is gone.</summary>
public sealed class MyCnfFixTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_a_finding_says_is_typed_and_the_finding_is_gone(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server, new Hashtable { ["server-id"] = "5", ["auto-increment-offset"] = "3", ["sync-binlog"] = "0", ["binlog-do-db"] = "shop", ["binlog-format"] = "MIXED" });
        session.Run("$WarningPreference = 'SilentlyContinue'; $passwords = @{ $a.Port = $a.Credential.GetCredential(); $b.Port = $b.Credential.GetCredential() }");

        // Drift: by hand, and on MySQL 8 and later by SET PERSIST too.
        session.Run("Invoke-ReplicationQuery $a 'SET GLOBAL auto_increment_increment = 7'; Invoke-ReplicationQuery $b 'SET GLOBAL sync_binlog = 9'"
            + (server == "mysql-9" ? "; Invoke-ReplicationQuery $b 'SET PERSIST binlog_expire_logs_seconds = 60'; Invoke-ReplicationQuery $b 'SET PERSIST sync_binlog = 3'" : string.Empty)).ThrowOnError();
        session.Run("$null = Set-MyCnfReplication $b.OptionFile -ReportHost db2 -BinlogExpiry 1.00:00:00 -Server $b").ThrowOnError();

        var seen = new HashSet<string>();
        for (var round = 1; Test(session) is { Length: > 0 } found; round++)
        {
            Assert.True(round <= 6, "still there after five rounds: " + string.Join(" | ", found.Select(f => f.ToString() + " -> " + f.Fix)));
            seen.UnionWith(found.Select(f => f.Id));
            foreach (var finding in found)
            {
                Assert.NotNull(finding.Fix);
                _ = Parser.ParseInput(finding.Fix, out _, out var wrong);
                Assert.Empty(wrong);

                // The password that the prompt would ask for.
                Assert.Contains(" -Credential root", finding.Fix, StringComparison.Ordinal);
                var typed = new[] { pair.A, pair.B }.Aggregate(finding.Fix, (text, s) => text.Replace(s.Port + " -Credential root", s.Port + " -Credential $passwords[" + s.Port + "]", StringComparison.Ordinal));
                session.Run(typed).ThrowOnError();
            }
        }

        string[] expected = ["ServerIdShared", "AutoIncrementOffsetTooLarge", "AutoIncrementOffsetShared", "BinlogFilterByStatement", "CommitNotFlushed", "BinlogNotSynced", "DoublewriteOff", "BinlogExpiresEarly", "FileNotInForce"];
        Assert.Superset(expected.ToHashSet(), seen);
        Assert.Equal(server.StartsWith("mariadb", StringComparison.Ordinal), seen.Contains("GtidDomainShared"));
        Assert.Equal(server == "mysql-9", seen.Contains("PersistedOverridesFile"));
        Assert.Equal("True", session.Run("Test-MyCnfReplication $a.OptionFile, $b.OptionFile -Server $a, $b -Quiet").Single.ToString());
    }

    // That the binary log never expires is information for these throw-away servers where the disk is not full.
    private static ReplicationFinding[] Test(ModuleSession session)
        => session.Run("Test-MyCnfReplication $a.OptionFile, $b.OptionFile -Server $a, $b").ThrowOnError().Output.Select(o => (ReplicationFinding)o.BaseObject).ToArray();
}
