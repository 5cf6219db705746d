using System;
using System.Collections;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>One way from A to B, on which things are broken one after the other, with the words of its server.</summary>
internal sealed class FaultyLink : IDisposable
{
    // A CHANGE sets the period back to its default, and health is proven by heartbeats.
    private const string Beat = ", MASTER_HEARTBEAT_PERIOD=1";

    // Far beyond what any of these waits needs on a loaded machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TestPair _pair;
    private readonly bool _today;

    public FaultyLink(string server, IDictionary? options = null, IDictionary? optionsOfB = null, bool link = true)
    {
        Server = server;
        _today = server.StartsWith("mysql-9", StringComparison.Ordinal);
        Session = new ModuleSession();
        var all = options ?? new Hashtable { ["binlog-format"] = "ROW", ["relay-log"] = "relay" };
        _pair = TestPair.Create(Session, server, all, optionsOfB ?? all);
        if (link)
        {
            Session.Run("New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r | Start-ReplicationLink | Out-Null", ("r", Login)).ThrowOnError();
            Sql("a", "CREATE DATABASE d; CREATE TABLE d.t (i INT PRIMARY KEY, s VARCHAR(20)) ENGINE=InnoDB; INSERT INTO d.t VALUES (1, 'one')");
            CatchUp();
        }
    }

    public static PSCredential Login => ServerSeat.Credential("repl", "Repl-pw-1");

    public string Server { get; }

    public bool IsMariaDB => Server.StartsWith("mariadb", StringComparison.Ordinal);

    public bool IsOld => Server == "mysql-5.6";

    public bool IsToday => _today;

    public ModuleSession Session { get; }

    public ReplicationSandbox A => _pair.A;

    public ReplicationSandbox B => _pair.B;

    /// <summary>START, STOP or RESET of the replica's words.</summary>
    public string Replica(string verb, string rest = "") => verb + (_today ? " REPLICA" : " SLAVE") + rest;

    public void Sql(string member, string sql) => Session.Run($"Invoke-ReplicationQuery ${member} $sql", ("sql", sql)).ThrowOnError();

    /// <summary>The first column of the first row.</summary>
    public string Value(string member, string sql) => Session.Run($"Invoke-ReplicationQuery ${member} $sql", ("sql", sql)).ThrowOnError().Output[0].Properties.First().Value?.ToString() ?? string.Empty;

    public void CatchUp() => Session.Run("Wait-ReplicationLink $b -Source $a | Out-Null").ThrowOnError();

    /// <summary>STOP, CHANGE with options named as old servers name them (MASTER_X), START.</summary>
    public void Change(string options) => Sql("b", Replica("STOP") + "; "
        + (_today ? "CHANGE REPLICATION SOURCE TO " + (options + Beat).Replace("MASTER_", "SOURCE_", StringComparison.Ordinal) : "CHANGE MASTER TO " + options + Beat) + "; " + Replica("START"));

    /// <summary>Back to A with the right login, where B stands.</summary>
    public void Mend() => Change($"MASTER_HOST='127.0.0.1', MASTER_PORT={A.Port}, MASTER_USER='repl', MASTER_PASSWORD='Repl-pw-1'" + (_today ? ", MASTER_AUTO_POSITION=1" : ", " + Here()));

    /// <summary>The place in A's log where B stands, as options of a CHANGE: stating a host loses it.</summary>
    public string Here()
    {
        var at = ((MySqlReplication.Status.SourceStatus)Session.Run("Get-MasterStatus $a").Single.BaseObject).Coordinates;
        return $"MASTER_LOG_FILE='{at.File}', MASTER_LOG_POS={at.Position}" + (IsMariaDB ? ", MASTER_USE_GTID=no" : string.Empty);
    }

    public LinkDiagnosis Diagnose(string more = "") => (LinkDiagnosis)Session.Run("Test-ReplicationLink $b -Source $a " + Timed(more)).Single.BaseObject;

    /// <summary>Waits until the first broken thing is that; fails with what it is instead.</summary>
    public LinkDiagnosis Expect(string id, LinkStep step, string more = "-TimeoutSeconds 4", params int[] numbers)
    {
        for (var limit = Stopwatch.StartNew(); ;)
        {
            var result = Session.Run("Test-ReplicationLink $b -Source $a " + Timed(more));
            if (result.ErrorIds is ["ServerTimeout"] && limit.Elapsed < Limit)
            {
                // A few seconds save waiting for silent sources; a loaded machine may need more for the servers that answer.
                more = more.Replace("TimeoutSeconds 4", "TimeoutSeconds 20", StringComparison.Ordinal);
                continue;
            }

            var diagnosis = (LinkDiagnosis)result.Single.BaseObject;
            if (diagnosis.FirstBroken?.Id == id)
            {
                Assert.Equal(step, diagnosis.BrokenStep);
                Assert.False(diagnosis.IsHealthy);
                Assert.Equal(LinkStepState.Broken, diagnosis.Steps.Single(s => s.Step == step).State);
                Assert.NotEmpty(diagnosis.FirstBroken.Evidence);
                Assert.NotEmpty(diagnosis.FirstBroken.Reason);
                Assert.NotNull(diagnosis.FirstBroken.Fix);
                int?[] said = [diagnosis.Status.ReceiverErrorCode, diagnosis.Status.ApplierErrorCode, .. diagnosis.Status.WorkerErrors?.Select(w => (int?)w.Code) ?? []];
                Assert.True(numbers.Length == 0 || numbers.Any(n => said.Contains(n)), $"{Server}, {id}: {string.Join(", ", said)}");
                return diagnosis;
            }

            Assert.True(limit.Elapsed < Limit, $"{Server}: {id} expected, found {diagnosis} with {string.Join("; ", diagnosis.Findings.Select(f => f.Severity + " " + f))}. {diagnosis.Status.HealthReason} {diagnosis.Status.ReceiverErrorCode} {diagnosis.Status.ReceiverError}");
        }
    }

    /// <summary>Waits until nothing is broken.</summary>
    public LinkDiagnosis ExpectHealthy(string more = "")
    {
        for (var limit = Stopwatch.StartNew(); ;)
        {
            var diagnosis = Diagnose(more);
            if (diagnosis.IsHealthy == true)
            {
                return diagnosis;
            }

            Assert.True(limit.Elapsed < Limit, $"{Server}: {diagnosis} {string.Join("; ", diagnosis.Findings)} {diagnosis.Status.HealthReason}");
        }
    }

    public void Dispose()
    {
        _pair.Dispose();
        Session.Dispose();
    }

    private static string Timed(string more) => more.Contains("TimeoutSeconds", StringComparison.Ordinal) ? more : more + " -TimeoutSeconds 20";
}
