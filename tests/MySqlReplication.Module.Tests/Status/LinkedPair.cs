using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Net;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using MySqlReplication.Status;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>A pair whose members follow each other with a heartbeat every second, as $a and $b of the session.</summary>
public sealed class LinkedPair : IDisposable
{
    private readonly ModuleSession _session;
    private readonly TestPair _pair;
    private readonly string _server;

    private LinkedPair(ModuleSession session, TestPair pair, string server)
    {
        _session = session;
        _pair = pair;
        _server = server;
    }

    public ReplicationSandbox A => _pair.A;

    public ReplicationSandbox B => _pair.B;

    public static LinkedPair Create(ModuleSession session, string server, IDictionary? options = null)
    {
        var pair = new LinkedPair(session, TestPair.Create(session, server, options), server);
        try
        {
            session.Run(
                """
                New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r | Start-ReplicationLink | Out-Null
                New-ReplicationUser -Server $b -Peer $a -ReplicationCredential $r | Start-ReplicationLink | Out-Null
                """,
                ("r", new PSCredential("repl", new NetworkCredential(string.Empty, "Repl-pw-1").SecurePassword))).ThrowOnError();
            pair.SetHeartbeat("$a", 1);
            pair.SetHeartbeat("$b", 1);
            foreach (var member in new[] { "$a", "$b" })
            {
                Until(session, member, status => status is { Receiver: ReplicaThreadState.Running, Applier: ReplicaThreadState.Running });
            }

            return pair;
        }
        catch
        {
            pair.Dispose();
            throw;
        }
    }

    /// <summary>Waits until a member's link is so; fails with what it is instead.</summary>
    public static ReplicaStatus Until(ModuleSession session, string member, Func<ReplicaStatus, bool> isSo, string how = "-HeartbeatWaitSeconds 0")
    {
        for (var limit = Stopwatch.StartNew(); ;)
        {
            var status = (ReplicaStatus)session.Run($"Get-SlaveStatus {member} {how}").Single.BaseObject;
            if (isSo(status))
            {
                return status;
            }

            if (limit.Elapsed > TimeSpan.FromSeconds(90))
            {
                throw new InvalidOperationException(status + " did not become so: " + status.HealthReason);
            }
        }
    }

    /// <summary>
    /// The script's links once all of them are healthy: with a heartbeat a second, a source that gets no processor time for two is
    /// silent for once.
    /// </summary>
    public static List<ReplicaStatus> Healthy(ModuleSession session, string script)
    {
        for (var limit = Stopwatch.StartNew(); ;)
        {
            var links = session.Run(script + " -HeartbeatWaitSeconds 20").ThrowOnError().Output.Select(o => (ReplicaStatus)o.BaseObject).ToList();
            if (links.TrueForAll(link => link.IsHealthy == true))
            {
                return links;
            }

            if (limit.Elapsed > TimeSpan.FromSeconds(90))
            {
                throw new InvalidOperationException(string.Join("; ", links.Select(link => link + ": " + link.HealthReason)));
            }
        }
    }

    // Gives a member's link another heartbeat period, in seconds.
    public void SetHeartbeat(string member, int seconds) => _session.Run(_server.StartsWith("mysql-9", StringComparison.Ordinal)
        ? $"Invoke-ReplicationQuery {member} 'STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_HEARTBEAT_PERIOD={seconds}; START REPLICA'"
        : $"Invoke-ReplicationQuery {member} 'STOP SLAVE; CHANGE MASTER TO MASTER_HEARTBEAT_PERIOD={seconds}; START SLAVE'").ThrowOnError();

    public void Dispose() => _pair.Dispose();
}
