using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>From a receiver's state to what the source answered to its login.</summary>
internal static class LoginAnswers
{
    // 1045: Access denied for user 'repl'@'10.0.0.7'; 1130: Host '10.0.0.7' is not allowed. 5.6 passes the number on without the text (measured).
    private static readonly Regex SeenIn = new(@"(?:Access denied for user '.*'@'(?<host>[^']+)'|Host '(?<host>[^']+)' is not allowed)", RegexOptions.CultureInvariant | RegexOptions.RightToLeft);

    /// <summary>What the links that are there tell already, or why they stand in the way; null when a try can be made.</summary>
    public static LoginProof? OfPresent(TryLoginRequest request, ReplicaStatus? present, IReadOnlyList<ReplicaStatus> links, bool hasChannels, ServerSession session)
    {
        if (session.Facts.ServerId == 0)
        {
            return NotTried(request, request.Replica + " has server id 0 and starts no receiver.");
        }

        if (present is { Receiver: not ReplicaThreadState.Stopped })
        {
            var sameUser = string.Equals(present.SourceUser, request.Login.UserName, StringComparison.Ordinal);

            // The receiver keeps trying with the password that it has, which need not be this one: only its refusals by address count.
            return sameUser && present.ReceiverErrorCode == 1130 ? Of(request, present)
                : NotTried(request, "the receiver of " + request.Replica + " for this source is at work, and a source throws one of two connections of the same replica off. Get-SlaveStatus " + request.Replica + " says how that one fares; stop it to try another login.");
        }

        if (present is not null && session.Capabilities.HasNamedConnections)
        {
            return NotTried(request, request.Replica + " takes no second connection to an address that it follows already (1934).");
        }

        return hasChannels || links.Count == 0 ? null
            : NotTried(request, request.Replica + " knows one source only, and that place is taken by " + links[0].Source + ".");
    }

    /// <summary>What the receiver's state says; null while it says nothing.</summary>
    public static LoginProof? Of(TryLoginRequest request, ReplicaStatus link)
    {
        var code = link.ReceiverErrorCode ?? 0;
        if (code == 0)
        {
            return ReceiverStates.IsReceiving(link.ReceiverState) ? Accepted(request) : null;
        }

        LoginOutcome? outcome = code switch
        {
            1236 or 13114 or 1593 or 13117 => LoginOutcome.Accepted,
            1045 or 1698 or 1862 or 3118 or 4151 => LoginOutcome.Refused,
            1130 or 1129 => LoginOutcome.HostNotAllowed,
            1597 or 13120 or 1227 => LoginOutcome.PrivilegeMissing,
            2026 or 2061 or 3159 => LoginOutcome.SecureConnectionFailed,
            1251 or 2054 or 2059 => LoginOutcome.PluginUnknown,
            2002 or 2003 or 2005 or 2013 => LoginOutcome.Unreachable,
            _ => LinkFailures.MayPass(code) ? null : LoginOutcome.Unknown,
        };
        if (outcome == LoginOutcome.Accepted)
        {
            return Accepted(request);
        }

        var answer = link.ReceiverError is { Length: > 0 } text ? Redaction.Clean(text, [request.Login.Reveal()]) : null;
        return outcome is not { } found ? null : new LoginProof
        {
            Server = request.Replica,
            Source = request.Source,
            UserName = request.Login.UserName,
            Outcome = found,
            ErrorCode = code,
            Answer = answer,
            SeenAs = found is LoginOutcome.Refused or LoginOutcome.HostNotAllowed && answer is not null && SeenIn.Match(answer) is { Success: true } seen ? seen.Groups["host"].Value : null,
            Reason = LinkFailures.OfReceiver(link with { Source = request.Source, SourceUser = request.Login.UserName, ReceiverError = null })?.Message
                ?? "The receiver of " + request.Replica + " failed (" + LinkRefusals.Text(code) + ").",
        };
    }

    /// <summary>No answer in time.</summary>
    public static LoginProof NoAnswer(TryLoginRequest request, TimeSpan limit) => Without(
        request,
        LoginOutcome.Unknown,
        "No answer of " + request.Source + " came to " + request.Replica + " within " + LinkRefusals.Text((long)limit.TotalSeconds) + " s.");

    /// <summary>Not tried, and nothing is claimed.</summary>
    public static LoginProof NotTried(TryLoginRequest request, string why) => Without(request, LoginOutcome.NotTried, "Not tried: " + why);

    /// <summary>The same of a link whose login is not known.</summary>
    public static LoginProof NotTried(ReplicaStatus link, string why) => new()
    {
        Server = link.Server,
        Source = link.Source!,
        UserName = link.SourceUser ?? string.Empty,
        Outcome = LoginOutcome.NotTried,
        Reason = "Not tried: " + why,
    };

    private static LoginProof Accepted(TryLoginRequest request) => Without(
        request,
        LoginOutcome.Accepted,
        request.Source + " let '" + Redaction.Visible(request.Login.UserName) + "' in from " + request.Replica + " and would send its binary log.");

    private static LoginProof Without(TryLoginRequest request, LoginOutcome outcome, string reason) => new()
    {
        Server = request.Replica,
        Source = request.Source,
        UserName = request.Login.UserName,
        Outcome = outcome,
        Reason = reason,
    };
}
