using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

public sealed class LinkStartTests
{
    private static readonly BinlogCoordinates Given = new("mysql-bin.000002", 400);

    [Fact]
    public void Two_empty_servers_start_at_the_sources_present_position()
        => Assert.Equal("mysql-bin.000003:500", Choose(Empty()).Coordinates!.ToString());

    [Fact]
    public void Data_on_either_side_needs_a_position()
    {
        var c = Empty();
        Refused(ErrorIds.StartPositionNeeded, c with { Source = c.Source with { UserDatabases = ["hello"] } });
        Refused(ErrorIds.StartPositionNeeded, c with { Replica = c.Replica with { UserDatabases = ["hello"] } });
        Refused(ErrorIds.StartPositionNeeded, c with { Source = c.Source with { EmptyDatabases = ["hello"] } });
    }

    [Fact]
    public void An_empty_database_that_both_have_is_no_data()
    {
        var c = Empty();
        Assert.NotNull(Choose(c with { Source = c.Source with { EmptyDatabases = ["test"] }, Replica = c.Replica with { EmptyDatabases = ["test"] } }).Coordinates);
    }

    [Fact]
    public void A_pair_forms_from_a_source_that_only_relays()
    {
        var c = Cases.Of(Old("a").Following(Old("b")) with { UserDatabases = ["hello"] }, Old("b") with { UserDatabases = ["hello"] });
        Assert.True(LinkStart.DependsOnLog(c, LinkMode.FilePosition));
        Refused(ErrorIds.StartPositionNeeded, c);
        Assert.Equal("mysql-bin.000003:500", LinkStart.Choose(c, LinkMode.FilePosition, sourceOnlyRelayed: true).Coordinates!.ToString());
    }

    // By id and, where both have one, by uuid; one that leaves something out takes more than its place.
    [Theory]
    [InlineData(0, null, false, "mysql-bin.000002:777")]
    [InlineData(0, Cases.UuidB, false, null)]
    [InlineData(1, null, false, null)]
    [InlineData(0, null, true, null)]
    public void A_copy_that_the_replica_holds_tells_where_to_begin(int otherId, string? uuid, bool leavesOut, string? begins)
    {
        var c = Cases.Of(Old("a") with { UserDatabases = ["hello"], ServerUuid = Cases.UuidA }, Old("b") with { UserDatabases = ["hello"] });
        c = c with { ReadOnly = new(true, null, true) { Copies = [new(c.Source.ServerId + otherId, uuid, new("mysql-bin.000002", 777), leavesOut)] } };
        if (begins is null)
        {
            Refused(ErrorIds.StartPositionNeeded, c);
        }
        else
        {
            Assert.Equal(begins, Choose(c).Coordinates!.ToString());
            Refused(ErrorIds.StartPositionNeeded, c with { Incomplete = ["hello"] });
        }

        var given = c with { Request = c.Request with { Coordinates = Given } };
        Assert.Equal(otherId == 0 && uuid is null ? ErrorIds.CoordinatesDiffer : null, LinkStart.BesideCopy(given, LinkMode.FilePosition)?.ErrorId);
        Assert.Null(LinkStart.BesideCopy(given, LinkMode.AutoPosition));
        Assert.Null(LinkStart.BesideCopy(c with { Request = c.Request with { Coordinates = new("mysql-bin.000002", 777) } }, LinkMode.FilePosition));
        Assert.Null(LinkStart.BesideCopy(given with { Replica = given.Replica.Following(given.Source) }, LinkMode.FilePosition));
    }

    [Fact]
    public void A_link_that_is_there_goes_on_where_its_applier_stands()
    {
        var start = Choose(Linked(ReplicaThreadState.Stopped));
        Assert.Equal("mysql-bin.000002:300", start.Coordinates!.ToString());
        Assert.True(start.FromExecuted);
    }

    [Fact]
    public void A_working_link_is_not_moved_by_coordinates()
    {
        var c = Linked(ReplicaThreadState.Running);
        var start = Choose(c with { Request = c.Request with { Coordinates = Given } });
        Assert.Equal("mysql-bin.000002:300", start.Coordinates!.ToString());
        Assert.True(start.FromExecuted);
    }

    [Fact]
    public void A_standing_link_is_moved_by_coordinates_only_with_force()
    {
        var c = Linked(ReplicaThreadState.Stopped);
        c = c with { Request = c.Request with { Coordinates = Given } };
        Refused(ErrorIds.CoordinatesDiffer, c);
        var start = Choose(c with { Request = c.Request with { Force = true } });
        Assert.Equal(Given, start.Coordinates);
        Assert.False(start.FromExecuted);
    }

    [Fact]
    public void A_link_that_lost_its_place_does_not_go_on()
    {
        var c = Linked(ReplicaThreadState.Stopped);
        var lost = c.Present! with { ExecutedCoordinates = null };
        Refused(ErrorIds.StartPositionNeeded, c with { Replica = c.Replica with { Links = [lost] } });
        Refused(ErrorIds.StartPositionNeeded, c with { Replica = c.Replica with { Links = [lost with { ExecutedCoordinates = new BinlogCoordinates("x.000001", 0) }] } });
    }

    [Theory]
    [InlineData("", "0-1-7", "", "0-1-7", true)]
    [InlineData("5-9-3", "0-1-7", "", "0-1-7,5-9-3", true)]
    [InlineData("0-1-7", "0-1-7", "", "0-1-7", false)]
    [InlineData("", "", "", "", false)]
    public void Two_empty_MariaDB_servers_start_at_the_sources_gtid_position(string replicated, string source, string state, string expected, bool set)
    {
        var start = LinkStart.Choose(Cases.Of(Cases.MariaDB("a", position: source), Cases.MariaDB("b", state: state, replicated: replicated)), LinkMode.MariaDBGtid, false);
        Assert.Equal(expected, start.Gtids);
        Assert.Equal(set, start.SetReplicatedPosition);
    }

    [Fact]
    public void MariaDB_with_data_goes_on_from_gtid_slave_pos_and_counts_what_it_wrote_itself()
    {
        var source = Cases.MariaDB("a", domain: 1, position: "1-1-9,2-2-4") with { UserDatabases = ["hello"] };
        var start = LinkStart.Choose(Cases.Of(source, Cases.MariaDB("b", domain: 2, state: "1-1-8,2-2-6", replicated: "1-1-8")), LinkMode.MariaDBGtid, false);
        Assert.Equal("1-1-8,2-2-4", start.Gtids);
        Assert.True(start.SetReplicatedPosition);
    }

    [Fact]
    public void MariaDB_begins_at_the_gtid_position_of_the_coordinates()
    {
        var place = new GtidPlace(true, string.Empty, MariaDBGtidPosition.Parse("1-1-5,2-2-3"));
        var c = Cases.Of(Cases.MariaDB("a", domain: 1), Cases.MariaDB("b", domain: 2, replicated: "1-1-4,7-7-7"), r => r with { Coordinates = Given }) with { Place = place };
        var start = LinkStart.Choose(c, LinkMode.MariaDBGtid, false);
        Assert.Equal(("1-1-5,2-2-3,7-7-7", true), (start.Gtids, start.SetReplicatedPosition));
        var standing = c with { Replica = c.Replica with { Links = [Cases.Link(c.Replica, c.Source, receiver: ReplicaThreadState.Stopped, applier: ReplicaThreadState.Stopped, usingGtid: "Slave_Pos", usesGtid: true)] } };
        Assert.Equal(ErrorIds.CoordinatesDiffer, Assert.Throws<ReplicationException>(() => LinkStart.Choose(standing, LinkMode.MariaDBGtid, false)).ErrorId);
        Assert.True(LinkStart.Choose(standing with { Request = standing.Request with { Force = true } }, LinkMode.MariaDBGtid, false).SetReplicatedPosition);
        standing = standing with { Replica = standing.Replica with { ReplicatedPosition = MariaDBGtidPosition.Parse("1-1-5,2-2-3") } };
        Assert.False(LinkStart.Choose(standing, LinkMode.MariaDBGtid, false).SetReplicatedPosition);
    }

    [Fact]
    public void MariaDB_with_data_and_no_position_is_refused()
    {
        var c = Cases.Of(Cases.MariaDB("a", domain: 1, position: "1-1-9") with { UserDatabases = ["hello"] }, Cases.MariaDB("b", domain: 2));
        Assert.Equal(ErrorIds.StartPositionNeeded, Assert.Throws<ReplicationException>(() => LinkStart.Choose(c, LinkMode.MariaDBGtid, false)).ErrorId);
    }

    private static LinkEnd Old(string host) => Cases.MySql(host, "5.7.44", GtidMode.Off);

    private static LinkCase Empty() => Cases.Of(Old("a"), Old("b"));

    private static LinkCase Linked(ReplicaThreadState threads)
    {
        var c = Empty();
        return c with { Replica = c.Replica with { Links = [Cases.Link(c.Replica, c.Source, receiver: threads, applier: threads)] } };
    }

    private static LinkStart Choose(LinkCase c) => LinkStart.Choose(c, LinkMode.FilePosition, sourceOnlyRelayed: false);

    private static void Refused(string errorId, LinkCase c) => Assert.Equal(errorId, Assert.Throws<ReplicationException>(() => Choose(c)).ErrorId);
}
