using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>Two hundred servers at once: the dead cost their own timeout, and the living do not wait for them.</summary>
public sealed class FleetTests
{
    [Fact]
    public void Dead_hosts_cost_their_own_timeout_and_hold_nobody_up()
    {
        using var session = new ModuleSession();
        using var pair = LinkedPair.Create(session, "mariadb-11.8");
        session.Run("$null = Get-SlaveStatus $a, $b").ThrowOnError();

        // They take connections and say nothing, as a host behind a firewall that swallows packets.
        var silent = Enumerable.Range(0, 20).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            silent.ForEach(s => s.Start());
            var servers = new List<object>();
            for (var i = 0; i < 200; i++)
            {
                servers.Add(i % 10 == 3 ? "x@127.0.0.1:" + ((IPEndPoint)silent[i / 10].LocalEndpoint).Port : i % 2 == 0 ? pair.A : pair.B);
            }

            var watch = Stopwatch.StartNew();
            var result = session.Run(
                "$Error.Clear(); $came = $before = 0; $clock = [Diagnostics.Stopwatch]::StartNew(); $first = $null; $servers | Get-SlaveStatus -HeartbeatWaitSeconds 0 -Credential $c -TimeoutSeconds 5 | ForEach-Object { if (-not $first) { $first = $clock.Elapsed }; $came++; if ($Error.Count -eq 0) { $before = $came }; $_ }",
                ("servers", servers),
                ("c", Servers.ServerSeat.Credential("x", "x")));
            var total = watch.Elapsed;
            var before = (int)session.Run("$before").Single.BaseObject;
            var first = (TimeSpan)session.Run("$first").Single.BaseObject;

            Assert.Equal(180, result.Output.Count(o => o.BaseObject is ReplicaStatus));
            Assert.Equal(20, result.Errors.Count);
            Assert.All(result.ErrorIds, id => Assert.Equal("ServerUnreachable", id));

            // The figures themselves (2.5 s, 0.1 s) are the benchmark's, measured alone. Here only that the dead wait side by side (one
            // after the other: 100 s), and that they hold no healthy one up: three stand before the first of the dead, and more come before it ends.
            Assert.True(total < TimeSpan.FromSeconds(15), "All: " + total);
            Assert.True(first < TimeSpan.FromSeconds(2), "First: " + first);
            Assert.True(before > 3, before + " came before the first of the dead had ended");
        }
        finally
        {
            silent.ForEach(s => s.Stop());
        }
    }
}
