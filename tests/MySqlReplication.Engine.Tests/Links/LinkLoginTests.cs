using System;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Links;

/// <summary>The password that a server may or may not show.</summary>
public sealed class LinkLoginTests
{
    private static readonly ReplicationCredential Other = new("repl", "Other-2");

    [Fact]
    public void A_new_link_states_its_login() => Assert.Equal(Cases.Login, LinkLogin.Choose(Cases.MySqlPair(), null).Wanted);

    [Fact]
    public void A_shown_password_is_compared()
    {
        Assert.Null(LinkLogin.Choose(Linked(), new LinkSettings { Login = Cases.Login }).Wanted);
        var changed = LinkLogin.Choose(Linked(), new LinkSettings { Login = Other });
        Assert.Equal(Cases.Login, changed.Wanted);
        Assert.Equal(Other, changed.Former);
    }

    [Theory]
    [InlineData(ReplicaThreadState.Running, 0)]
    [InlineData(ReplicaThreadState.Stopped, 0)]
    [InlineData(ReplicaThreadState.Connecting, 2003)]
    public void A_hidden_password_is_left_while_the_source_has_not_refused_it(ReplicaThreadState receiver, int error)
    {
        var choice = LinkLogin.Choose(Linked(receiver, error), new LinkSettings());
        Assert.Null(choice.Wanted);
        Assert.Contains("left as it is", choice.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hidden_password_that_is_replaced_has_to_be_told_or_forced()
    {
        var c = Linked(ReplicaThreadState.Connecting, 1045);
        var refusal = Assert.Throws<ReplicationException>(() => LinkLogin.Choose(c, new LinkSettings()));
        Assert.Equal(ErrorIds.FormerPasswordUnknown, refusal.ErrorId);
        Assert.Contains("-FormerCredential", refusal.RecommendedAction, StringComparison.Ordinal);

        var told = LinkLogin.Choose(c with { Request = c.Request with { FormerLogin = Other } }, new LinkSettings());
        Assert.Equal((Cases.Login, Other), (told.Wanted, told.Former));
        Assert.Throws<ReplicationException>(() => LinkLogin.Choose(c with { Request = c.Request with { FormerLogin = new ReplicationCredential("another", "x") } }, new LinkSettings()));

        var forced = LinkLogin.Choose(c with { Request = c.Request with { Force = true } }, new LinkSettings());
        Assert.Equal(Cases.Login, forced.Wanted);
        Assert.Null(forced.Former);
        Assert.Contains("cannot be put back", forced.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_user_is_another_login()
    {
        var c = Linked();
        c = c with { Request = c.Request with { Login = new ReplicationCredential("another", "x") } };
        Assert.Equal(ErrorIds.FormerPasswordUnknown, Assert.Throws<ReplicationException>(() => LinkLogin.Choose(c, new LinkSettings())).ErrorId);
    }

    [Fact]
    public void No_login_given_leaves_what_is_there()
    {
        var c = Linked();
        Assert.Null(LinkLogin.Choose(c with { Request = c.Request with { Login = null } }, new LinkSettings()).Wanted);
    }

    private static LinkCase Linked(ReplicaThreadState receiver = ReplicaThreadState.Running, int error = 0)
    {
        var c = Cases.MySqlPair();
        return c with { Replica = c.Replica with { Links = [Cases.Link(c.Replica, c.Source, receiver: receiver, receiverError: error)] } };
    }
}
