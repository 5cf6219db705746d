using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>Reads the links of a server over an open session: for operations that have one. Waits for nothing.</summary>
internal static class ReplicaStatusReader
{
    /// <summary>All channels, in the server's order; a link that was forgotten (no source host) is none.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">PrivilegeMissing, ConnectionLost, StatementFailed.</exception>
    public static async Task<IReadOnlyList<ReplicaStatus>> ReadAllAsync(ServerSession session, CancellationToken cancellationToken)
        => (await ReadWithEvidenceAsync(session, cancellationToken).ConfigureAwait(false)).Select(link => link.Status).ToList();

    /// <summary>One channel; null when the server has no such link. Names compare without case, as the servers do.</summary>
    public static async Task<ReplicaStatus?> ReadAsync(ServerSession session, string channel, CancellationToken cancellationToken)
        => (await ReadAllAsync(session, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(status => string.Equals(status.Channel, channel, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same with what the verdicts rest on.</summary>
    internal static async Task<IReadOnlyList<(ReplicaStatus Status, ReceiverEvidence Evidence)>> ReadWithEvidenceAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var before = ReceiverReadings.Now;
        var told = await session.Connection.TryQueryAsync(session.Dialect.LinksOnly, cancellationToken).ConfigureAwait(false);
        return await JudgeAsync(session, told, 0, before, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What stands in an answer, from the place of the links on; null asks for them one by one.</summary>
    internal static async Task<IReadOnlyList<(ReplicaStatus Status, ReceiverEvidence Evidence)>> JudgeAsync(
        ServerSession session, IReadOnlyList<IReadOnlyList<RawRow>>? told, int at, ReceiverReadings.Moment before, CancellationToken cancellationToken)
    {
        var all = told is not null ? told[at] : await session.Connection.QueryAsync(session.Dialect.Links.ShowReplicaStatus, cancellationToken).ConfigureAwait(false);
        var rows = all.Where(ReplicaStatusColumns.IsLink).ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        var records = await session.Dialect.Heartbeats.ReadAsync(session.Connection, rows, told, at + 1, cancellationToken).ConfigureAwait(false);
        var after = ReceiverReadings.Now;
        var read = new List<(ReplicaStatus, ReceiverEvidence)>();
        foreach (var row in rows)
        {
            read.Add(await JudgeAsync(session, row, records, before, after, cancellationToken).ConfigureAwait(false));
        }

        return read;
    }

    private static async Task<(ReplicaStatus Status, ReceiverEvidence Evidence)> JudgeAsync(
        ServerSession session, RawRow row, IReadOnlyList<HeartbeatRecord> records, ReceiverReadings.Moment before, ReceiverReadings.Moment after, CancellationToken cancellationToken)
    {
        var status = Explained(ReplicaStatusColumns.Read(session.Server, row), session.Version.Flavour) with { TlsInUse = ReplicaStatusColumns.TlsInUse(row, session.Capabilities) };
        var record = records.First(r => r.Channel == status.Channel);
        var receiver = ReceiverReadings.Receiver(session.Facts, status);
        var evidence = new ReceiverEvidence(record)
        {
            GapFor = await RelayLogGaps.AddAsync(receiver, status, async () => ApplierStates.ExecuteNothing(await session.Connection.QueryAsync(SettingWords.Sessions, cancellationToken).ConfigureAwait(false)), before, after).ConfigureAwait(false),
        };
        if (status.Receiver == ReplicaThreadState.Running)
        {
            var (heard, silent) = ReceiverReadings.Add(receiver, status, record, before, after);
            evidence = evidence with { HeardWithin = heard, SilentFor = silent };
        }
        else
        {
            ReceiverReadings.Forget(receiver);
        }

        var relayLog = RelayLogRules.Judge(status, session.Facts.Text("relay_log_basename", "relay_log"), evidence.HasGap).Findings;
        return (ReplicaHealth.Judge(status, SkippedErrors.Of(session.Facts), evidence, relayLog.Count == 0 ? null : relayLog[0]), evidence);
    }

    private static ReplicaStatus Explained(ReplicaStatus status, ServerFlavour flavour) => status with
    {
        ReceiverErrorExplanation = ErrorCatalogue.Find(status.ReceiverErrorCode, status.ReceiverError, flavour),
        ApplierErrorExplanation = ErrorCatalogue.Find(status.ApplierErrorCode, status.ApplierError, flavour),
        QueuedBytes = status.ReceivedCoordinates is { } received && status.ExecutedCoordinates is { } executed && received.File == executed.File && received >= executed
            ? received.Position - executed.Position
            : null,
        NotExecutedGtidSet = status.UsingGtid is null && GtidSet.TryParse(status.ReceivedGtidSet, out var got) && GtidSet.TryParse(status.ExecutedGtidSet, out var done) && status.ExecutedGtidSet is not null
            ? got.Subtract(done)
            : null,
    };
}
