using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>Why a change is not taken back, and what then.</summary>
internal static class UndoFailures
{
    public static ReplicationException Incomplete(string journal, IReadOnlyCollection<PlanStep> stay) => new(
        ErrorIds.UndoIncomplete,
        FailureKind.InvalidOperation,
        journal,
        "Not all of it can be taken back: " + string.Join("; ", stay.Select(s => "step " + s)) + ". Nothing was done.",
        "Give -Force to take back the rest and leave this as it is.");

    public static ReplicationException SecretMissing(string journal, string user, string? given) => new(
        ErrorIds.UndoSecretMissing,
        FailureKind.AuthenticationError,
        journal,
        "Taking this back needs the password that '" + user + "' had before the change; the journal holds no password."
            + (given is null ? string.Empty : " The one given is of '" + given + "'.") + " Nothing was done.",
        "Give it: -ReplicationCredential (Get-Credential '" + user + "').");

    /// <summary>Why nothing is taken back, said when nothing was.</summary>
    public static string NothingToUndo(JournalRecord? record, int steps, int stay) => record is null ? "the command had changed nothing"
        : record.State == "Undone" ? "it was undone before"
        : record.Steps.All(s => s.State is "Planned" or "PutBack" or "Refused") ? "that run did nothing, or put back itself what it had done"
        : steps > 0 ? "everything is as before the change already"
        : stay > 0 ? "nothing takes back what it did"
        : "it did nothing that would have to be taken back (a restart, a start, a wait)";

    public static ReplicationException OtherServer(ServerReference server, string journal) => new(
        ErrorIds.UndoOtherServer,
        FailureKind.InvalidOperation,
        server,
        server + " is not the server that was changed: its server_uuid or server_id is another one than in " + journal + ". Nothing was done.",
        "Start the server that was changed. Give -Force only if it is the same one with a new identity (auto.cnf deleted, server_id changed).");
}
