using System;
using System.Net.Sockets;
using System.Threading;
using MySqlReplication.Engine.Connections;
using Xunit;

namespace MySqlReplication.Engine.Tests.Connections;

public sealed class CancellationTests
{
    [Fact]
    public void A_connection_that_is_gone_does_not_keep_the_others_from_being_ended()
    {
        using var all = new CancellationTokenSource();
        using var some = CancellationTokenSource.CreateLinkedTokenSource(all.Token);
        var told = 0;
        using var first = some.Token.Register(() => told++);
        using var gone = some.Token.Register(() => throw new SocketException((int)SocketError.NotConnected));
        using var last = some.Token.Register(() => told++);
        all.End();
        Assert.Equal(2, told);
        Assert.True(some.IsCancellationRequested);
    }

    [Fact]
    public void What_else_goes_wrong_there_is_not_hidden()
    {
        using var all = new CancellationTokenSource();
        using var gone = all.Token.Register(() => throw new SocketException((int)SocketError.NotConnected));
        using var wrong = all.Token.Register(() => throw new FormatException("wrong"));
        Assert.Throws<AggregateException>(all.End);
    }
}
