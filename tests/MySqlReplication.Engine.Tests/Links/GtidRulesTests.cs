using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

public sealed class GtidRulesTests
{
    [Fact]
    public void A_replica_that_lacks_something_still_there_is_fine()
        => Assert.Null(Check(source: Cases.UuidA + ":1-9", purged: Cases.UuidA + ":1-3", replica: Cases.UuidA + ":1-5"));

    [Fact]
    public void Purged_and_lacking()
    {
        var refusal = Check(source: Cases.UuidA + ":1-9", purged: Cases.UuidA + ":1-7", replica: Cases.UuidA + ":1-5");
        Assert.Equal(ErrorIds.GtidsPurged, refusal?.ErrorId);
        Assert.Contains(Cases.UuidA + ":6-7", refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errant_and_listed_outside_a_pair_only()
    {
        var refusal = Check(source: Cases.UuidA + ":1-9", purged: "", replica: Cases.UuidA + ":1-5," + Cases.UuidB + ":1-2");
        Assert.Equal(ErrorIds.ErrantGtids, refusal?.ErrorId);
        Assert.Contains(Cases.UuidB + ":1-2", refusal!.Message, StringComparison.Ordinal);
        Assert.Null(Check(source: Cases.UuidA + ":1-9", purged: "", replica: Cases.UuidA + ":1-5," + Cases.UuidB + ":1-2", pair: true));
    }

    [Fact]
    public void A_link_by_gtid_that_is_there_stays_startable_and_tells_what_is_errant()
    {
        var c = Case(Cases.UuidA + ":1-9", "", Cases.UuidA + ":1-9," + Cases.UuidB + ":1", pair: false);
        c = c with { Replica = c.Replica.Following(c.Source, usesGtid: true) };
        Assert.Null(GtidRules.Check(c, LinkMode.AutoPosition, Start()));
        Assert.Equal(Cases.UuidB + ":1", GtidRules.ErrantGtids(c));
    }

    [Fact]
    public void What_the_replica_got_while_the_source_was_read_is_not_purged_from_it()
    {
        var c = Case(Cases.UuidA + ":1-20", Cases.UuidA + ":1-17", Cases.UuidA + ":1-15", pair: true);
        Assert.NotNull(GtidRules.Check(c, LinkMode.AutoPosition, Start()));
        Assert.Null(GtidRules.Check(c with { ReplicaLater = c.Replica with { Executed = GtidSet.Parse(Cases.UuidA + ":1-18") } }, LinkMode.AutoPosition, Start()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Data_without_history(bool onSource)
    {
        var c = Case(onSource ? "" : Cases.UuidA + ":1", "", "", pair: false);
        c = onSource ? c with { Source = c.Source with { UserDatabases = ["hello"] } } : c with { Replica = c.Replica with { UserDatabases = ["hello"] } };
        var refusal = GtidRules.Check(c, LinkMode.AutoPosition, Start());
        Assert.Equal(ErrorIds.GtidHistoryMissing, refusal?.ErrorId);
        Assert.Contains("hello", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1-1-10", true)]
    [InlineData("1-1-9", false)]
    [InlineData("7-7-7", false)]
    public void MariaDB_ahead_of_its_source(string from, bool refused)
    {
        var c = Cases.Of(Cases.MariaDB("a", domain: 1, position: "1-1-9", state: "1-1-9"), Cases.MariaDB("b", domain: 2));
        Assert.Equal(refused ? ErrorIds.ErrantGtids : null, GtidRules.Check(c, LinkMode.MariaDBGtid, Start() with { Gtids = from })?.ErrorId);
    }

    // What a replica has executed of the source, and a place before it. Numbers of two servers of a domain interleave, so that they
    // say nothing about each other; a source whose numbers began anew (state below) has lost what it is asked about.
    [Theory]
    [InlineData("0-1-7", "0-1-6", "0-1-7", "0-1-7")]
    [InlineData("0-1-7", "", "0-1-9", "0-1-7")]
    [InlineData("0-1-7,2-5-3", "0-1-7,2-5-2", "0-1-8,2-5-3", "2-5-3")]
    [InlineData("0-1-7", "0-1-7", "0-1-9", null)]
    [InlineData("0-1-7", "0-1-8", "0-1-9", null)]
    [InlineData("0-2-7", "0-1-6", "0-2-7,0-1-6", null)]
    [InlineData("0-1-7", "0-1-2", "0-1-3", null)]
    [InlineData("0-3-7", "", "0-1-9", null)]
    [InlineData("", "0-1-6", "0-1-7", null)]
    public void MariaDB_that_has_executed_what_follows_a_place(string executed, string place, string state, string? passed)
    {
        var c = Cases.Of(Cases.MariaDB("a", domain: 0, position: state, state: state), Cases.MariaDB("b", domain: 2) with { ReplicatedPosition = MariaDBGtidPosition.Parse(executed) });
        c = c with { Request = c.Request with { Coordinates = BinlogCoordinates.Parse("mysql-bin.000002:400") }, Place = new GtidPlace(true, string.Empty, MariaDBGtidPosition.Parse(place)) };
        var refusal = GtidRules.Passed(c);
        Assert.Equal(passed is null ? null : ErrorIds.CoordinatesPassed, refusal?.ErrorId);
        Assert.Contains(passed is null ? string.Empty : " has executed " + passed + " of ", refusal?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.Null(GtidRules.Passed(c with { Replica = c.Replica.Following(c.Source) }));
    }

    private static LinkStart Start() => new() { Reason = "test" };

    private static LinkCase Case(string source, string purged, string replica, bool pair)
    {
        var b = Cases.MySql("b") with { Executed = GtidSet.Parse(replica) };
        var a = Cases.MySql("a") with { Executed = GtidSet.Parse(source), Purged = GtidSet.Parse(purged) };
        return Cases.Of(pair ? a.Following(b, usesGtid: true) : a, b);
    }

    private static ReplicationException? Check(string source, string purged, string replica, bool pair = false)
        => GtidRules.Check(Case(source, purged, replica, pair), LinkMode.AutoPosition, Start());
}
