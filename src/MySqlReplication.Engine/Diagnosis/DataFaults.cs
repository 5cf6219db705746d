using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What tells, without looking at a row, that the two sides do not hold the same: their histories.</summary>
internal static class DataFaults
{
    public static IEnumerable<LinkFault> Find(ReplicaEvidence replica, SourceEvidence source)
    {
        var f = new LinkFindings(replica.Status);
        if (Lost(replica, source) is { } lost)
        {
            yield return f.Broken(LinkStep.Row, "OwnEventsLost", lost,
                "The replica was restored from an older backup or reset: it skips its own events when they come back, so it never gets those rows again, and looks well.",
                "Take a fresh copy of the source, load it, then Start-ReplicationLink with its coordinates");
        }

        if (replica.Executed is { } has && source.Executed is { } there)
        {
            if (!source.IsPair && has.Subtract(there) is { IsEmpty: false } errant && (source.ServerUuid is null || !errant.OfSource(source.ServerUuid).Equals(errant)))
            {
                yield return f.Broken(LinkStep.Row, "ErrantGtids", "the replica has " + errant + ", which the source never had", "Somebody wrote on the replica: the two differ, and a later switch of roles would break.", "Take a fresh copy, or, if they are to be a pair, Start-ReplicationLink the other way round");
            }
        }
    }

    // What the source has of the replica's own, and the replica's own log has not: by GTID, and by place where the source follows it.
    private static string? Lost(ReplicaEvidence replica, SourceEvidence source)
    {
        if (replica.Executed is { } has && source.Executed is { } there && replica.Facts.ServerUuid is { } uuid
            && there.OfSource(uuid).Subtract(replica.ExecutedLater ?? has) is { IsEmpty: false } lost)
        {
            return "the source holds " + lost + " of the replica's own, and the replica does not";
        }

        if (source.BinlogState is { } state && replica.BinlogState is { } own && replica.Facts.LogBin)
        {
            var id = replica.Facts.ServerId;
            var domains = state.Domains.Where(domain => state.LastOf(domain, id) is { } last && !(own.LastOf(domain, id) >= last) && !(replica.ReplicatedPosition?.Last(domain) >= last)).ToList();
            if (domains.Count > 0)
            {
                return "the source's log has events of server id " + id + " up to " + string.Join(", ", domains.Select(d => d + "-" + id + "-" + state.LastOf(d, id))) + ", the replica's own log only up to "
                    + string.Join(", ", domains.Select(d => own.LastOf(d, id) is { } last ? d + "-" + id + "-" + last : "nothing in domain " + d));
            }
        }

        // Without GTIDs, or where the source does not log what it applies. It goes once the source's own link has been given the new place.
        return source.ExecutedOfReplica is { } executed && replica.LogEnd is { } end && executed.IsComparableTo(end) && executed > end
            ? "the source has executed the replica's own log up to " + executed + ", and that log ends at " + end + " now" : null;
    }
}
