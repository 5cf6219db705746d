using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What the replica's own try to log in says of a link whose receiver stands still.</summary>
internal static class LoginFaults
{
    /// <summary>The fault, or what was found out; null when nothing was tried.</summary>
    public static LinkFault? Find(ReplicaEvidence replica, SourceEvidence? source)
    {
        if (replica.Tried is not { } tried)
        {
            return null;
        }

        var f = new LinkFindings(replica.Status);
        return tried.Outcome switch
        {
            LoginOutcome.Accepted => f.Tell(LinkStep.Login, "LoginAccepted", tried.Reason, "The way to the source and the login are good: the link only stands still.", f.Restart),
            LoginOutcome.NotTried => f.NotKnown(LinkStep.Login, "LoginNotTried", tried.Reason, "Whether the way to the source and the login are good was not found out.", f.Restart + " tries it, says what the source answers and puts back what was"),
            LoginOutcome.Unknown => f.NotKnown(LinkStep.Login, "LoginNotAnswered", tried.Reason, "Whether the way to the source and the login are good was not found out in time.", "Raise -TimeoutSeconds"),
            _ => ReceiverFaults.Find(Seen(replica.Status, replica.Facts, tried), source),
        };
    }

    /// <summary>The link as its receiver would show it: with what the source answered to the try.</summary>
    public static ReplicaStatus Seen(ReplicaStatus status, ServerFacts replica, LoginProof? tried) => tried is not { CanReplicate: false, ErrorCode: { } code } ? status : status with
    {
        Receiver = ReplicaThreadState.Connecting,
        ReceiverErrorCode = code,
        ReceiverError = tried.Answer,
        ReceiverErrorExplanation = ErrorCatalogue.Find(code, tried.Answer, replica.Version.Flavour),
    };

    /// <summary>The name that a failed outcome has as a finding.</summary>
    public static string Id(LoginOutcome outcome) => outcome switch
    {
        LoginOutcome.Refused => "LoginRefused",
        LoginOutcome.HostNotAllowed => "AccountHostMismatch",
        LoginOutcome.PrivilegeMissing => "AccountWithoutGrant",
        LoginOutcome.SecureConnectionFailed => "TlsFailed",
        LoginOutcome.PluginUnknown => "LoginPluginUnknown",
        _ => "SourceUnreachable",
    };
}
