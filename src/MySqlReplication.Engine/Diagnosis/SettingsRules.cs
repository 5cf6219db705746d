using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Whether the settings of one server are sound for replication. Each rule once; what concerns several servers is in <see cref="SettingsAcrossRules"/>.</summary>
internal static class SettingsRules
{
    /// <summary>All rules about one server, worst first.</summary>
    public static IReadOnlyList<ReplicationFinding> Of(ServerSettings settings, SettingsCircumstances around)
        => new[]
        {
            ServerIdUnset(settings, around),
            AutoIncrementOffsetTooLarge(settings),
            GtidModeIncomplete(settings),
            RelayLogUnnamed(settings, around),
            UpdatesNotLogged(settings, around),
            BinlogFilterByStatement(settings),
            CommitNotFlushed(settings),
            BinlogNotSynced(settings),
            RelayLogNotRecovered(settings, around),
            DoublewriteOff(settings),
            PositionsInFiles(settings, around),
            BinlogExpiresEarly(settings, around),
            BinlogNeverExpires(settings, around),
        }.OfType<ReplicationFinding>().OrderByDescending(f => f.Severity).ToList();

    /// <summary>server-id 0 or not set where the default is 0: neither source nor replica.</summary>
    public static ReplicationFinding? ServerIdUnset(ServerSettings s, SettingsCircumstances around) => s.Value(OptionCatalogue.ServerId) == "0" || (s.Capabilities is null && s.Written(OptionCatalogue.ServerId) is null)
        ? Finding(
            s, OptionCatalogue.ServerId, "ServerIdUnset", s.Value(OptionCatalogue.ServerId) is null ? FindingSeverity.Warning : FindingSeverity.Error,
            "With server-id 0 (the default before MySQL 8) a server is neither source nor replica; with the default 1 of newer ones two servers have the same. Every server needs a number of its own.",
            s.SetCommand("-ServerId " + around.FreeServerId.ToString(CultureInfo.InvariantCulture)))
        : null;

    /// <summary>Manual, auto_increment_offset: a value larger than the increment is ignored.</summary>
    public static ReplicationFinding? AutoIncrementOffsetTooLarge(ServerSettings s)
        => s.Number(OptionCatalogue.AutoIncrementOffset) is { } offset && (s.Number(OptionCatalogue.AutoIncrementIncrement) ?? 1) is var increment && offset > increment
            ? Finding(
                s, OptionCatalogue.AutoIncrementOffset, "AutoIncrementOffsetTooLarge", FindingSeverity.Warning,
                "The increment is " + increment.ToString(CultureInfo.InvariantCulture) + ": the server ignores a larger offset, and the members of a pair give the same numbers. The increment has to have room for every member.",
                s.SetCommand("-AutoIncrementIncrement " + Math.Max(10, offset).ToString(CultureInfo.InvariantCulture)))
            : null;

    /// <summary>Manual, gtid_mode: ON needs enforce_gtid_consistency. Measured: 5.6 does not start without, and not without log-bin and log-slave-updates.</summary>
    public static ReplicationFinding? GtidModeIncomplete(ServerSettings s)
        => s.Value(OptionCatalogue.GtidMode) == "ON" && (s.Value(OptionCatalogue.EnforceGtidConsistency) is null or "OFF")
            ? Finding(
                s, OptionCatalogue.GtidMode, "GtidModeIncomplete", FindingSeverity.Error,
                "gtid-mode=ON needs enforce-gtid-consistency=ON; without it the server does not start.",
                s.SetCommand("-EnforceGtidConsistency ON"))
            : null;

    /// <summary>Unnamed, it is called after pid-file (5.6, MariaDB) or host (MySQL 8 and later); when that changes, the link is dead without an error (dialects.md 7).</summary>
    public static ReplicationFinding? RelayLogUnnamed(ServerSettings s, SettingsCircumstances around) => s.RelayLogName is null && around.IsReplica != false
        ? Finding(
            s, OptionCatalogue.RelayLog, "RelayLogUnnamed", FindingSeverity.Warning,
            "The server then names its relay log after its host or its pid-file; when one of these changes, it does not find the relay log again, and the link stays dead without an error.",
            s.SetCommand("-RelayLog mysql-relay-bin"))
        : null;

    /// <summary>A server in the middle, or a member of a pair with further replicas, that does not log what it applies.</summary>
    public static ReplicationFinding? UpdatesNotLogged(ServerSettings s, SettingsCircumstances around)
        => around.IsReplica == true && around.HasReplicas == true && s.Value(OptionCatalogue.LogReplicaUpdates) == "0"
            ? Finding(
                s, OptionCatalogue.LogReplicaUpdates, "UpdatesNotLogged", FindingSeverity.Error,
                "It follows a source and is followed itself: what it applies does not come into its own binary log, so its replicas never get it.",
                s.SetCommand("-LogSlaveUpdates $true"))
            : null;

    /// <summary>Manual, binlog-do-db: with STATEMENT (and MIXED) the default database decides, not the one that is written to.</summary>
    public static ReplicationFinding? BinlogFilterByStatement(ServerSettings s)
    {
        var option = new[] { OptionCatalogue.BinlogDoDb, OptionCatalogue.BinlogIgnoreDb }.FirstOrDefault(o => s.Values(o)?.Count > 0);
        return option is not null && s.Value(OptionCatalogue.BinlogFormat) is "STATEMENT" or "MIXED"
            ? Finding(
                s, option, "BinlogFilterByStatement", FindingSeverity.Warning,
                "The binary log is written by " + s.Value(OptionCatalogue.BinlogFormat) + ": then the database of the last USE decides. 'USE other; UPDATE " + (s.Values(option)![0] is { Length: > 0 } db ? db : "shop") + ".t ...' is judged by 'other'.",
                s.SetCommand("-BinlogFormat ROW"))
            : null;
    }

    /// <summary>Measured: a killed replica that follows by file and position lost 27,233 rows, both threads Yes.</summary>
    public static ReplicationFinding? CommitNotFlushed(ServerSettings s) => s.Value(OptionCatalogue.FlushLogAtCommit) is { } value && value != "1"
        ? Finding(
            s, OptionCatalogue.FlushLogAtCommit, "CommitNotFlushed", FindingSeverity.Warning,
            "A crash takes the last commits with it. A replica that follows by file and position then goes on behind them, with both threads running: the rows are gone for good, without an error.",
            s.SetCommand("-InnodbFlushLogAtTrxCommit 1"))
        : null;

    /// <summary>Manual, sync_binlog: with another value than 1 a crash of the host loses the end of the binary log.</summary>
    public static ReplicationFinding? BinlogNotSynced(ServerSettings s) => s.LogsBinary != false && s.Value(OptionCatalogue.SyncBinlog) is { } value && value != "1"
        ? Finding(
            s, OptionCatalogue.SyncBinlog, "BinlogNotSynced", FindingSeverity.Warning,
            "A crash of the host loses the end of the binary log: replicas then hold rows that the source does not have, or miss some that it has.",
            s.SetCommand("-SyncBinlog 1"))
        : null;

    /// <summary>Manual, relay_log_recovery: without it a relay log that was cut in a crash is read as it is.</summary>
    public static ReplicationFinding? RelayLogNotRecovered(ServerSettings s, SettingsCircumstances around) => around.IsReplica != false && s.Value(OptionCatalogue.RelayLogRecovery) == "0"
        ? Finding(
            s, OptionCatalogue.RelayLogRecovery, "RelayLogNotRecovered", FindingSeverity.Warning,
            "After a crash the replica reads a relay log whose end may be cut or doubled, instead of fetching it again from the source.",
            s.SetCommand("-RelayLogRecovery $true"))
        : null;

    /// <summary>Manual, innodb_doublewrite.</summary>
    public static ReplicationFinding? DoublewriteOff(ServerSettings s) => s.Value(OptionCatalogue.Doublewrite) is "OFF" or "DETECT_ONLY"
        ? Finding(
            s, OptionCatalogue.Doublewrite, "DoublewriteOff", FindingSeverity.Warning,
            "A page that was half written in a crash cannot be mended, and the server may not start again.",
            s.SetCommand("-InnodbDoublewrite $true"))
        : null;

    /// <summary>Measured on 5.6: the files may be behind after a kill. TABLE keeps them in the same transaction.</summary>
    public static ReplicationFinding? PositionsInFiles(ServerSettings s, SettingsCircumstances around)
        => around.IsReplica != false && s.Value(OptionCatalogue.RelayLogInfoRepository) == "FILE"
            ? Finding(
                s, OptionCatalogue.RelayLogInfoRepository, "PositionsInFiles", FindingSeverity.Warning,
                "The replica keeps its place in a file beside the data: after a crash the two differ, and transactions are executed twice or left out.",
                s.SetCommand("-MasterInfoRepository TABLE -RelayLogInfoRepository TABLE"))
            : null;

    /// <summary>The binary log is deleted before a replica that was away comes back.</summary>
    public static ReplicationFinding? BinlogExpiresEarly(ServerSettings s, SettingsCircumstances around)
        => s.LogsBinary != false && Expiry(s) is { } expiry && expiry.After > TimeSpan.Zero && expiry.After < around.LongestAbsence
            ? Finding(
                s, expiry.Option, "BinlogExpiresEarly", FindingSeverity.Warning,
                "Binary logs are kept " + Length(expiry.After) + "; a replica that is away longer does not find its place again and needs a fresh copy. Tolerated here: " + Length(around.LongestAbsence) + ".",
                s.SetCommand("-BinlogExpiry " + Math.Ceiling(around.LongestAbsence.TotalDays).ToString(CultureInfo.InvariantCulture) + ".00:00:00"))
            : null;

    /// <summary>Nothing ever deletes the binary log; bad when the volume fills.</summary>
    public static ReplicationFinding? BinlogNeverExpires(ServerSettings s, SettingsCircumstances around)
        => s.LogsBinary == true && Expiry(s) is { } expiry && expiry.After == TimeSpan.Zero
            ? Finding(
                s, expiry.Option, "BinlogNeverExpires", around.VolumeUsed > 0.8 ? FindingSeverity.Warning : FindingSeverity.Information,
                "Nothing deletes old binary logs, and a full volume stops the server" + (around.VolumeUsed is { } used ? ": it is " + used.ToString("P0", CultureInfo.InvariantCulture) + " full" : string.Empty) + ".",
                s.SetCommand("-BinlogExpiry 14.00:00:00"))
            : null;

    internal static ReplicationFinding Finding(ServerSettings s, OptionDefinition option, string id, FindingSeverity severity, string reason, string? fix) => new()
    {
        Id = id,
        Severity = severity,
        Server = s.Server,
        Subject = option.NameFor(s.Capabilities),
        Place = s.Place(option),
        Evidence = s.Says(option),
        Reason = reason,
        Fix = fix,
    };

    // Seconds count where there are any; null when neither is known.
    private static (OptionDefinition Option, TimeSpan After)? Expiry(ServerSettings s)
    {
        var seconds = s.Number(OptionCatalogue.BinlogExpireSeconds);
        var days = s.Number(OptionCatalogue.ExpireLogsDays);
        return s.Written(OptionCatalogue.ExpireLogsDays) is not null && s.Written(OptionCatalogue.BinlogExpireSeconds) is null && days > 0 ? (OptionCatalogue.ExpireLogsDays, TimeSpan.FromDays(days.Value))
            : seconds is { } exact ? (OptionCatalogue.BinlogExpireSeconds, TimeSpan.FromSeconds(exact))
            : days is { } whole ? (OptionCatalogue.ExpireLogsDays, TimeSpan.FromDays(whole))
            : null;
    }

    private static string Length(TimeSpan time) => time.TotalDays >= 1
        ? time.TotalDays.ToString("0.#", CultureInfo.InvariantCulture) + " days"
        : time.TotalHours.ToString("0.#", CultureInfo.InvariantCulture) + " hours";
}
