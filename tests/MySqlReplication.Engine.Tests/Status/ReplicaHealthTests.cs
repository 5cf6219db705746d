using System;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Status;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Status;

public sealed class ReplicaHealthTests
{
    private static readonly SkippedErrors Nothing = new();

    [Theory]
    [InlineData(5.0, true)]
    [InlineData(9.9, true)]
    [InlineData(10.0, true)]
    [InlineData(10.1, null)]
    public void Heard_within_two_periods_is_healthy(double age, bool? expected)
    {
        var status = Judge(Told(age: age));
        Assert.Equal(expected, status.IsHealthy);
        Assert.Equal(expected is true ? null : "not proven", status.Problem);
        Assert.Contains("every 5 s", status.HealthReason, StringComparison.Ordinal);
        Assert.InRange((DateTimeOffset.Now - status.LastHeard!.Value).TotalSeconds, age - 1, age + 2);
        Assert.Equal(TimeSpan.FromSeconds(5), status.HeartbeatPeriod);
    }

    [Fact]
    public void A_server_that_only_counts_proves_nothing_by_one_reading()
    {
        var status = Judge(new ReceiverEvidence(Counts()));
        Assert.Null(status.IsHealthy);
        Assert.Contains("-HeartbeatWaitSeconds 7", status.HealthReason, StringComparison.Ordinal);
        Assert.Null(status.LastHeard);
    }

    [Theory]
    [InlineData(9.0, 0.0, true)]
    [InlineData(11.0, 0.0, null)]
    [InlineData(null, 9.0, null)]
    [InlineData(null, 10.5, false)]
    [InlineData(60.0, 10.5, false)]
    public void Two_readings_prove_what_one_does_not(double? heardWithin, double silentFor, bool? expected)
        => Assert.Equal(expected, Judge(new ReceiverEvidence(Counts()) { HeardWithin = Span(heardWithin), SilentFor = TimeSpan.FromSeconds(silentFor) }).IsHealthy);

    [Theory]
    [InlineData(9.0, true)]
    [InlineData(11.0, null)]
    public void A_receiver_that_just_logged_in_heard_its_source(double startedAgo, bool? expected)
    {
        var status = Judge(new ReceiverEvidence(Counts() with { StartedAgo = Span(startedAgo) }));
        Assert.Equal(expected, status.IsHealthy);
        Assert.Null(status.LastHeard);
    }

    [Fact]
    public void An_old_time_alone_is_no_silence_because_own_changes_come_back_without_one()
    {
        var status = Judge(Told(age: 95));
        Assert.Null(status.IsHealthy);
        Assert.Equal(TimeSpan.FromSeconds(7), status.Lag);
        Assert.Contains("own changes", status.HealthReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5.0, null)]
    [InlineData(5.6, false)]
    public void An_old_time_and_one_silent_period_are_silence(double silentFor, bool? expected)
        => Assert.Equal(expected, Judge(Told(age: 95) with { SilentFor = TimeSpan.FromSeconds(silentFor) }).IsHealthy);

    [Fact]
    public void A_source_that_was_never_heard_after_the_login_is_silent_after_a_watch()
        => Assert.False(Judge(new ReceiverEvidence(new HeartbeatRecord(string.Empty) { Period = TimeSpan.FromSeconds(5), TellsTime = true, StartedAgo = TimeSpan.FromSeconds(40) }) { SilentFor = TimeSpan.FromSeconds(6) }).IsHealthy);

    [Fact]
    public void Where_every_message_is_timed_an_old_time_is_silence_and_the_lag_is_unknown()
    {
        var status = Judge(new ReceiverEvidence(Counts() with { Age = TimeSpan.FromSeconds(21), TellsTime = true, IsComplete = true }));
        Assert.False(status.IsHealthy);
        Assert.Equal("source silent 21 s", status.Problem);
        Assert.Null(status.Lag);
    }

    [Fact]
    public void Without_heartbeats_or_their_period_nothing_is_proven()
    {
        var off = Judge(new ReceiverEvidence(Counts() with { Period = TimeSpan.Zero, Age = TimeSpan.FromSeconds(1) }));
        Assert.Null(off.IsHealthy);
        Assert.Equal("heartbeats are off", off.Problem);
        Assert.Equal(TimeSpan.Zero, off.HeartbeatPeriod);

        var denied = Judge(new ReceiverEvidence(new HeartbeatRecord(string.Empty) { Denied = "performance_schema.x" }));
        Assert.Null(denied.IsHealthy);
        Assert.Contains("performance_schema.x", denied.HealthReason, StringComparison.Ordinal);
        Assert.Null(denied.HeartbeatPeriod);
    }

    [Theory]
    [InlineData("No", 0u, "Yes", 0u, "receiver stopped")]
    [InlineData("Connecting", 0u, "Yes", 0u, "receiver connecting")]
    [InlineData("Connecting", 2003u, "Yes", 0u, "receiver error 2003")]
    [InlineData("Yes", 0u, "No", 0u, "applier stopped")]
    [InlineData("Yes", 0u, "No", 1062u, "applier error 1062")]
    [InlineData("No", 0u, "No", 0u, "both threads stopped")]
    [InlineData("No", 0u, "No", 1062u, "applier error 1062")]
    [InlineData("No", 1236u, "No", 1062u, "receiver error 1236")]
    [InlineData("Yes", 0u, "Yes", 1032u, "applier error 1032")]
    [InlineData("Asleep", 0u, "Yes", 0u, "receiver state unknown")]
    public void What_is_broken_is_named_whatever_was_heard(string receiver, uint receiverError, string applier, uint applierError, string problem)
    {
        var status = Judge(
            Told(age: 1),
            Rows.MySql56(("Slave_IO_Running", receiver), ("Last_IO_Errno", receiverError), ("Last_IO_Error", "io text"), ("Slave_SQL_Running", applier), ("Last_SQL_Errno", applierError), ("Last_SQL_Error", "sql text")));
        Assert.False(status.IsHealthy);
        Assert.Equal(problem, status.Problem);
        Assert.Equal(receiverError > 0, status.HealthReason.Contains("io text", StringComparison.Ordinal));
        Assert.Equal(applierError > 0, status.HealthReason.Contains("sql text", StringComparison.Ordinal));
    }

    [Fact]
    public void Skipped_errors_are_no_health()
    {
        Assert.Equal("errors are skipped", Judge(Told(age: 1), skipped: new SkippedErrors { Errors = "1062" }).Problem);
        var idempotent = Judge(Told(age: 1), skipped: new SkippedErrors { IsIdempotent = true });
        Assert.False(idempotent.IsHealthy);
        Assert.Contains("IDEMPOTENT", idempotent.HealthReason, StringComparison.Ordinal);
        Assert.Equal("events are skipped", Judge(Told(age: 1), Rows.MySql56(("Skip_Counter", 2u))).Problem);
    }

    private static ReceiverEvidence Told(double age) => new(new HeartbeatRecord(string.Empty) { Period = TimeSpan.FromSeconds(5), Age = TimeSpan.FromSeconds(age), TellsTime = true });

    private static HeartbeatRecord Counts() => new(string.Empty) { Period = TimeSpan.FromSeconds(5), Count = 4 };

    private static TimeSpan? Span(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private static ReplicaStatus Judge(ReceiverEvidence evidence, RawRow? row = null, SkippedErrors? skipped = null)
        => ReplicaHealth.Judge(ReplicaStatusColumns.Read(ServerReference.Parse("db2"), row ?? Rows.MySql56()), skipped ?? Nothing, evidence);
}
