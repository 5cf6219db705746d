using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Status;

public sealed class SlaveStatusTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_pair_that_works_is_shown_working(string server)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);

        var both = LinkedPair.Healthy(session, "Get-SlaveStatus $a, $b");
        Assert.Equal([pair.A.Server.ToString(), pair.B.Server.ToString()], both.Select(s => s.Server.ToString()));
        Assert.Equal([pair.B.Server.ToString(), pair.A.Server.ToString()], both.Select(s => s.Source!.ToString()));
        Assert.All(both, status =>
        {
            Assert.Null(status.Problem);
            Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (status.Receiver, status.Applier));
            Assert.Equal(TimeSpan.FromSeconds(1), status.HeartbeatPeriod);
            Assert.Equal(TimeSpan.Zero, status.WantedDelay);
            Assert.InRange(status.Lag!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(60));
            Assert.Equal((0, 0), (status.ReceiverErrorCode, status.ApplierErrorCode));
            Assert.Equal(("repl", string.Empty), (status.SourceUser, status.Channel));
            Assert.NotNull(status.ReceivedCoordinates);
            Assert.NotNull(status.ExecutedCoordinates);
            Assert.NotNull(status.TlsConfigured);
            Assert.True(status.Row.Count > 50);
        });

        OldNamesGiveTheServersOwnWords(session);
        TheViewsFit(pair);
        ItSurvivesSerialisation(session, both[1]);
        var unknown = session.Run("Get-SlaveStatus $b -Channel 'nosuch'");
        Assert.Empty(unknown.Output);
        Assert.Equal(["LinkNotConfigured"], unknown.ErrorIds);
        Assert.Single(session.Run("Get-SlaveStatus $b -Channel ''").ThrowOnError().Output);
        Assert.Single(session.Run("Get-SlaveStatus $b | Get-ReplicaStatus").ThrowOnError().Output);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_source_that_fell_silent_never_passes_for_healthy(string server)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);
        LinkedPair.Healthy(session, "Get-SlaveStatus $b");

        using (new FrozenServer(pair.A))
        {
            // For two periods the last message is still fresh enough; from then on nothing may say that it is healthy.
            var frozen = Stopwatch.StartNew();
            ReplicaStatus status;
            do
            {
                status = Read(session, "-HeartbeatWaitSeconds 0");
            }
            while (frozen.Elapsed < TimeSpan.FromSeconds(3));

            Assert.NotEqual(true, Read(session, "-HeartbeatWaitSeconds 0").IsHealthy);
            status = Read(session, "-HeartbeatWaitSeconds 20");
            Assert.False(status.IsHealthy, status.HealthReason);
            Assert.StartsWith("source silent", status.Problem, StringComparison.Ordinal);

            // The server itself sees nothing wrong, and estimates a lag of zero.
            Assert.Equal((ReplicaThreadState.Running, ReplicaThreadState.Running), (status.Receiver, status.Applier));
            Assert.Equal(0, status.Row.Number("Seconds_Behind_Source", "Seconds_Behind_Master"));
            Assert.Null(status.Lag);
        }

        LinkedPair.Until(session, "$b", status => status.IsHealthy == true);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_is_broken_is_named(string server)
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, server);
        session.Run("Invoke-ReplicationQuery $a 'CREATE DATABASE d; CREATE TABLE d.t (i INT PRIMARY KEY); INSERT INTO d.t VALUES (1)'; Wait-ReplicationLink $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null").ThrowOnError();

        // Errors skipped, then a real one: the row is there already.
        session.Run("Invoke-ReplicationQuery $b 'SET GLOBAL slave_exec_mode = ''IDEMPOTENT'''").ThrowOnError();
        Demand(Read(session), "errors are skipped");
        session.Run(
            """
            Invoke-ReplicationQuery $b 'SET GLOBAL slave_exec_mode = ''STRICT'''
            Invoke-ReplicationQuery $b 'SET sql_log_bin = 0; INSERT INTO d.t VALUES (2)'
            Invoke-ReplicationQuery $a 'INSERT INTO d.t VALUES (2)'
            """).ThrowOnError();
        var failed = LinkedPair.Until(session, "$b", status => status.Applier == ReplicaThreadState.Stopped);
        Demand(failed, "applier error 1062");
        Assert.Equal(1062, failed.ApplierErrorCode);
        Assert.NotNull(failed.ApplierError);

        session.Run("Stop-ReplicationLink $b -Thread Receiver | Out-Null").ThrowOnError();
        Demand(Read(session), "applier error 1062");
        session.Run("Invoke-ReplicationQuery $b 'SET sql_log_bin = 0; DELETE FROM d.t WHERE i = 2'; Start-ReplicationLink -Source $a -Replica $b | Out-Null; Wait-ReplicationLink $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null; Stop-ReplicationLink $b | Out-Null").ThrowOnError();
        Demand(Read(session), "both threads stopped");

        // The source goes: the receiver keeps trying. While the source goes down it may hang up on a try (2013); when it is gone it is not reached.
        session.Run("Start-ReplicationLink -Source $a -Replica $b | Out-Null; $a | Stop-ReplicationSandbox").ThrowOnError();
        var connecting = LinkedPair.Until(session, "$b", status => status.Receiver == ReplicaThreadState.Connecting && status.ReceiverErrorCode == 2003);
        Demand(connecting, "receiver error 2003");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Own_coordinates_are_told_and_a_server_without_binary_log_says_so(string server)
    {
        using var session = new ModuleSession();
        using var logged = TestSandbox.Create(session, server);
        var status = (SourceStatus)session.Run("Get-MasterStatus $a").Single.BaseObject;
        Assert.Equal(logged.Sandbox.Server.ToString(), status.Source.ToString());
        Assert.Equal(0, status.ConnectedReplicas);
        var later = (SourceStatus)session.Run("Invoke-ReplicationQuery $a 'CREATE DATABASE d'; $a | Get-SourceStatus").Single.BaseObject;
        Assert.True(later.Coordinates > status.Coordinates);
        Assert.Equal(later.File, session.Run("(Get-MasterStatus $a).File").Single.BaseObject);

        // Nobody's replica: nothing, and a word about it.
        var none = session.Run("Get-SlaveStatus $a -Verbose").ThrowOnError();
        Assert.Empty(none.Output);
        Assert.Contains(none.Verbose, text => text.Contains("nobody's replica", StringComparison.Ordinal));

        using var silent = TestSandbox.Create(session, server, new System.Collections.Hashtable { ["skip-log-bin"] = null });
        var refused = session.Run("Get-MasterStatus $a");
        Assert.Equal(["BinlogDisabled"], refused.ErrorIds);
        Assert.Equal(ErrorCategory.InvalidOperation, refused.Errors[0].CategoryInfo.Category);
    }

    private static void Demand(ReplicaStatus status, string problem)
    {
        Assert.Equal(problem, status.Problem);
        Assert.False(status.IsHealthy);
        Assert.NotEmpty(status.HealthReason);
        if (status.Receiver != ReplicaThreadState.Running || status.Applier != ReplicaThreadState.Running)
        {
            Assert.Null(status.Lag);
        }
    }

    private static ReplicaStatus Read(ModuleSession session, string more = "") => (ReplicaStatus)session.Run("Get-SlaveStatus $b " + more).Single.BaseObject;

    private static void OldNamesGiveTheServersOwnWords(ModuleSession session)
    {
        var words = session.Run("$s = Get-SlaveStatus $b; $s.Slave_IO_Running, $s.Replica_IO_Running, $s.Slave_SQL_Running, $s.Replica_SQL_Running, $s.Master_User, $s.Source_User, $s.Until_Condition").ThrowOnError();
        Assert.Equal(["Yes", "Yes", "Yes", "Yes", "repl", "repl", "None"], words.Output.Select(o => o.BaseObject));
        Assert.True((bool)session.Run("$s = Get-SlaveStatus $b; $s.Master_Port -eq $a.Port -and $s.Source_Port -eq $a.Port -and $s.Seconds_Behind_Master -lt 60 -and $s.Last_Errno -eq 0").Single.BaseObject);

        // Every column that the server sent can be asked for by its name.
        var missing = session.Run("$s = Get-SlaveStatus $b; $s.Row.Names | Where-Object { -not $s.PSObject.Properties[$_] -and $_ -notin 'Tls_Version' }").ThrowOnError();
        Assert.Empty(missing.Output.Select(o => o.ToString()));
    }

    private static void TheViewsFit(LinkedPair pair)
    {
        var pairText = $"Get-ReplicationSandbox '{pair.A.Name}', '{pair.B.Name}'";
        var kept = Path.Combine(pair.A.Directory, "kept.xml");
        var table = Shown($$"""
            foreach ($i in 1..20) { $links = @({{pairText}} | Get-SlaveStatus -HeartbeatWaitSeconds 20); if (-not $links.Where{ -not $_.IsHealthy }) { break } }
            $links | ForEach-Object { [IO.File]::AppendAllText('{{kept}}', [Management.Automation.PSSerializer]::Serialize($_) + [char]0); $_ }
            """);
        Assert.Equal(4, table.Length);
        Assert.Contains("yes", table[2], StringComparison.Ordinal);
        Assert.Contains("yes", table[3], StringComparison.Ordinal);
        Assert.DoesNotContain(table, line => line.Contains("Slave_IO_Running", StringComparison.Ordinal));

        // What came through a job or a file is shown the same way.
        Assert.Equal(table.Select(Words), Shown($"[IO.File]::ReadAllText('{kept}') -split [char]0 | Where-Object {{ $_ }} | ForEach-Object {{ [Management.Automation.PSSerializer]::Deserialize($_) }}").Select(Words));
        Assert.Equal(4, Shown(pairText + " | Get-MasterStatus").Length);
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string[] Shown(string script)
    {
        using var host = new HostProcess();
        var lines = host.Run("-Width", "120", "-Command", $"Import-Module '{ModuleSession.Manifest}'; {script}").Output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToArray();
        Assert.All(lines, line => Assert.True(line.Length <= 120, line));
        Assert.DoesNotContain(lines, line => line.Any(c => c > 126));
        return lines;
    }

    private static void ItSurvivesSerialisation(ModuleSession session, ReplicaStatus status)
    {
        var back = session.Run("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($status))", ("status", status)).Single;
        Assert.Equal(status.Server.ToString(), back.Properties["Server"].Value.ToString());
        Assert.Equal("Running", back.Properties["Receiver"].Value.ToString());
        Assert.Equal(true, back.Properties["IsHealthy"].Value);
        Assert.IsType<TimeSpan>(back.Properties["HeartbeatPeriod"].Value);
        Assert.True(BinlogCoordinates.TryParse(back.Properties["ReceivedCoordinates"].Value.ToString(), out _));
        Assert.Equal("Yes", back.Properties["Slave_IO_Running"].Value);
        Assert.Equal("repl", back.Properties["Master_User"].Value);
    }
}
