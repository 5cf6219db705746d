using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>Wait-ReplicationLink: reached is reached, and everything else is an error.</summary>
public sealed class WaitLinkTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Reached_stopped_standing_and_late(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Refused(ErrorIds.LinkNotConfigured, "Wait-ReplicationLink $b");
        var started = pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)");

        // By coordinates, and by all that the source has; the result has the position.
        var at = pair.Position(pair.A);
        var reached = pair.Link("Wait-ReplicationLink $b -Coordinates " + at);
        Assert.False(reached.Changed);
        Assert.True(reached.ExecutedCoordinates! >= at);
        Assert.Equal(["1"], pair.Column(pair.B, "SELECT v FROM hello.t"));
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        pair.Run("$testLink | Wait-ReplicationLink -CaughtUp", ("testLink", started)).ThrowOnError();
        Assert.Equal(["1", "2"], pair.Column(pair.B, "SELECT v FROM hello.t ORDER BY v"));
        pair.Run("Wait-ReplicationLink $b -CaughtUp").ThrowOnError();
        if (server == "mysql-5.6")
        {
            pair.Refused(ErrorIds.InvalidGtidSet, "Wait-ReplicationLink $b -GtidSet 3e11fa47-71ca-11e1-9e33-c80aa9429562:1");
        }
        else
        {
            pair.Refused(ErrorIds.InvalidGtidSet, "Wait-ReplicationLink $b -GtidSet nonsense");
            pair.Run("Wait-ReplicationLink $b -GtidSet (Get-MasterStatus $a).ExecutedGtidSet").ThrowOnError();
        }

        // What never comes: the overall limit, or a position that stands still.
        var far = at.File + ":999999999";
        var late = pair.Refused(ErrorIds.WaitTimeout, "Wait-ReplicationLink $b -Coordinates " + far + " -TimeoutSeconds 5");
        Assert.Contains(far, late.ErrorDetails.Message, StringComparison.Ordinal);
        pair.Refused(ErrorIds.WaitNoProgress, "Wait-ReplicationLink $b -Coordinates " + far + " -NoProgressSeconds 2");

        // A stopped applier answers NULL, which is not done; and not waited out.
        pair.Link("Stop-ReplicationLink $b -Thread Applier");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (3)");
        var watch = Stopwatch.StartNew();
        pair.Refused(ErrorIds.ApplierStopped, "Wait-ReplicationLink $b -Coordinates " + far + " -TimeoutSeconds 50 -NoProgressSeconds 50");
        pair.Refused(ErrorIds.ApplierStopped, "Wait-ReplicationLink $b -Source $a -TimeoutSeconds 50 -NoProgressSeconds 50");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
        pair.Start();

        // The applier stopped while it is waited for.
        using (var later = new LaterStop(pair))
        {
            pair.Refused(ErrorIds.ApplierStopped, "Wait-ReplicationLink $b -Coordinates " + far + " -TimeoutSeconds 50 -NoProgressSeconds 50");
        }

        pair.Start();
        pair.Link("Stop-ReplicationLink $b -Thread Receiver");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (4)");
        pair.Refused(ErrorIds.ReceiverStopped, "Wait-ReplicationLink $b -Source $a -TimeoutSeconds 50 -NoProgressSeconds 50");
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_link_made_by_hand_to_a_host_that_is_none(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Execute(pair.B, server == "mysql-9"
            ? "CHANGE REPLICATION SOURCE TO SOURCE_HOST='no.such.host.invalid', SOURCE_USER='repl', SOURCE_PASSWORD='x'; START REPLICA"
            : "CHANGE MASTER TO MASTER_HOST='no.such.host.invalid', MASTER_USER='repl', MASTER_PASSWORD='x'; START SLAVE");
        var record = WaitFor(pair, ErrorIds.LinkHostUnknown);
        Assert.Equal(2005, record.ServerErrorCode);

        // And a port where nobody listens.
        pair.Execute(pair.B, server == "mysql-9"
            ? "STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=1; START REPLICA"
            : "STOP SLAVE; CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=1; START SLAVE");
        Assert.Equal(2003, WaitFor(pair, ErrorIds.LinkSourceUnreachable).ServerErrorCode);

        // A place that the source does not have, and a source with the replica's own id.
        var mysql9 = server == "mysql-9";
        var port = pair.A.Port.ToString(CultureInfo.InvariantCulture);
        pair.Execute(pair.B, mysql9
            ? "STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_PORT=" + port + ", SOURCE_USER='repl', SOURCE_PASSWORD='Rpw-1 ''quoted'' \\\\ back', SOURCE_AUTO_POSITION=0, SOURCE_LOG_FILE='binlog.000077', SOURCE_LOG_POS=4, GET_SOURCE_PUBLIC_KEY=1; START REPLICA"
            : "STOP SLAVE; CHANGE MASTER TO MASTER_PORT=" + port + ", MASTER_USER='repl', MASTER_PASSWORD='Rpw-1 ''quoted'' \\\\ back', MASTER_LOG_FILE='binlog.000077', MASTER_LOG_POS=4; START SLAVE");
        Assert.Equal(mysql9 ? 13114 : 1236, WaitFor(pair, ErrorIds.LinkPositionRefused).ServerErrorCode);
        var id = pair.Column(pair.A, "SELECT @@GLOBAL.server_id").Single();
        pair.Execute(pair.B, mysql9 ? "STOP REPLICA; SET GLOBAL server_id=" + id + "; START REPLICA" : "STOP SLAVE; SET GLOBAL server_id=" + id + "; START SLAVE");
        Assert.Equal(mysql9 ? 13117 : 1593, WaitFor(pair, ErrorIds.LinkServersDoNotFit).ServerErrorCode);
    }

    // The receiver needs a moment for its first try; until then it has nothing to say.
    private static ReplicationException WaitFor(LinkPair pair, string errorId)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var result = pair.Run("Wait-ReplicationLink $b -Coordinates binlog.000099:4 -TimeoutSeconds 90");
            if (result.ErrorIds.SequenceEqual([errorId]) || watch.Elapsed > TimeSpan.FromSeconds(90))
            {
                Assert.Equal([errorId], result.ErrorIds);
                return (ReplicationException)result.Errors[0].Exception;
            }
        }
    }

    /// <summary>Stops the applier when somebody waits for it.</summary>
    private sealed class LaterStop : IDisposable
    {
        private readonly Task _stop;

        public LaterStop(LinkPair pair) => _stop = Task.Run(() =>
        {
            using var session = new Hosting.ModuleSession();
            var watch = Stopwatch.StartNew();
            while (!session.Run("Invoke-ReplicationQuery $b 'SHOW PROCESSLIST' | Where-Object Info -match '_POS_WAIT'", ("b", pair.B)).Output.Any())
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), "nobody waits");
            }

            session.Run("Stop-ReplicationLink $b -Thread Applier", ("b", pair.B)).ThrowOnError();
        });

        public void Dispose() => _stop.GetAwaiter().GetResult();
    }
}
