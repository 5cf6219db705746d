using System;
using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Links;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>What Start-ReplicationLink says about its choices.</summary>
internal static class StartTexts
{
    /// <summary>Notes the choices in the plan, in the order in which they were made.</summary>
    public static void Decide(PlanBuilder builder, LinkCase c, LinkModeChoice mode, LinkStart start, LinkProtection protection, LinkLogin login, LinkTarget target)
    {
        builder.Decide("Mode: " + mode.Reason + ".");
        builder.Decide("Start: " + start.Reason + (start.Coordinates is { } at ? " (" + at + ")" : start.Gtids is { Length: > 0 } gtids ? " (" + gtids + ")" : string.Empty) + ".");
        builder.Decide("Connection: " + protection.Reason + ".");
        if (builder.Steps.Count > 0 && !c.FollowsAlready)
        {
            var settings = target.Settings;
            builder.Decide("Patience: a heartbeat every " + settings.HeartbeatPeriod!.Value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture) + " s, so that a dead connection shows soon; a new try every "
                + settings.ConnectRetry + " s" + (c.Replica.Capabilities.HasRetryCountInChange
                    ? ", " + settings.RetryCount + " times."
                    : ", as often as the server's start option master_retry_count says (" + LinkRefusals.Name(c.Replica) + " takes no number in CHANGE)."));
        }

        if (login.Note is { } note)
        {
            builder.Decide(note);
        }
    }

    /// <summary>Names what -Force has lifted: in the result for good, and in a warning where a danger stays.</summary>
    /// <param name="builder">The plan.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="c">The servers.</param>
    /// <param name="lifted">What would have been refused.</param>
    public static void SayLifted(PlanBuilder builder, OperationContext context, LinkCase c, IReadOnlyList<ReplicationException> lifted)
    {
        if (VersionRules.UpgradeReason(c) is { } upgrade)
        {
            var said = "Upgrade state, by -Force: " + upgrade;
            builder.Decide(said);
            context.Warning(said + " " + LinkRefusals.Versions(c) + ": bring both to one release soon.");
        }

        if (c.Present is { } left && !c.FollowsAlready)
        {
            builder.Decide("Not refused, by -Force (" + ErrorIds.ChannelBoundElsewhere + "): " + LinkRefusals.Channel(c) + " leaves " + left.Source + ".");
        }

        foreach (var refusal in lifted)
        {
            var said = "Not refused, by -Force (" + refusal.ErrorId + "): " + refusal.Message;
            builder.Decide(said);
            context.Warning(said);
        }
    }

    /// <summary>How it stands after a failure whose steps were all put back; null when that is not as it should be, which the failure itself does not explain.</summary>
    /// <param name="c">The servers as they were.</param>
    /// <param name="login">The login that was stated; null when it did not come to that.</param>
    /// <param name="now">The channel as it is; null when it is free.</param>
    public static string? AfterPutBack(LinkCase c, LinkLogin? login, ReplicaStatus? now)
    {
        if (c.Present is not { Source: { } source } before)
        {
            return now is null ? "Nothing was left behind: " + c.Replica.Server + " has no link there, as before." : null;
        }

        if (now is null || !LinkCase.SameAddress(now.Source, source))
        {
            return null;
        }

        var link = (c.FollowsAlready ? "The link to " : "The former link to ") + source;
        var threads = Threads(now);
        return login is { Wanted: { } stated, Former: null }
            ? link + " is back but for its login, which was not known: it has that of '" + stated.UserName + "' now (" + threads + "). Start-ReplicationLink -Source " + source
                + " -Replica " + c.Replica.Server + " -ReplicationCredential ... -Force gives it the right one."
            : threads == Threads(before) ? link + " is back as it was: " + threads + "."
            : link + " is back, but not yet as it was (" + Threads(before) + "): " + threads + ". Get-SlaveStatus " + c.Replica.Server + " shows how it goes on.";
    }

    private static string Threads(ReplicaStatus link) => "receiver " + link.Receiver + ", applier " + link.Applier;

    /// <summary>Says what an admin should act on though the link is made.</summary>
    public static void Warn(OperationContext context, LinkCase c, LinkModeChoice mode, LinkProtection protection)
    {
        if (VersionRules.CollationGap(c) is { } gap)
        {
            context.Warning(gap);
        }

        var sourceIsLocal = LinkProtection.IsLoopback(c.Source.Server.HostName);
        var machinesDiffer = !string.Equals(c.Source.MachineName, c.Replica.MachineName, StringComparison.OrdinalIgnoreCase);
        var replicaIsLocal = c.Replica.Server.Socket is not null || LinkProtection.IsLoopback(c.Replica.Server.HostName);
        if (sourceIsLocal && (machinesDiffer || !replicaIsLocal))
        {
            context.Warning(c.Replica.Server + " is told to follow " + c.Source.Server + ", an address that means the machine it is used on; " + c.Replica.Server
                + " seems to be on another machine. Give -Source by a name that leads there from everywhere.");
        }

        if (!protection.Tls && !sourceIsLocal && c.Request.Tls != LinkTls.Off)
        {
            context.Warning("The connection from " + c.Replica.Server + " to " + c.Source.Server + " is not encrypted: rows travel in the clear. With certificates on both, -Tls Encrypted or -Tls Verified protects it.");
        }

        if (mode.Mode == LinkMode.AutoPosition && GtidRules.ErrantGtids(c) is { Length: > 0 } errant)
        {
            context.Warning(c.Replica.Server + " has executed transactions that " + c.Source.Server + " never had: " + errant + ".");
        }

        if (c.Reverse is { UsesGtid: true } && c.Replica.IsMariaDB && c.Source.IsMariaDB && LinkModeChoice.SharesDomain(c))
        {
            context.Warning(c.Source.Server + " follows " + c.Replica.Server + " by GTID, and both write in gtid_domain_id " + LinkRefusals.Text(c.Source.GtidDomainId ?? 0)
                + ": give each a domain of its own, or start that link anew with -Coordinates.");
        }

        WarnOfClusters(context, c);
        if (c.Replica is { LogBin: true, LogReplicaUpdates: false } && c.Reverse is null && c.Request.Channel.Length == 0)
        {
            context.Debug(c.Replica.Server + " does not log what it replicates (log_slave_updates is OFF): servers behind it would not get it.");
        }
    }

    // A link is one server's own; a cluster knows nothing of it, and takes no care of it when its members change.
    private static void WarnOfClusters(OperationContext context, LinkCase c)
    {
        if (c.Replica.Cluster is { } around)
        {
            context.Warning(c.Replica.Server + " is a member of the " + around + ": what it executes goes on to all members, but the link to " + c.Source.Server
                + " is its own. When it leaves, or another member is to be written to, nobody else follows " + c.Source.Server + ": start the link there, and stop it here.");
        }

        if (c.Source.Cluster is { } above)
        {
            context.Warning(c.Source.Server + " is a member of the " + above + ": the link follows this member alone. When it leaves, start the link to another one; coordinates of one member mean nothing on another"
                + (c.Source.LogReplicaUpdates ? "." : ", and with log_slave_updates OFF it logs only what was written on itself: what other members wrote would not come."));
        }
    }
}
