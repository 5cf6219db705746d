using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Why an applier does not go on, and what lets it pass over errors.</summary>
internal static class ApplierFaults
{
    private static readonly Regex Table = new(@"Table '(?<db>[^'.]+)\.(?<table>[^']+)' doesn", RegexOptions.CultureInvariant);

    public static IEnumerable<LinkFault> Find(ReplicaEvidence replica)
    {
        var status = replica.Status;
        var f = new LinkFindings(status);
        if (status.ApplierErrorCode is not (null or 0) && status.Applier != ReplicaThreadState.Running)
        {
            yield return OfError(f, replica);
        }
        else if (status.Applier == ReplicaThreadState.Stopped)
        {
            yield return f.Broken(LinkStep.Applier, "ApplierStopped", "the applier is stopped and reports no error", "Somebody stopped it: what is received is not executed.", f.Restart);
        }
        else if (status.Problem is "errors are skipped" or "events are skipped")
        {
            yield return f.Broken(LinkStep.Applier, "ErrorsAreSkipped", status.HealthReason, "Rows may differ without any error being shown.", "Take the setting back, then compare the rows");
        }

        if (status.WantedDelay is { } delay && delay > TimeSpan.Zero)
        {
            yield return f.Tell(LinkStep.Applier, "DelayedReplica", "the applier stays " + delay + " behind on purpose", "That is wanted and no fault; the lag is counted without it.");
        }
    }

    private static LinkFault OfError(LinkFindings f, ReplicaEvidence replica)
    {
        const string Agree = "Make both sides agree with sql_log_bin = 0, then ";
        var (id, reason) = Code(replica.Status) switch
        {
            1062 => ("DuplicateKey", "A row with this key is on the replica already: both members wrote it, or events run twice."),
            1032 => ("RowMissing", "The row that is to be changed is not on the replica: the two differ already."),
            1146 when Table.Match(f.ApplierText) is { Success: true } match && !replica.Databases.Contains(match.Groups["db"].Value, StringComparer.OrdinalIgnoreCase)
                => ("DatabaseMissing", "The whole database is not on the replica."),
            1146 or 1051 => ("TableMissing", "The table is not on the replica."),
            1049 or 1008 => ("DatabaseMissing", "The database is not on the replica."),
            1007 or 1050 => ("ObjectExists", "The database or table is on the replica already."),
            1950 => ("GtidOutOfOrder", "Two servers write in one gtid_domain_id, and gtid_strict_mode is on."),
            1677 or 13146 or 1535 or 1054 or 1060 or 1091 => ("SchemaDiffers", "The table is not the same on both sides."),
            1205 or 1213 => ("LockNotGiven", "A lock on the replica was not given up; the applier gave up after its retries."),
            1594 or 13121 => (RelayLogRules.Damaged, "The relay log cannot be read at that place."),
            1201 or 1872 or 13124 => (RelayLogRules.Missing, "The relay log could not be opened."),
            _ => ("ApplierFailed", replica.Status.ApplierErrorExplanation?.Meaning ?? "The applier stopped with an error that the catalogue does not know."),
        };
        return id is RelayLogRules.Damaged or RelayLogRules.Missing
            ? f.Broken(LinkStep.RelayLog, id, f.ApplierSaid, reason, "Repair-RelayLog " + f.Replica + f.ChannelArgument)
            : f.Broken(LinkStep.Applier, id, f.ApplierSaid, reason, id == "GtidOutOfOrder" ? "Set-MyCnfReplication -Role MasterMaster gives each member a domain; then " + f.Restart : Agree + f.Restart);
    }

    // MySQL shows a number of the coordinator's where a worker has the real one.
    private static int Code(ReplicaStatus status) => status.WorkerErrors?.FirstOrDefault(w => w.Code != 0) is { } worker ? worker.Code : status.ApplierErrorCode ?? 0;
}
