using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>What the repair on the running server refuses, and what it says when it could not be finished.</summary>
internal static class OnlineFailures
{
    private const string Offline = "stop the server and run Repair-RelayLog -OptionFile FILE -DataDirectory DIRECTORY: that keeps what had been fetched";

    public static ReplicationException NotTheCause(ReplicaStatus link, RelayLogDiagnosis diagnosis) => new(
        ErrorIds.RelayLogNotTheCause,
        FailureKind.InvalidOperation,
        link.Server,
        "The link " + link + " is not broken by its relay log: " + diagnosis.Reason + " Nothing was changed.",
        "Get-SlaveStatus " + link.Server + " shows the whole; mend what it names, then Start-ReplicationLink.");

    public static ReplicationException Stopped(ReplicaStatus link, RelayLogDiagnosis diagnosis) => new(
        ErrorIds.LinkStopped,
        FailureKind.InvalidOperation,
        link.Server,
        "Of the link " + link + " " + diagnosis.Reason + ", and its relay log is whole: somebody stopped it. Nothing was changed.",
        "Start-ReplicationLink -Source " + link.Source + " -Replica " + link.Server + Channel(link) + " starts it.");

    public static ReplicationException PositionLost(ReplicaStatus link) => new(
        ErrorIds.ExecutedPositionLost,
        FailureKind.InvalidData,
        link.Server,
        link.Server + " does not know any more how far it had executed " + link.Source + " (file '" + (link.ExecutedCoordinates?.File ?? string.Empty) + "', position "
            + (link.ExecutedCoordinates?.Position.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none") + "): relay-log.info was deleted, or a reset was not finished. Going on from the beginning, or from where it had read to, would execute events twice or leave some out.",
        "If a Repair-RelayLog was cut off, its journal entry names the coordinates: Start-ReplicationLink -Coordinates FILE:POSITION -Force. Else take a fresh copy of the source.");

    public static ReplicationException ExecutedBeyond(ReplicaStatus link, string evidence, bool byGtid) => new(
        ErrorIds.ExecutedPositionUncertain,
        FailureKind.InvalidOperation,
        link.Server,
        link.Server + (byGtid ? " may have" : " has") + " executed more than its executed coordinates " + link.ExecutedCoordinates + " say: " + evidence
            + ". It looks like a server that was killed. Going on from these coordinates would execute transactions twice.",
        byGtid
            ? "Look whether the rows of the transactions in between are on the replica (SHOW BINLOG EVENTS on the source shows them). If they are, go on by GTID: in the server STOP SLAVE; RESET SLAVE; CHANGE MASTER TO MASTER_USE_GTID=slave_pos; START SLAVE. If they are not, the coordinates are right: run this again with -Force."
            : "Let the server recover by itself: " + Offline + ".");

    public static ReplicationException ListedFileMissing(ReplicaStatus link) => new(
        ErrorIds.RelayLogFileMissing,
        FailureKind.InvalidOperation,
        link.Server,
        "The server could not open the relay log of " + link + " when it started: its file is gone. Where the index lists a file that is not there this server answers ok to RESET SLAVE, keeps the index as it is, forgets that it had executed up to "
            + link.ExecutedCoordinates + ", and takes no CHANGE any more (1201). Nothing was changed.",
        "On its machine: stop the server, run Repair-RelayLog -OptionFile FILE -DataDirectory DIRECTORY, which takes what is missing out of the index, start the server, and run Repair-RelayLog " + link.Server + " again: it fetches the missing part from the source.");

    public static ReplicationException SourceNotProven(ReplicaStatus link, ServerReference source, ReplicationException cause) => new(
        ErrorIds.SourceNotProven,
        cause.Kind,
        link.Server,
        "It could not be proven that " + source + " still holds what " + link.Server + " lacks, and a reset cannot be taken back: " + cause.Message,
        "Give a login for the source with -SourceCredential (and its address with -Source, if it is another from here); -Force goes on without the proof.")
    {
        ServerErrorCode = cause.ServerErrorCode,
    };

    public static ReplicationException SourceIsAnother(ReplicaStatus link, ServerReference source) => new(
        ErrorIds.SourceIsAnother,
        FailureKind.InvalidArgument,
        link.Server,
        source + " is not the server that " + link.Server + " follows (it knows its source as " + link.Source + ", server_uuid " + (link.SourceUuid ?? "not told") + ").",
        "Give the right one with -Source, or leave -Source out.");

    public static ReplicationException GtidsPurged(ReplicaStatus link, ServerReference source, GtidSet lacking) => new(
        ErrorIds.GtidsPurged,
        FailureKind.InvalidOperation,
        link.Server,
        source + " has purged transactions that " + link.Server + " lacks: " + lacking + ".");

    public static ReplicationException SourceHoldsItNoLonger(ReplicaStatus link, bool isRenamed, ReplicationException cause) => new(
        cause.ErrorId,
        cause.Kind,
        link.Server,
        cause.Message + " A reset would throw away the way back, so nothing was changed.",
        isRenamed
            ? "The former relay logs may hold the missing part: " + Offline + ". Else take a fresh copy of the source."
            : "Take a fresh copy of the source, then start with its coordinates.")
    {
        ServerErrorCode = cause.ServerErrorCode,
    };

    public static ReplicationException PositionNotKept(ReplicaStatus link, string wanted, string now) => new(
        ErrorIds.PositionNotKept,
        FailureKind.InvalidOperation,
        link.Server,
        "After the reset the executed position of " + link + " is " + now + " and not " + wanted + ". The link was not started.",
        "Start-ReplicationLink -Source " + link.Source + " -Replica " + link.Server + Channel(link) + " -Coordinates " + wanted + " -Force, if you know that " + wanted + " is right.");

    public static ReplicationException SettingsNotRestored(ReplicaStatus link, string differences) => new(
        ErrorIds.SettingsNotRestored,
        FailureKind.InvalidOperation,
        link.Server,
        "After the reset not every setting of " + link + " is as it was: " + differences + ". The link stands at its saved position and was not started.",
        "Set them with the server's own CHANGE statement, then Start-ReplicationLink -Source " + link.Source + " -Replica " + link.Server + Channel(link) + ".");

    /// <summary>A failure between the reset and the end, with what the link is now.</summary>
    public static ReplicationException Unfinished(ReplicaStatus link, string position, ReplicationException cause) => new(
        cause.ErrorId,
        cause.Kind,
        link.Server,
        cause.Message + " The relay log of " + link + " was reset already; the link goes on from " + position + ", which the journal names too, and is stopped now.",
        (cause.RecommendedAction is { } action ? action.TrimEnd('.') + ". " : string.Empty)
            + "Then start it: Start-ReplicationLink -Source " + link.Source + " -Replica " + link.Server + Channel(link) + ".")
    {
        ServerErrorCode = cause.ServerErrorCode,
    };

    private static string Channel(ReplicaStatus link) => link.Channel.Length == 0 ? string.Empty : " -Channel '" + link.Channel + "'";
}
