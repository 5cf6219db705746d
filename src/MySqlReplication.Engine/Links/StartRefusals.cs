using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Why a link is not begun at a place, in sentences.</summary>
internal static class StartRefusals
{
    private const string Copy = "Take a fresh copy of the source with its coordinates, then start with -Coordinates.";

    public static ReplicationException StartPositionNeeded(LinkCase c)
    {
        var source = Holding(c.Source);
        var replica = Holding(c.Replica);
        return LinkRefusals.Refuse(
            ErrorIds.StartPositionNeeded,
            c,
            "Where should " + c.Replica.Server + " begin? " + string.Join(" ", NotEmpty(source, replica))
                + (c.Reverse is not null ? " " + c.Source.Server + " follows " + c.Replica.Server + " already, but it has written something of its own too, or its log is too long to tell." : string.Empty)
                + " Starting at the source's present position would leave out whatever the replica lacks.",
            c.Copied is { } copied ? c.Replica.Server + " holds a copy of it that ends at " + copied.At + " and leaves something out: pipe its result here, or give -Coordinates " + copied.At + " with the filters that keep the rest away."
                : "If both hold the same data: Get-MasterStatus " + c.Source.Server + " | Start-ReplicationLink -Replica " + c.Replica.Server + " ... with no writes in between; else " + char.ToLowerInvariant(Copy[0]) + Copy.Substring(1));
    }

    public static ReplicationException ExecutedUnknown(LinkCase c) => LinkRefusals.Refuse(
        ErrorIds.StartPositionNeeded,
        c,
        c.Replica.Server + " follows " + c.Source.Server + " by file and position but does not know any more how far it has executed.",
        "Give -Coordinates with -Force if you know the place; else " + char.ToLowerInvariant(Copy[0]) + Copy.Substring(1));

    public static ReplicationException CoordinatesDiffer(LinkCase c, BinlogCoordinates given) => LinkRefusals.Refuse(
        ErrorIds.CoordinatesDiffer,
        c,
        "The link of " + c.Replica.Server + " to " + c.Source.Server + " stands still at " + (c.Present!.ExecutedCoordinates?.ToString() ?? "an unknown place")
            + ", and -Coordinates say " + given + ". What lies between would be skipped or executed twice.",
        "Leave -Coordinates out to go on where it stands; add -Force if the replica holds a fresh copy taken at " + given + ".");

    public static ReplicationException CopyElsewhere(LinkCase c, BinlogCoordinates copied, BinlogCoordinates given) => LinkRefusals.Refuse(
        ErrorIds.CoordinatesDiffer,
        c,
        c.Replica.Server + " holds a copy of " + c.Source.Server + " that ends at " + copied + ", and -Coordinates say " + given + ". What lies between would be skipped or executed twice.",
        "Give -Coordinates " + copied + "; add -Force if the data were brought in some other way since.");

    public static ReplicationException CoordinatesPassed(LinkCase c, MariaDBGtidPosition executed) => LinkRefusals.Refuse(
        ErrorIds.CoordinatesPassed,
        c,
        c.Replica.Server + " has executed " + executed + " of " + c.Source.Server + " (gtid_slave_pos), and -Coordinates " + c.Request.Coordinates
            + " are before that: what lies between would be executed twice. They may be those of an older copy.",
        "Take the coordinates of the newest copy; or leave -Coordinates out and give -AutoPosition to go on behind " + executed
            + "; or add -Force if the replica's data were replaced since by a copy taken at " + c.Request.Coordinates + ".");

    public static ReplicationException CoordinatesPurged(LinkCase c, BinlogCoordinates at, string oldest) => LinkRefusals.Refuse(
        ErrorIds.CoordinatesPurged,
        c,
        c.Source.Server + " no longer holds " + at.File + "; its oldest binary log is " + oldest + ". What lay between is lost to " + c.Replica.Server + ".",
        Copy);

    public static ReplicationException CoordinatesNotFound(LinkCase c, BinlogCoordinates at, string reason) => LinkRefusals.Refuse(
        ErrorIds.CoordinatesNotFound,
        c,
        c.Source.Server + " has no place " + at + " in its binary log: " + reason,
        "Get-MasterStatus " + c.Source.Server + " tells where it is now; a copy's own coordinates tell where the copy was taken.");

    public static ReplicationException GtidsPurged(LinkCase c, string gtids) => LinkRefusals.Refuse(
        ErrorIds.GtidsPurged,
        c,
        c.Source.Server + " has purged transactions that " + c.Replica.Server + " lacks: " + gtids + ".",
        Copy);

    public static ReplicationException GtidHistoryMissing(LinkCase c, LinkEnd end) => LinkRefusals.Refuse(
        ErrorIds.GtidHistoryMissing,
        c,
        Holding(end) + " But its gtid_executed is empty: no GTID tells which transactions made that data, so AUTO_POSITION would "
            + (ReferenceEquals(end, c.Source) ? "not bring it to the replica." : "execute them once more."),
        "Load a copy that sets gtid_purged, or start with -Coordinates.");

    public static ReplicationException ErrantGtids(LinkCase c, string gtids) => LinkRefusals.Refuse(
        ErrorIds.ErrantGtids,
        c,
        c.Replica.Server + " has executed transactions that " + c.Source.Server + " never had: " + gtids + ". The two differ already.",
        "Make the replica anew from a copy of the source. If the two are to be a pair, link the other way first: Start-ReplicationLink -Source "
            + c.Replica.Server + " -Replica " + c.Source.Server + " brings these over.");

    public static ReplicationException CopyIncomplete(LinkCase c) => LinkRefusals.Refuse(
        ErrorIds.CopyIncomplete,
        c,
        c.Replica.Server + " holds a copy that has not ended: " + LinkRefusals.Some(c.Incomplete) + ". It was cut off, or is still being written; no coordinates belong to what is there.",
        "Run the copy again (Copy-ReplicationSnapshot or Import-ReplicationSnapshot replaces what is incomplete), or wait for its end; add -Force if the data was brought in some other way since.");

    public static ReplicationException DatabasesLeftOut(LinkCase c, IReadOnlyList<string> names) => LinkRefusals.Refuse(
        ErrorIds.DatabasesLeftOut,
        c,
        "The copy on " + c.Replica.Server + " was made without " + LinkRefusals.Some(names) + ", and no filter there keeps their events away: the first of them would stop the applier." + Untold(c),
        "Copy all databases; or set replicate-do-db or replicate-ignore-db on " + c.Replica.Server + " (Set-MyCnfReplication), restart it, and start the link then; or add -Force.");

    public static ReplicationException TablesLeftOut(LinkCase c, IReadOnlyList<string> names) => LinkRefusals.Refuse(
        ErrorIds.TablesLeftOut,
        c,
        "The copy on " + c.Replica.Server + " was made without " + LinkRefusals.Some(names) + ", and no filter there keeps their events away: the first of them would stop the applier." + Untold(c),
        "Copy the whole database; or set replicate-do-table or replicate-ignore-table on " + c.Replica.Server + " (Set-MyCnfReplication), restart it, and start the link then; or add -Force.");

    public static ReplicationException OwnEventsLost(LinkCase c, string where) => LinkRefusals.Refuse(
        ErrorIds.OwnEventsLost,
        c,
        "The binary log of " + c.Source.Server + " holds events that " + c.Replica.Server + " (server id " + LinkRefusals.Text(c.Replica.ServerId)
            + ") once wrote and has no longer: " + where + ". It looks like a server restored from an older backup. Replication drops events that bear the replica's own id, so these rows would never come back, and both threads would look well.",
        "Make " + c.Replica.Server + " anew from a fresh copy of " + c.Source.Server + ", or give it a new server id (then it takes them as anybody's).");

    public static ReplicationException OwnEventsNotProven(LinkCase c, string seconds) => LinkRefusals.Refuse(
        ErrorIds.OwnEventsNotProven,
        c,
        "The binary log of " + c.Source.Server + " could not be searched in " + seconds + " s for events that " + c.Replica.Server + " once wrote and has lost (a member restored from an older backup never gets those back).",
        "Raise -TimeoutSeconds (half of it is spent on the search), or add -Force if the replica was never restored.");

    private static string Untold(LinkCase c) => c.Replica.IsMariaDB || c.Replica.Capabilities.HasFilterTable || c.Present is not null ? string.Empty
        : " (Its version tells its filters only of a link that is there: add -Force if they are set.)";

    private static string Holding(LinkEnd end) => end.UserDatabases.Count > 0 ? end.Server + " holds data (" + LinkRefusals.Some(end.UserDatabases) + ")."
        : end.EmptyDatabases.Count > 0 ? end.Server + " has the databases " + LinkRefusals.Some(end.EmptyDatabases) + "."
        : string.Empty;

    private static IEnumerable<string> NotEmpty(params string[] texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
            {
                yield return text;
            }
        }
    }
}
