using System;
using System.Diagnostics;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Status;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class ReceiverReadingsTests
{
    private readonly string _receiver = Guid.NewGuid().ToString();
    private readonly ReceiverReadings.Moment _start = ReceiverReadings.Now;

    [Fact]
    public void One_reading_proves_nothing()
        => Assert.Equal((null, TimeSpan.Zero), Read(0, heartbeats: 3));

    [Fact]
    public void Counters_that_moved_prove_that_something_came_since_the_reading_before()
    {
        Read(0, heartbeats: 3);
        Read(4, heartbeats: 3);
        Assert.Equal((5.0, 0.0), Seconds(Read(9, heartbeats: 4)));

        // It grows older, and the silence is counted from the first reading of the same counters.
        Assert.Equal((17.0, 12.0), Seconds(Read(21, heartbeats: 4)));
    }

    [Fact]
    public void A_position_that_moved_is_as_good_as_a_heartbeat()
    {
        Read(0, heartbeats: 3, position: 100);
        Assert.Equal((2.0, 0.0), Seconds(Read(2, heartbeats: 3, position: 101)));
    }

    [Fact]
    public void A_receiver_that_was_started_anew_logged_in_and_is_counted_anew()
    {
        Read(0, heartbeats: 0);
        Assert.Equal((30.0, 0.0), Seconds(Read(30, heartbeats: 0, startedAgo: 2)));
        Assert.Equal((36.0, 6.0), Seconds(Read(36, heartbeats: 0, startedAgo: 8)));
    }

    [Fact]
    public void What_is_forgotten_begins_anew()
    {
        Read(0, heartbeats: 3);
        ReceiverReadings.Forget(_receiver);
        Assert.Equal((null, TimeSpan.Zero), Read(9, heartbeats: 4));
    }

    [Theory]
    [InlineData(5, 3600)]
    [InlineData(3600, 5)]
    public void When_two_clocks_disagree_the_worse_one_counts(int steady, int wall)
    {
        // A machine that slept (the steady clock stood still), a clock that was set.
        var then = new ReceiverReadings.Moment(0, DateTime.UnixEpoch);
        var now = new ReceiverReadings.Moment(steady * Stopwatch.Frequency, DateTime.UnixEpoch.AddSeconds(wall));
        Assert.Equal((3600.0, 5.0), (then.MostUntil(now).TotalSeconds, then.LeastUntil(now).TotalSeconds));
    }

    private static (double?, double) Seconds((TimeSpan? HeardWithin, TimeSpan SilentFor) said)
        => (said.HeardWithin is { } heard ? Math.Round(heard.TotalSeconds, 3) : null, Math.Round(said.SilentFor.TotalSeconds, 3));

    private (TimeSpan? HeardWithin, TimeSpan SilentFor) Read(double at, long heartbeats, ulong position = 100, double? startedAgo = null)
    {
        var moment = new ReceiverReadings.Moment(_start.Ticks - (_start.Ticks % Stopwatch.Frequency) + (long)(at * Stopwatch.Frequency), DateTime.UnixEpoch.AddYears(80).AddSeconds(at));
        var status = ReplicaStatusColumns.Read(ServerReference.Parse("db2"), Rows.MariaDB(("Read_Master_Log_Pos", position)));
        return ReceiverReadings.Add(
            _receiver,
            status,
            new HeartbeatRecord("east") { Count = heartbeats, StartedAgo = startedAgo is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
            moment,
            moment);
    }
}
