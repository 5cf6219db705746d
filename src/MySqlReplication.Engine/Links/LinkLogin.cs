using System;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Which login a CHANGE states, and which one a put-back would need.</summary>
/// <param name="Wanted">Stated; null leaves the one that the server stores.</param>
/// <param name="Former">What was there, with its password; null when there was none or it is not known.</param>
/// <param name="Note">What to tell; null when nothing.</param>
internal sealed record LinkLogin(ReplicationCredential? Wanted, ReplicationCredential? Former, string? Note)
{
    /// <summary>Chooses. A password that the server does not show is left alone while the receiver is logged in with it.</summary>
    /// <param name="c">The servers.</param>
    /// <param name="present">The settings of the channel as it is; null when it is free.</param>
    /// <exception cref="ReplicationException">FormerPasswordUnknown.</exception>
    public static LinkLogin Choose(LinkCase c, LinkSettings? present)
    {
        var wanted = c.Request.Login;
        if (present is null)
        {
            return new(wanted, null, null);
        }

        if (wanted is null)
        {
            return new(null, null, null);
        }

        var user = present.Login?.UserName ?? c.Present!.SourceUser;
        var sameUser = string.Equals(user, wanted.UserName, StringComparison.Ordinal);
        if (c.FollowsAlready && (present.Login?.Equals(wanted) ?? false))
        {
            return new(null, null, null);
        }

        if (c.FollowsAlready && present.Login is null && sameUser && !IsRefused(c.Present!) && !c.Request.Force)
        {
            return new(null, null, "The stored password of '" + wanted.UserName + "' is left as it is: " + c.Replica.Server
                + " does not show it, and the source has not refused it. -Force states the given one anew.");
        }

        var former = present.Login ?? (c.Request.FormerLogin is { } told && string.Equals(told.UserName, user, StringComparison.Ordinal) ? told : null);
        return former is null && !c.Request.Force
            ? throw LinkRefusals.FormerPasswordUnknown(c)
            : new(wanted, former, former is null ? "Should this fail, the former login of '" + user + "' cannot be put back: its password is not known (-Force)." : null);
    }

    // 1045: the password is wrong now, whatever it was.
    private static bool IsRefused(ReplicaStatus link) => link.ReceiverErrorCode == 1045 && link.Receiver != ReplicaThreadState.Running;
}
