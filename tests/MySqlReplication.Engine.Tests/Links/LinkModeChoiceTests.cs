using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

public sealed class LinkModeChoiceTests
{
    [Theory]
    [InlineData(GtidMode.On, LinkMode.AutoPosition, "ON on both")]
    [InlineData(GtidMode.Off, LinkMode.FilePosition, "OFF on both")]
    [InlineData(GtidMode.OnPermissive, LinkMode.FilePosition, "ON_PERMISSIVE on both")]
    public void MySql_by_its_gtid_mode(GtidMode both, LinkMode expected, string reason)
    {
        var choice = LinkModeChoice.Choose(Cases.Of(Cases.MySql("a", mode: both), Cases.MySql("b", mode: both)));
        Assert.Equal(expected, choice.Mode);
        Assert.Contains(reason, choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Coordinates_are_a_choice()
        => Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(Cases.MySqlPair(At)).Mode);

    [Fact]
    public void Coordinates_that_a_link_by_gtid_begins_at_too_are_begun_by_gtid()
    {
        var there = new GtidPlace(true, string.Empty, MariaDBGtidPosition.Parse("1-1-5"));
        var elsewhere = new GtidPlace(false, "for a reason");
        var mysql = Cases.MySqlPair(At);
        Assert.Equal(LinkMode.AutoPosition, LinkModeChoice.Choose(mysql with { Place = there }).Mode);
        var by = LinkModeChoice.Choose(mysql with { Place = elsewhere });
        Assert.Equal(LinkMode.FilePosition, by.Mode);
        Assert.EndsWith("for a reason", by.Reason, StringComparison.Ordinal);
        var maria = Cases.Of(Cases.MariaDB("a", domain: 1), Cases.MariaDB("b", domain: 2), At);
        Assert.Equal(LinkMode.MariaDBGtid, LinkModeChoice.Choose(maria with { Place = there }).Mode);
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(maria with { Place = elsewhere }).Mode);
        var shared = Cases.Of(Cases.MariaDB("a"), Cases.MariaDB("b"), At);
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(shared with { Place = there }).Mode);
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(Cases.MySqlPair(r => At(r) with { AutoPosition = false }) with { Place = there }).Mode);
    }

    [Fact]
    public void A_standing_link_by_gtid_is_taken_to_other_coordinates_only_with_force()
    {
        var c = Cases.MySqlPair(At);
        c = c with { Replica = c.Replica with { Links = [Cases.Link(c.Replica, c.Source, receiver: ReplicaThreadState.Stopped, applier: ReplicaThreadState.Stopped, usesGtid: true)] } };
        Assert.True(LinkModeChoice.DependsOnPlace(c));
        Assert.Equal(LinkMode.AutoPosition, LinkModeChoice.Choose(c with { Place = new(true, string.Empty) }).Mode);
        c = c with { Place = new(false, "for a reason") };
        Assert.Equal(ErrorIds.CoordinatesDiffer, Assert.Throws<ReplicationException>(() => LinkModeChoice.Choose(c)).ErrorId);
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(c with { Request = c.Request with { Force = true } }).Mode);
    }

    [Fact]
    public void Nothing_depends_on_the_place_of_a_link_that_works_or_goes_by_file()
    {
        var c = Cases.MySqlPair(At);
        Assert.True(LinkModeChoice.DependsOnPlace(c));
        Assert.False(LinkModeChoice.DependsOnPlace(Cases.MySqlPair()));
        Assert.False(LinkModeChoice.DependsOnPlace(Cases.MySqlPair(r => At(r) with { AutoPosition = false })));
        Assert.False(LinkModeChoice.DependsOnPlace(c with { Replica = c.Replica.Following(c.Source, usesGtid: true) }));
        Assert.False(LinkModeChoice.DependsOnPlace(c with { Replica = c.Replica with { Links = [Cases.Link(c.Replica, c.Source, applier: ReplicaThreadState.Stopped)] } }));
        Assert.False(LinkModeChoice.DependsOnPlace(Cases.Of(Cases.MySql("a", mode: GtidMode.Off), Cases.MySql("b", mode: GtidMode.Off), At)));
        Assert.False(LinkModeChoice.DependsOnPlace(Cases.Of(Cases.MySql("a", "5.7.44"), Cases.MariaDB("b"), At)));
    }

    [Fact]
    public void AutoPosition_needs_gtids()
    {
        var c = Cases.Of(Cases.MySql("a", mode: GtidMode.Off), Cases.MySql("b", mode: GtidMode.Off), ByGtid);
        Assert.Equal(ErrorIds.AutoPositionUnavailable, Assert.Throws<ReplicationException>(() => LinkModeChoice.Choose(c)).ErrorId);
        Assert.Equal(LinkMode.AutoPosition, LinkModeChoice.Choose(Cases.MySqlPair(ByGtid)).Mode);
    }

    [Fact]
    public void A_link_that_is_there_keeps_its_mode()
    {
        var c = Cases.MySqlPair();
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(c with { Replica = c.Replica.Following(c.Source) }).Mode);
        Assert.Equal(LinkMode.AutoPosition, LinkModeChoice.Choose(c with { Replica = c.Replica.Following(c.Source, usesGtid: true), Request = At(c.Request) with { Coordinates = null } }).Mode);
        Assert.Equal(LinkMode.AutoPosition, LinkModeChoice.Choose(c with { Replica = c.Replica.Following(c.Source), Request = ByGtid(c.Request) }).Mode);
    }

    [Fact]
    public void MariaDB_with_domains_of_their_own_goes_by_gtid()
        => Assert.Equal(LinkMode.MariaDBGtid, LinkModeChoice.Choose(Cases.Of(Cases.MariaDB("a", domain: 1), Cases.MariaDB("b", domain: 2))).Mode);

    [Fact]
    public void MariaDB_with_one_domain_goes_by_gtid_only_to_a_replica_that_does_not_write()
    {
        var c = Cases.Of(Cases.MariaDB("a"), Cases.MariaDB("b"));
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(c).Mode);
        Assert.Equal(LinkMode.MariaDBGtid, LinkModeChoice.Choose(c with { Replica = c.Replica with { ReadOnly = true } }).Mode);
        Assert.Equal(LinkMode.MariaDBGtid, LinkModeChoice.Choose(c with { Replica = c.Replica with { LogBin = false } }).Mode);
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(c with { Replica = Cases.MariaDB("b", state: "0-2-7") with { ReadOnly = true } }).Mode);
    }

    [Fact]
    public void Two_MariaDB_writers_of_one_domain_are_not_linked_by_gtid()
    {
        var c = Cases.Of(Cases.MariaDB("a"), Cases.MariaDB("b", state: "0-2-7"), ByGtid);
        Assert.Equal(ErrorIds.GtidDomainShared, Assert.Throws<ReplicationException>(() => LinkModeChoice.Choose(c)).ErrorId);
        var pair = Cases.Of(Cases.MariaDB("a").Following(Cases.MariaDB("b")), Cases.MariaDB("b"), ByGtid);
        Assert.Equal(ErrorIds.GtidDomainShared, Assert.Throws<ReplicationException>(() => LinkModeChoice.Choose(pair)).ErrorId);
        Assert.Equal(LinkMode.MariaDBGtid, LinkModeChoice.Choose(Cases.Of(Cases.MariaDB("a"), Cases.MariaDB("b"), ByGtid)).Mode);
    }

    [Fact]
    public void MariaDB_beside_a_running_channel_goes_by_file_because_gtid_slave_pos_cannot_be_set()
    {
        var other = Cases.MariaDB("c", domain: 3) with { ServerId = 3 };
        var replica = Cases.MariaDB("b", domain: 2);
        replica = replica with { Links = [Cases.Link(replica, other, "x")] };
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(Cases.Of(Cases.MariaDB("a", domain: 1), replica)).Mode);
        replica = replica with { Links = [Cases.Link(replica, other, "x", ReplicaThreadState.Stopped, ReplicaThreadState.Stopped)] };
        Assert.Equal(LinkMode.MariaDBGtid, LinkModeChoice.Choose(Cases.Of(Cases.MariaDB("a", domain: 1), replica)).Mode);
    }

    [Fact]
    public void The_families_share_file_and_position_only()
    {
        var c = Cases.Of(Cases.MySql("a", "5.7.44"), Cases.MariaDB("b"));
        Assert.Equal(LinkMode.FilePosition, LinkModeChoice.Choose(c).Mode);
        Assert.Equal(ErrorIds.AutoPositionUnavailable, Assert.Throws<ReplicationException>(() => LinkModeChoice.Choose(c with { Request = ByGtid(c.Request) })).ErrorId);
    }

    private static StartLinkRequest ByGtid(StartLinkRequest r) => r with { AutoPosition = true };

    private static StartLinkRequest At(StartLinkRequest r) => r with { Coordinates = new BinlogCoordinates("mysql-bin.000001", 4) };
}
