using System;
using System.Linq;
using MySqlReplication.Engine.Status;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class StatusRehearsalTests
{
    [Fact]
    public void TheMadeUpAnswerIsReadAsAWorkingLinkWithoutAConnection()
    {
        var link = Assert.Single(StatusRehearsal.Judge());
        Assert.True(link.IsHealthy, link.HealthReason);
        Assert.Equal(ReplicaThreadState.Running, link.Receiver);
        Assert.Equal(ReplicaThreadState.Running, link.Applier);
        Assert.Equal("binlog.000001", link.ExecutedCoordinates?.File);
    }

    [Fact]
    public void ARehearsalLeavesNothingThatTheNextOneWouldSee()
    {
        // Readings of one receiver that are kept prove things about the next: counters that stand still, a source that was heard in between.
        var first = StatusRehearsal.Judge().Select(link => link.HealthReason).ToList();
        Assert.Equal(first, StatusRehearsal.Judge().Select(link => link.HealthReason).ToList());
        Assert.DoesNotContain(ReceiverReadings.Known, receiver => receiver.StartsWith("rehearsal|", StringComparison.Ordinal));
    }
}
