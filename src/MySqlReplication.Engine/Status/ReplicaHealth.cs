using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>
/// The verdict on a link: true only when it is proven that both threads run, nothing is in error or skipped, and something
/// came from the source within two heartbeat periods; false when it is broken; null when it cannot be known.
/// </summary>
internal static class ReplicaHealth
{
    // A heartbeat is sent when nothing else was sent for one period; so much later it must have arrived.
    internal static readonly TimeSpan Leeway = TimeSpan.FromSeconds(0.5);

    /// <summary>Judges a link by its row, the server's settings, what its receiver heard, and what was found about its relay log.</summary>
    public static ReplicaStatus Judge(ReplicaStatus status, SkippedErrors skipped, ReceiverEvidence evidence, ReplicationFinding? relayLog = null)
    {
        status = status with
        {
            HeartbeatPeriod = evidence.Record.Period,
            LastHeard = evidence.Record is { IsOwn: true, Age: { } age } ? DateTimeOffset.Now - age : null,
        };
        var why = relayLog is null ? StatusTexts.WhyBroken(status, skipped) : StatusTexts.NoRelayLog(relayLog);
        return why is { } broken ? With(status, false, broken)
            : evidence.GapFor is not null ? With(status, null, StatusTexts.PerhapsGap(status))
            : Hear(status, evidence);
    }

    private static ReplicaStatus With(ReplicaStatus status, bool? healthy, Verdict verdict)
        => status with { IsHealthy = healthy, HealthReason = verdict.Reason, Problem = verdict.Problem };

    private static ReplicaStatus Hear(ReplicaStatus status, ReceiverEvidence evidence)
    {
        var record = evidence.Record;
        if (evidence.Limit is not { } limit)
        {
            return With(status, null, record.Period is null ? StatusTexts.PeriodUnknown(record.Denied) : StatusTexts.HeartbeatsOff);
        }

        var period = record.Period!.Value;
        var proof = record.Age <= limit ? StatusTexts.Heard(record.Age.Value, period)
            : evidence.HeardWithin <= limit ? StatusTexts.Moved(evidence.HeardWithin.Value, period)
            : record.StartedAgo <= limit ? StatusTexts.Started(record.StartedAgo.Value, period)
            : null;
        if (proof is not null)
        {
            return With(status, true, proof);
        }

        // A silent source leaves the server's own estimate at zero: the lag is not known then.
        return Silence(evidence, limit) is { } silence
            ? With(status with { Lag = null }, false, StatusTexts.Silent(silence, period))
            : With(status, null, StatusTexts.Unproven(evidence, period));
    }

    // How long nothing came, when that is proven to be too long.
    private static TimeSpan? Silence(ReceiverEvidence evidence, TimeSpan limit)
    {
        var record = evidence.Record;
        if (record.IsComplete && record.Age > limit)
        {
            return record.Age;
        }

        var silent = evidence.SilentFor;

        // Recorded times are old AND one whole period was watched in which a heartbeat or an unrecorded event had to come.
        var proven = silent > limit || (evidence.IsSuspicious && silent > record.Period + Leeway);
        return !proven ? null : record.Age > silent ? record.Age : silent;
    }
}
