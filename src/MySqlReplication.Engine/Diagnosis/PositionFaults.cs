using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Why a source cannot serve the place that its replica asks for: one number (1236, 13114), many reasons.</summary>
internal static class PositionFaults
{
    private const string FreshCopy = "Take a fresh copy of the source, load it, then Start-ReplicationLink with its coordinates";

    /// <summary>The fault; what the source itself says of its log counts more than the words of the error.</summary>
    public static LinkFault Find(LinkFindings f, ReplicaStatus status, SourceEvidence? source)
    {
        var kind = status.ReceiverErrorExplanation?.Case;
        if (source is { LogBin: false } || kind == "binary log off")
        {
            return f.Broken(LinkStep.BinaryLog, "BinlogOff", f.ReceiverSaid, "The source writes no binary log, so there is nothing to replicate.", "Set-MyCnfReplication -LogBin mysql-bin on the source, then restart it");
        }

        if (WasReset(status, source))
        {
            return f.Broken(LinkStep.BinaryLog, "SourceReset", f.ReceiverSaid + "; the source no longer has what the replica received from it",
                "The source's binary log was reset (RESET MASTER), or the source was restored from an older state.", "If both hold the same data: Get-MasterStatus " + f.Source + " and Start-ReplicationLink with its coordinates. Else " + FreshCopy);
        }

        if (status.UsesGtid && (kind is "purged" or null))
        {
            return f.Broken(LinkStep.BinaryLog, "GtidsPurged", f.ReceiverSaid, "The source has deleted transactions that the replica lacks.", FreshCopy);
        }

        if (status.UsesGtid && kind == "replica ahead of the source")
        {
            return f.Broken(LinkStep.Position, "ReplicaAhead", f.ReceiverSaid, "The replica has GTIDs that the source does not have.", FreshCopy);
        }

        return ByFile(f, status, source, kind);
    }

    private static LinkFault ByFile(LinkFindings f, ReplicaStatus status, SourceEvidence? source, string? kind)
    {
        var at = status.ReceivedCoordinates;
        var file = at is null ? null : source?.Files?.FirstOrDefault(x => x.File == at.File);
        if (kind == "purged" || (source?.Files is { Count: > 0 } && at is not null && file is null))
        {
            var first = source?.Files is { Count: > 0 } files ? files[0] : null;
            var later = first is not null && at is not null && at.IsComparableTo(first) && at > source!.Files![source.Files.Count - 1];
            return later
                ? f.Broken(LinkStep.BinaryLog, "SourceReset", f.ReceiverSaid + "; the source's last file is " + source!.Files![source.Files.Count - 1].File, "The source's log ends before the replica's place: it was reset, or restored from an older state.", "If both hold the same data: Get-MasterStatus " + f.Source + " and Start-ReplicationLink with its coordinates. Else " + FreshCopy)
                : f.Broken(LinkStep.BinaryLog, "BinlogPurged", f.ReceiverSaid + (first is null ? string.Empty : "; the source's oldest file is " + first.File), "The source no longer has the file that the replica needs.", FreshCopy);
        }

        // The same words come for a mistyped position near the end of the file that is being written; one that another file follows is
        // whole, or was cut.
        if (kind == "truncated event" && source?.Files is { Count: > 0 } all && at is not null && all[all.Count - 1].File != at.File)
        {
            return f.Broken(LinkStep.BinaryLog, "BinlogTruncated", f.ReceiverSaid, "The source's binary log ends in the middle of an event: it crashed, its disk was full, or the file was cut. What was behind that may be on the source and cannot be read.",
                "Get-MasterStatus " + f.Source + " and SHOW BINARY LOGS there; if nothing was lost, Start-ReplicationLink -Coordinates NEXT-FILE:4 -Force. Else " + char.ToLowerInvariant(FreshCopy[0]) + FreshCopy.Substring(1));
        }

        return kind == "position past the end" || (at is not null && file is not null && at.Position > file.Position)
            ? f.Broken(LinkStep.Position, "PositionPastEnd", f.ReceiverSaid + (file is null ? string.Empty : "; the file ends at " + file.Position), "The source's log ends before that place: the source lost its end in a crash, was reset or restored, or the position is mistyped.",
                "Compare the rows; if both hold the same: Get-MasterStatus " + f.Source + " and Start-ReplicationLink with its coordinates")
            : kind == "position in an event" || source?.EventBeginsAtPosition == false
                ? f.Broken(LinkStep.Position, "PositionInEvent", f.ReceiverSaid, "No event begins at that place: the position is mistyped, or of another file.", "Start-ReplicationLink -Coordinates with those of the copy")
            : kind == "size" || status.ReceiverErrorCode == 1153
                ? f.Broken(LinkStep.Position, "EventTooLarge", f.ReceiverSaid, "The next event is larger than max_allowed_packet of the source, or slave_max_allowed_packet of the replica.", "Raise both, then " + f.Restart)
            : f.Broken(LinkStep.Position, "PositionRefused", f.ReceiverSaid, status.ReceiverErrorExplanation?.Meaning ?? "The source cannot serve that place.", FreshCopy);
    }

    // What the replica has of the source's own transactions, the source must have too.
    private static bool WasReset(ReplicaStatus status, SourceEvidence? source)
    {
        if (source is null)
        {
            return false;
        }

        if (source.Executed is { } executed)
        {
            var has = GtidSet.TryParse(status.ReceivedGtidSet, out var received) && GtidSet.TryParse(status.ExecutedGtidSet, out var done) ? received.Union(done) : GtidSet.Empty;
            return source.ServerUuid is { } uuid && !has.OfSource(uuid).IsSubsetOf(executed);
        }

        return source.BinlogState is { } state && MariaDBGtidPosition.TryParse(status.ExecutedGtidSet, out var position)
            && position.Domains.Any(domain => position.LastOf(domain, source.ServerId) is { } last && !(state.LastOf(domain, source.ServerId) >= last));
    }
}
