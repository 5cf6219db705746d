using System;
using System.Globalization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>
/// Whether a link is broken by its relay log. After the relay log was renamed the servers show no error at all (dialects.md
/// section 7), so the verdict rests on signs that hold on MySQL 5.6, 9.7 and MariaDB 10.5, 10.11, 11.8: both threads stopped,
/// Relay_Log_Space 0 (never so when the relay log was opened, even right after CHANGE), Relay_Log_File of another name than
/// the configured one. START, once tried, adds 1872 (MySQL 9: 13124) on MySQL; MariaDB keeps no trace of its 1201.
/// </summary>
internal static class RelayLogRules
{
    public const string Renamed = "RelayLogRenamed";

    public const string Missing = "RelayLogMissing";

    public const string Damaged = "RelayLogDamaged";

    public const string Incomplete = ErrorIds.RelayLogIncomplete;

    /// <summary>Judges one link.</summary>
    /// <param name="status">Its status row.</param>
    /// <param name="relayLogBaseName">@@relay_log_basename or @@relay_log; null or empty when the server tells neither.</param>
    /// <param name="hasGap">Whether it was seen that the relay log lacks what the receiver wrote into it.</param>
    /// <param name="end">How far the relay log of a stopped link reaches (<see cref="RelayLogEnd"/>); null when that is not known.</param>
    public static RelayLogDiagnosis Judge(ReplicaStatus status, string? relayLogBaseName, bool hasGap = false, BinlogCoordinates? end = null)
    {
        if (end is not null && RelayLogEnd.IsStoppedWithRest(status) && end.IsComparableTo(status.ReceivedCoordinates!) && end < status.ReceivedCoordinates!)
        {
            return new RelayLogDiagnosis(RelayLogVerdict.Unusable, [OfCutEnd(status, end)]);
        }

        if (hasGap)
        {
            return new RelayLogDiagnosis(RelayLogVerdict.Unusable, [OfGap(status)]) { ApplierReachedTheDamage = true };
        }

        if (status.Applier == ReplicaThreadState.Stopped && IsDamage(status.ApplierErrorCode))
        {
            return new RelayLogDiagnosis(RelayLogVerdict.Unusable, [OfDamage(status)]) { ApplierReachedTheDamage = true };
        }

        if (status.Applier == ReplicaThreadState.Stopped && IsFileGone(status))
        {
            return new RelayLogDiagnosis(RelayLogVerdict.Unusable, [OfFileGone(status)]) { ApplierReachedTheDamage = true };
        }

        if (WasNotOpened(status))
        {
            return new RelayLogDiagnosis(RelayLogVerdict.Unusable, [OfNotOpened(status, relayLogBaseName)]);
        }

        if (status.Receiver == ReplicaThreadState.Running && status.Applier == ReplicaThreadState.Running)
        {
            return new RelayLogDiagnosis(RelayLogVerdict.Whole, []);
        }

        return HasNoError(status) && status.Receiver != ReplicaThreadState.Connecting
            && (status.Receiver == ReplicaThreadState.Stopped || status.Applier == ReplicaThreadState.Stopped)
                ? new RelayLogDiagnosis(RelayLogVerdict.StoppedByHand, [], RelayLogTexts.WhoIsStopped(status))
                : new RelayLogDiagnosis(RelayLogVerdict.OtherCause, [], RelayLogTexts.OtherCause(status));
    }

    /// <summary>The file's name as this server would name relay logs of the channel now: the base, and for a channel the base and a dash.</summary>
    public static bool IsOfBase(string file, string channel, string baseName)
    {
        var comparison = baseName.IndexOf('\\') >= 0 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var wanted = FileName(baseName);
        var dot = FileName(file).LastIndexOf('.');
        var stem = dot < 0 ? FileName(file) : FileName(file).Substring(0, dot);
        return channel.Length == 0 ? stem.Equals(wanted, comparison) : stem.StartsWith(wanted + "-", comparison);
    }

    /// <summary>The last part of a path of either kind of server.</summary>
    public static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    // 1594 ER_REPLICA_RELAY_LOG_READ_FAILURE; from MySQL 8.0 on the status shows the number of the log message instead. 1866
    // ER_BINLOG_LOGICAL_CORRUPTION of an applier is its relay log: half a transaction (MariaDB, measured).
    private static bool IsDamage(int? code) => code is 1594 or 13121 or 1866;

    // 1872 and MySQL 9's 13124: the relay log could not be opened when START was tried.
    private static bool IsNotOpened(int? code) => code is 1872 or 13124 or 1201;

    // 1593, MySQL 9 13117, of the applier: the index lists a file that is not there. Measured on all five, START without a restart
    // of the server; after a restart they say 1872, 13124 or 1201. No row is lost: where the link looks well (MariaDB by GTID), it
    // has fetched them again.
    private static bool IsFileGone(ReplicaStatus status)
        => status.ApplierErrorCode is 1593 or 13117 && status.ApplierError?.IndexOf("Could not open log file", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool HasNoError(ReplicaStatus status) => status.ReceiverErrorCode is null or 0 && status.ApplierErrorCode is null or 0;

    private static bool WasNotOpened(ReplicaStatus status)
        => status.Receiver == ReplicaThreadState.Stopped && status.Applier == ReplicaThreadState.Stopped
            && (IsNotOpened(status.ApplierErrorCode) || (status.RelayLogSpace == 0 && HasNoError(status)));

    private static ReplicationFinding OfDamage(ReplicaStatus status) => Finding(
        status,
        Damaged,
        "The applier stopped with error " + status.ApplierErrorCode!.Value.ToString(CultureInfo.InvariantCulture) + " at "
            + (status.RelayLogCoordinates?.ToString() ?? "an unknown place") + " of the relay log",
        "The event there cannot be read, so nothing behind it is applied. What was applied before it stays.");

    private static ReplicationFinding OfGap(ReplicaStatus status) => Finding(
        status,
        Incomplete,
        "The applier says '" + status.ApplierState + "' and stays at " + (status.ExecutedCoordinates?.ToString() ?? "an unknown place") + ", the receiver is at " + (status.ReceivedCoordinates?.ToString() ?? "an unknown place")
            + (status.NotExecutedGtidSet is { IsEmpty: false } lacking ? "; received and not executed: " + lacking : string.Empty),
        "What was received is not in the relay log any more: a file was cut off. Nothing tells of it, and the next events will be applied over the gap.");

    private static ReplicationFinding OfCutEnd(ReplicaStatus status, BinlogCoordinates end) => Finding(
        status,
        Incomplete,
        "Both threads are stopped; the receiver is at " + status.ReceivedCoordinates + ", and the relay log ends at " + end,
        "What was received behind that is not in the relay log any more: its end was cut off. START would go on behind the gap with both threads running and no error, and the rows in between would be missing for good.");

    private static ReplicationFinding OfFileGone(ReplicaStatus status) => Finding(
        status,
        Missing,
        "The applier stopped with error " + status.ApplierErrorCode!.Value.ToString(CultureInfo.InvariantCulture) + " at "
            + (status.RelayLogCoordinates?.ToString() ?? "an unknown place") + " of the relay log: " + status.ApplierError,
        "The index of the relay log lists a file that is not there, so nothing from it on is applied. What was applied before stays, and what was in the file is fetched again from the source.");

    private static ReplicationFinding OfNotOpened(ReplicaStatus status, string? baseName)
    {
        var renamed = status.RelayLogCoordinates is { } at && !string.IsNullOrEmpty(baseName) && !IsOfBase(at.File, status.Channel, baseName!);
        var evidence = "Receiver and applier are stopped, Relay_Log_Space is "
            + (status.RelayLogSpace?.ToString(CultureInfo.InvariantCulture) ?? "not told")
            + ", Relay_Log_File is " + (status.RelayLogCoordinates?.File ?? "empty")
            + (string.IsNullOrEmpty(baseName) ? string.Empty : ", and relay_log is " + baseName)
            + (IsNotOpened(status.ApplierErrorCode) ? "; START was refused with " + status.ApplierErrorCode!.Value.ToString(CultureInfo.InvariantCulture) : string.Empty);
        return renamed
            ? Finding(
                status,
                Renamed,
                evidence,
                "The relay log has another name than when the link last ran, so the server looks for its place in an index that does not list it. The former relay logs still lie in their directory.")
            : Finding(
                status,
                Missing,
                evidence,
                "The server could not open its relay log when it started: the index or the files are not there, not listed or not readable.");
    }

    private static ReplicationFinding Finding(ReplicaStatus status, string id, string evidence, string reason) => new()
    {
        Id = id,
        Severity = FindingSeverity.Error,
        Server = status.Server,
        Subject = status.Channel.Length == 0 ? "relay log" : "relay log of channel '" + status.Channel + "'",
        Evidence = evidence,
        Reason = reason,
        Fix = "Repair-RelayLog " + status.Server + (status.Channel.Length == 0 ? string.Empty : " -Channel '" + status.Channel + "'"),
    };
}
