using System;
using System.Collections;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Repair;
using MySqlReplication.Sandboxes;
using MySqlReplication.Status;

namespace MySqlReplication.Module.Tests.Repair;

/// <summary>
/// A ($a of the session) follows B ($b), with a table h.t on both; <see cref="Break"/> makes the tutorial's fault: the relay log
/// renamed in the option file, with row 2 fetched and not applied, and row 3 written on the source while A was down.
/// </summary>
internal sealed class RenamedRelayLog : IDisposable
{
    private readonly ModuleSession _session;
    private readonly TestPair _pair;

    private RenamedRelayLog(ModuleSession session, TestPair pair)
    {
        _session = session;
        _pair = pair;
    }

    public ReplicationSandbox A => _pair.A;

    public ReplicationSandbox B => _pair.B;

    /// <summary>Two linked servers.</summary>
    /// <param name="session">Gets $a, $b and $account, the link's.</param>
    /// <param name="server">Which server.</param>
    /// <param name="link">More for Start-ReplicationLink.</param>
    /// <param name="options">More options of both.</param>
    public static RenamedRelayLog Create(ModuleSession session, string server, string link = "", IDictionary? options = null)
    {
        var all = new Hashtable { ["relay-log"] = "old-relay", ["log-slave-updates"] = null };
        foreach (DictionaryEntry option in options ?? new Hashtable())
        {
            all[option.Key] = option.Value;
        }

        var pair = TestPair.Create(session, server, all);
        try
        {
            session.Run("$account = New-ReplicationUser -Server $b -Peer $a -UserName repl; $account | Start-ReplicationLink " + link).ThrowOnError();
            session.Run("'CREATE DATABASE h', 'CREATE TABLE h.t (id INT PRIMARY KEY)', 'INSERT INTO h.t VALUES (1)' | ForEach-Object { Invoke-ReplicationQuery $b $_ }").ThrowOnError();
            return new RenamedRelayLog(session, pair);
        }
        catch
        {
            pair.Dispose();
            throw;
        }
    }

    /// <summary>Makes the fault.</summary>
    /// <param name="channel">The channel that is stopped before the row is fetched.</param>
    /// <param name="beforeStop">Done while row 2 is fetched and not applied, A still running.</param>
    /// <param name="whileDown">Done while A is down.</param>
    /// <param name="start">Whether A is started with the new name.</param>
    public RenamedRelayLog Break(string channel = "", string beforeStop = "", string whileDown = "", bool start = true)
    {
        Run("Wait-ReplicationLink $a -Source $b -Channel '" + channel + "' | Out-Null");
        Run("Stop-ReplicationLink $a -Channel '" + channel + "' -Thread Applier | Out-Null");
        Run("Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (2)'");
        Run(beforeStop);
        WaitUntilFetched(channel);
        Run("$a | Stop-ReplicationSandbox | Out-Null");
        Run("Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (3)'");
        File.WriteAllLines(A.OptionFile, File.ReadAllLines(A.OptionFile).Select(l => l.StartsWith("relay-log=", StringComparison.Ordinal) ? "relay-log=new-relay" : l));
        Run(whileDown);
        if (start)
        {
            Run("$a | Start-ReplicationSandbox | Out-Null");
        }

        return this;
    }

    /// <summary>Makes the fault once more: from one name to another, with one row fetched and not applied and one not fetched.</summary>
    /// <param name="from">The name that it has.</param>
    /// <param name="to">The name that it gets.</param>
    /// <param name="rows">How many rows there are and will be.</param>
    public void BreakAgain(string from, string to, ref int rows)
    {
        var first = rows + 1;
        rows += 2;
        Run("Wait-ReplicationLink $a -Source $b | Out-Null; Stop-ReplicationLink $a -Thread Applier | Out-Null; Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (" + first + ")'");
        WaitUntilFetched(string.Empty);
        Run("$a | Stop-ReplicationSandbox | Out-Null; Invoke-ReplicationQuery $b 'INSERT INTO h.t VALUES (" + rows + ")'");
        File.WriteAllLines(A.OptionFile, File.ReadAllLines(A.OptionFile).Select(l => l == "relay-log=" + from ? "relay-log=" + to : l));
        Run("$a | Start-ReplicationSandbox | Out-Null");
    }

    /// <summary>Runs a script that must not fail.</summary>
    public RunResult Run(string script) => _session.Run(script).ThrowOnError();

    /// <summary>A's row of a channel.</summary>
    public ReplicaStatus Status(string channel = "") => (ReplicaStatus)Run("Get-SlaveStatus $a -Channel '" + channel + "'").Single.BaseObject;

    /// <summary>Runs a repair that must succeed.</summary>
    public RelayLogRepair Repair(string arguments) => (RelayLogRepair)Run("Repair-RelayLog " + arguments + " -Confirm:$false").Single.BaseObject;

    /// <summary>The rows of h.t on A.</summary>
    public long[] Rows() => Run("Invoke-ReplicationQuery $a 'SELECT id FROM h.t ORDER BY id'").Output.Select(o => Convert.ToInt64(o.Properties["id"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();

    /// <summary>
    /// Everything of A that a repair could change and a plan must not: where its own log stands, the link's row, the files of its
    /// relay logs. Not how many heartbeats a receiver that runs has counted: that goes on by itself (MariaDB, SHOW ALL SLAVES STATUS).
    /// </summary>
    public string State()
    {
        var status = Status();
        var files = Directory.GetFiles(A.DataDirectory, "*relay*").Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f) + " " + new FileInfo(f).Length);
        return Run("Get-MasterStatus $a").Single + "\n" + string.Join("\n", status.Row.Where(c => c.Key != "Slave_received_heartbeats").Select(c => c.Key + "=" + c.Value)) + "\n" + string.Join("\n", files);
    }

    public void Dispose() => _pair.Dispose();

    private void WaitUntilFetched(string channel)
    {
        var goal = ((SourceStatus)Run("Get-MasterStatus $b").Single.BaseObject).Coordinates;
        var end = DateTime.UtcNow.AddSeconds(90);
        while (Status(channel).ReceivedCoordinates != goal)
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException("The receiver did not come to " + goal + ": " + Status(channel).ReceivedCoordinates);
            }

            System.Threading.Tasks.Task.Delay(50).Wait();
        }
    }
}
