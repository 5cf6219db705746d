using System;
using System.Collections;
using System.IO;
using System.Linq;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

public sealed class TestMyCnfReplicationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("testmycnf-").FullName;
    private readonly ModuleSession _session = new();

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Each_finding_says_where_why_and_what_mends_it()
    {
        var file = Write("my.cnf", "[mysqld]\nserver-id=0\nlog-bin=x\nbinlog-do-db=shop\nauto-increment-offset=3\nauto-increment-increment=2\ninnodb-flush-log-at-trx-commit=2\nsync-binlog=0\ninnodb-doublewrite=0\nexpire-logs-days=1\nmaster-info-repository=FILE\ngtid-mode=ON\n");
        var findings = Test("'" + file + "' -ServerVersion 5.6.24");
        Assert.Equal(
            ["AutoIncrementOffsetTooLarge", "BinlogExpiresEarly", "BinlogFilterByStatement", "BinlogNotSynced", "CommitNotFlushed", "DoublewriteOff", "GtidModeIncomplete", "PositionsInFiles", "RelayLogNotRecovered", "RelayLogUnnamed", "ServerIdUnset"],
            findings.Select(f => f.Id).Order(StringComparer.Ordinal));
        Assert.All(findings, f => Assert.True(f.Reason.Length > 20 && f.Fix!.StartsWith("Set-MyCnfReplication '" + file + "' -", StringComparison.Ordinal), f.ToString()));
        Assert.Equal(file + ":8", findings.Single(f => f.Id == "BinlogNotSynced").Place);
        Assert.Null(findings.Single(f => f.Id == "RelayLogUnnamed").Place);
        Assert.Equal("False", _session.Run("Test-MyCnfReplication '" + file + "' -ServerVersion 5.6.24 -Quiet").Single.ToString());
    }

    [Fact]
    public void Files_of_a_pair_are_held_against_each_other_and_mended_by_what_the_finding_says()
    {
        const string Text = "[mysqld]\nserver-id=1\nlog-bin=x\ngtid-strict-mode=1\nauto-increment-increment=10\n";
        var a = Write("a.cnf", Text);
        var b = Write("b.cnf", Text.Replace("=10", "=5", StringComparison.Ordinal));
        var findings = Test("'" + a + "', '" + b + "' -ServerVersion 10.11.6-MariaDB");
        Assert.Equal(2, findings.Count(f => f.Id == "ServerIdShared"));
        Assert.Equal(2, findings.Count(f => f is { Id: "GtidDomainShared", Severity: FindingSeverity.Error }));
        Assert.Equal(b + ":5", findings.Single(f => f.Id == "AutoIncrementIncrementDiffers").Place);
        Assert.Equal(2, findings.Count(f => f.Id == "AutoIncrementOffsetShared"));

        _session.Run($"Set-MyCnfReplication '{a}' -Role MasterMaster -Node 1 -Of 10 -BinlogExpiry 14.00:00:00 -ServerVersion 10.11.6-MariaDB; Set-MyCnfReplication '{b}' -Role MasterMaster -Node 2 -Of 10 -ServerId 2 -BinlogExpiry 14.00:00:00 -ServerVersion 10.11.6-MariaDB").ThrowOnError();
        Assert.Empty(Test("'" + a + "', '" + b + "' -ServerVersion 10.11.6-MariaDB"));
        Assert.Equal("True", _session.Run($"Test-MyCnfReplication '{a}', '{b}' -ServerVersion 10.11.6-MariaDB -Quiet").Single.ToString());
    }

    [Fact]
    public void What_cannot_be_read_is_an_error_of_its_own()
    {
        var good = Write("good.cnf", "[mysqld]\nserver-id=1\n");
        var run = _session.Run("Test-MyCnfReplication '" + good + "', '" + _folder + "/none.cnf' -Quiet");
        Assert.Equal(["OptionFileNotFound"], run.ErrorIds);
        Assert.Equal("False", run.Output.Single().ToString());
        Assert.Equal(["OptionFilesAndServersDiffer"], _session.Run("Test-MyCnfReplication '" + good + "' -Server db1, db2").ErrorIds);
        var down = _session.Run("Test-MyCnfReplication -Server root@127.0.0.1:1 -Credential ([pscredential]::new('root', (ConvertTo-SecureString x -AsPlainText -Force)))");
        Assert.All(down.Output.Select(o => (ReplicationFinding)o.BaseObject), f => Assert.Equal(("SettingsNotRead", FindingSeverity.Unknown), (f.Id, f.Severity)));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Drift_between_file_server_and_what_it_keeps_is_found(string server)
    {
        using var made = TestSandbox.Create(_session, server, new Hashtable { ["log-bin"] = "bin.log", ["sync-binlog"] = "1", ["relay-log"] = "rl", ["innodb-flush-log-at-trx-commit"] = "1", ["auto-increment-offset"] = "3", ["auto-increment-increment"] = "5" });
        Assert.DoesNotContain(Test("$a.OptionFile -Server $a"), f => f.Id is "FileNotInForce" or "PersistedOverridesFile" or "RunningNotInFile" or "CommitNotFlushed");

        // The file is changed, a value is set by hand, and on MySQL 8 and later one is kept by SET PERSIST.
        var keeps = server == "mysql-9";
        _session.Run("$a | Set-MyCnfReplication -RelayLog other -Remove auto-increment-offset -WarningAction SilentlyContinue | Out-Null; Invoke-ReplicationQuery $a 'SET GLOBAL auto_increment_increment = 7'; Invoke-ReplicationQuery $a 'SET " + (keeps ? "PERSIST" : "GLOBAL") + " sync_binlog = 3'").ThrowOnError();
        var found = Test("$a.OptionFile -Server $a");
        Assert.Equal(made.Sandbox.OptionFile, found.Single(f => f is { Id: "FileNotInForce", Subject: "relay-log" }).Place!.Split(':')[0]);
        Assert.Contains(found, f => f is { Id: "FileNotInForce", Subject: "auto-increment-increment" });

        // A line that was taken out is still in force until the next start; 5.6 does not tell where a value comes from.
        Assert.Contains(found, f => f.Subject == "auto-increment-offset" && (server == "mysql-5.6" ? f.Id == "RunningNotInFile" : f.Id == "FileNotInForce" && f.Fix!.StartsWith("Restart-ReplicationServer ", StringComparison.Ordinal)));
        Assert.Contains(found, f => f.Subject == "sync-binlog" && f.Id == (keeps ? "PersistedOverridesFile" : "FileNotInForce") && f.Fix!.Contains(" -SyncBinlog 1 -Server ", StringComparison.Ordinal));

        // The running server alone is judged by the same rules.
        var alone = Test("-Server $a").Single(f => f.Id == "BinlogNotSynced");
        Assert.Contains("sync_binlog=3", alone.Evidence, StringComparison.Ordinal);
        Assert.Contains("'" + made.Sandbox.OptionFile + "' -SyncBinlog 1 -Server", alone.Fix, StringComparison.Ordinal);
    }

    // What MySQL 8 and later keep goes before every file: it is judged, and it goes when the line goes.
    [Fact]
    public void What_the_server_keeps_is_judged_and_goes_with_its_line()
    {
        using var made = TestSandbox.Create(_session, "mysql-9", new Hashtable { ["relay-log-recovery"] = "1" });
        const string Kept = "(Invoke-ReplicationQuery $a \"SELECT GROUP_CONCAT(VARIABLE_NAME, '=', VARIABLE_VALUE ORDER BY 1) AS k FROM performance_schema.persisted_variables\").k";
        _session.Run("Set-MyCnfReplication $a.OptionFile -SyncBinlog 3 -Server $a; Invoke-ReplicationQuery $a 'SET PERSIST_ONLY relay_log_recovery = OFF'").ThrowOnError();
        File.WriteAllLines(made.Sandbox.OptionFile, File.ReadAllLines(made.Sandbox.OptionFile).Where(l => !l.StartsWith("sync-binlog", StringComparison.Ordinal)));
        Assert.Contains(Test("$a.OptionFile -Server $a"), f => f.Id == "BinlogNotSynced" && f.Place is null && f.Evidence.Contains("keeps sync_binlog=3 by SET PERSIST", StringComparison.Ordinal));
        Assert.Contains(Test("$a.OptionFile -Server $a"), f => f is { Id: "PersistedOverridesFile", Subject: "relay-log-recovery" });

        const string Set = "Set-MyCnfReplication $a.OptionFile -Remove sync-binlog -RelayLogRecovery $true -Server $a";
        var plan = string.Join("\n", ((MySqlReplication.Plans.ReplicationPlan)_session.Run(Set + " -WhatIf").Single.BaseObject).Steps);
        Assert.Contains("RESET PERSIST IF EXISTS sync_binlog", plan, StringComparison.Ordinal);
        Assert.Contains("RESET PERSIST IF EXISTS relay_log_recovery", plan, StringComparison.Ordinal);
        Assert.Equal("relay_log_recovery=OFF,sync_binlog=3", _session.Run(Kept).Single.ToString());
        _session.Run("$null = $a | Restart-ReplicationServer -WarningAction SilentlyContinue; $c = " + Set).ThrowOnError();
        Assert.Contains(Test("$a.OptionFile -Server $a"), f => f is { Id: "FileNotInForce", Subject: "sync-binlog" } && f.Fix!.StartsWith("Restart-ReplicationServer ", StringComparison.Ordinal));
        Assert.Null(_session.Run(Kept).Single);
        Assert.False(((MyCnfChange)_session.Run(Set).Single.BaseObject).Changed);
        Assert.DoesNotContain(Test("$a.OptionFile -Server $a"), f => f.Id == "PersistedOverridesFile");
        _session.Run("$c | Undo-ReplicationChange").ThrowOnError();
        Assert.Equal("relay_log_recovery=OFF,sync_binlog=3", _session.Run(Kept).Single.ToString());
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return Path.Combine(_folder, name);
    }

    private ReplicationFinding[] Test(string arguments) => _session.Run("Test-MyCnfReplication " + arguments).ThrowOnError().Output.Select(o => (ReplicationFinding)o.BaseObject).ToArray();
}
