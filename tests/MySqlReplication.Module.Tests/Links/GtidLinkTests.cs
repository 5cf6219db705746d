using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>Links by GTID, MySQL's and MariaDB's.</summary>
public sealed class GtidLinkTests
{
    private const string New = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl";
    private const string Rows = "SELECT v FROM hello.t ORDER BY v";
    private const string Table = "CREATE DATABASE hello; CREATE TABLE hello.t (v INT PRIMARY KEY); INSERT INTO hello.t VALUES (1)";

    [Fact]
    public async Task MySql_purged_errant_and_a_pair_by_auto_position()
    {
        using var pair = LinkPair.Create("mysql-9");

        // B wrote something that A never had: refused and listed, and by the other direction it is no errant thing.
        pair.Execute(pair.B, Table);
        var errant = pair.RefusedAlways(ErrorIds.ErrantGtids, New);
        Assert.Contains(pair.Column(pair.B, "SELECT @@GLOBAL.gtid_executed").Single(), errant.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Null(pair.Status(pair.B));
        var first = pair.Link("Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl");
        Assert.Equal(LinkMode.AutoPosition, first.Mode);
        await pair.Until(pair.A, Rows, "1");

        // The second direction of the pair, while both go on writing.
        pair.Execute(pair.B, "INSERT INTO hello.t VALUES (2)");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (11)");
        var second = pair.Start();
        Assert.Equal(LinkMode.AutoPosition, second.Mode);
        Assert.Contains("ON on both", second.ModeReason!, StringComparison.Ordinal);
        await pair.Until(pair.B, Rows, "1", "2", "11");
        await pair.Until(pair.A, Rows, "1", "2", "11");

        // Purged on the source before the replica had it.
        pair.Link("Stop-ReplicationLink $b");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (12); FLUSH BINARY LOGS");
        await pair.PurgeAsync(pair.A);
        pair.RefusedAlways(ErrorIds.GtidsPurged, "Start-ReplicationLink -Source $a -Replica $b");
        Assert.Equal(ReplicaThreadState.Stopped, pair.Status(pair.B)!.Receiver);
    }

    [Fact]
    public async Task MySql_changes_between_the_modes_both_ways()
    {
        using var pair = LinkPair.Create("mysql-9");
        const string Piped = "Get-MasterStatus $a | Start-ReplicationLink -Replica $b -ReplicationCredential $repl";
        Assert.Equal(LinkMode.FilePosition, pair.Link(Piped + " -AutoPosition:$false").Mode);
        pair.Execute(pair.A, Table);
        await pair.Until(pair.B, Rows, "1");
        Assert.Equal((true, true), Changed(pair.Link(New + " -AutoPosition")));
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        await pair.Until(pair.B, Rows, "1", "2");

        // Coordinates do not take a link by GTID away from it; when it stands still elsewhere that is said.
        Assert.Equal((false, true), Changed(pair.Link(Piped)));
        pair.Link("Stop-ReplicationLink $b");
        Assert.Equal((true, true), Changed(pair.Link(Piped)));
        pair.Link("Stop-ReplicationLink $b");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (3)");
        pair.Refused(ErrorIds.CoordinatesDiffer, Piped);
        Assert.Equal((true, true), Changed(pair.Link("Start-ReplicationLink -Source $a -Replica $b")));
        await pair.Until(pair.B, Rows, "1", "2", "3");
        Assert.Equal((true, false), Changed(pair.Link(New + " -AutoPosition:$false")));
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (4)");
        await pair.Until(pair.B, Rows, "1", "2", "3", "4");
    }

    [Fact]
    public async Task MySql_coordinates_before_which_the_replica_lacks_gtids()
    {
        using var pair = LinkPair.Create("mysql-9");

        // B's data came by a copy that told nothing of GTIDs: AUTO_POSITION would bring it all once more.
        pair.Execute(pair.A, Table);
        pair.Execute(pair.B, "SET sql_log_bin=0; " + Table);
        pair.RefusedAlways(ErrorIds.GtidHistoryMissing, New + " -AutoPosition");
        var lacking = pair.Column(pair.A, "SELECT @@GLOBAL.gtid_executed").Single();
        var at = pair.Position(pair.A);
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2)");
        var link = pair.Link(New + " -Coordinates " + at);
        Assert.Equal((LinkMode.FilePosition, at), (link.Mode, link.StartCoordinates));
        Assert.Contains(lacking, link.ModeReason!, StringComparison.Ordinal);
        await pair.Until(pair.B, Rows, "1", "2");

        // The same with a copy that tells them, and the source has gone on since.
        pair.Run("Remove-ReplicationLink $b -Confirm:$false").ThrowOnError();
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (3)");
        pair.Execute(pair.B, "RESET BINARY LOGS AND GTIDS; DELETE FROM hello.t WHERE v = 2; RESET BINARY LOGS AND GTIDS; SET GLOBAL gtid_purged='" + lacking + "'");
        var known = pair.Link(New + " -Coordinates " + at);
        Assert.Equal(LinkMode.AutoPosition, known.Mode);
        await pair.Until(pair.B, Rows, "1", "2", "3");
    }

    [Theory]
    [MemberData(nameof(TestServers.MariaDB), MemberType = typeof(TestServers))]
    public async Task MariaDB_with_domains_of_their_own(string server)
    {
        using var pair = LinkPair.Create(server, new Hashtable { ["gtid-domain-id"] = 1, ["gtid-strict-mode"] = true }, new Hashtable { ["gtid-domain-id"] = 2, ["gtid-strict-mode"] = true });

        // A wrote something that is nobody's data: the place is stated, not left to the server.
        pair.Execute(pair.A, "CREATE USER 'nobody'@'127.0.0.1'");
        pair.Execute(pair.B, "CREATE USER 'somebody'@'127.0.0.1'");
        var first = pair.Start();
        Assert.Equal(LinkMode.MariaDBGtid, first.Mode);
        Assert.Equal("Slave_Pos", first.Status!.UsingGtid);
        Assert.Equal(pair.Column(pair.A, "SELECT @@GLOBAL.gtid_binlog_pos").Single(), first.StartGtidSet);
        Assert.Equal(["1"], pair.Column(pair.B, "SELECT @@GLOBAL.gtid_strict_mode"));
        pair.Execute(pair.A, Table);
        await pair.Until(pair.B, Rows, "1");

        var second = pair.Link("Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl");
        Assert.Equal(LinkMode.MariaDBGtid, second.Mode);
        pair.Execute(pair.B, "INSERT INTO hello.t VALUES (2)");
        await pair.Until(pair.A, Rows, "1", "2");
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (3)");
        await pair.Until(pair.B, Rows, "1", "2", "3");
        pair.Run("$testLink | Wait-ReplicationLink", ("testLink", first)).ThrowOnError();
        pair.Run("$testLink | Wait-ReplicationLink", ("testLink", second)).ThrowOnError();

        // Again: nothing. Forgotten and linked again: goes on by gtid_slave_pos without being told a place.
        Assert.False(pair.Start().Changed);
        pair.Run("Remove-ReplicationLink $b -Confirm:$false").ThrowOnError();
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (4)");
        Assert.Equal(LinkMode.MariaDBGtid, pair.Start().Mode);
        await pair.Until(pair.B, Rows, "1", "2", "3", "4");

        // The tutorial's reverse link: the place is told by file and position, and the link begins there by GTID.
        pair.Run("Remove-ReplicationLink $a -Confirm:$false").ThrowOnError();
        var at = pair.Position(pair.B);
        var place = pair.Column(pair.B, "SELECT BINLOG_GTID_POS('" + at.File + "', " + at.Position.ToString(CultureInfo.InvariantCulture) + ")").Single();
        var reverse = pair.Link("Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $repl");
        Assert.Equal((LinkMode.MariaDBGtid, place), (reverse.Mode, reverse.StartGtidSet));
        pair.Execute(pair.B, "INSERT INTO hello.t VALUES (5)");
        await pair.Until(pair.A, Rows, "1", "2", "3", "4", "5");
        Assert.False(pair.Link("Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $repl").Changed);
        pair.Link("Stop-ReplicationLink $a");
        pair.Execute(pair.B, "INSERT INTO hello.t VALUES (6)");
        pair.Refused(ErrorIds.CoordinatesDiffer, "Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $repl");
        pair.Link("Start-ReplicationLink -Source $b -Replica $a");
        await pair.Until(pair.A, Rows, "1", "2", "3", "4", "5", "6");

        // With data, and nothing that tells a place, it is refused.
        pair.Run("Remove-ReplicationLink $b, $a -Confirm:$false").ThrowOnError();
        pair.Execute(pair.B, "RESET MASTER; SET GLOBAL gtid_slave_pos=''");
        pair.RefusedAlways(ErrorIds.StartPositionNeeded, New);
    }

    [Theory]
    [MemberData(nameof(TestServers.MariaDB), MemberType = typeof(TestServers))]
    public async Task MariaDB_in_one_domain(string server)
    {
        using var pair = LinkPair.Create(server);
        Assert.Equal(LinkMode.FilePosition, pair.Start().Mode);
        Assert.Equal("No", pair.Status(pair.B)!.UsingGtid);
        pair.Execute(pair.A, Table);
        await pair.Until(pair.B, Rows, "1");
        pair.Execute(pair.B, "INSERT INTO hello.t VALUES (2)");
        pair.RefusedAlways(ErrorIds.GtidDomainShared, New + " -AutoPosition");

        using var reader = LinkPair.Create(server, [], new Hashtable { ["read-only"] = true });
        Assert.Equal(LinkMode.MariaDBGtid, reader.Start().Mode);
    }

    [Theory]
    [MemberData(nameof(TestServers.MariaDB), MemberType = typeof(TestServers))]
    public async Task MariaDB_purged(string server)
    {
        using var pair = LinkPair.Create(server, new Hashtable { ["gtid-domain-id"] = 1 }, new Hashtable { ["gtid-domain-id"] = 2 });
        pair.Start();
        pair.Execute(pair.A, Table);
        pair.Run("Wait-ReplicationLink $b -Source $a; Stop-ReplicationLink $b").ThrowOnError();
        pair.Execute(pair.A, "INSERT INTO hello.t VALUES (2); FLUSH LOGS");
        await pair.PurgeAsync(pair.A);
        pair.RefusedAlways(ErrorIds.GtidsPurged, "Start-ReplicationLink -Source $a -Replica $b");
    }

    private static (bool Changed, bool UsesGtid) Changed(ReplicationLink link) => (link.Changed, link.Status!.UsesGtid);
}
