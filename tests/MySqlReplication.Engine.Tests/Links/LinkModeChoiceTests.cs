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
