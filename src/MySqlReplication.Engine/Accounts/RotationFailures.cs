using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Why a password is not rotated, in sentences.</summary>
internal static class RotationFailures
{
    private const string ListThem = "Get-ReplicationUser ";

    public static ReplicationException OtherUser(RotatePasswordRequest request) => new(
        ErrorIds.UserNameInvalid,
        FailureKind.InvalidArgument,
        request.Server,
        "The new credential is for '" + Redaction.Visible(request.Wanted.UserName) + "', the account is '" + Redaction.Visible(request.UserName) + "': a name is not changed with a password.",
        "Give -NewCredential (Get-Credential " + Redaction.Visible(request.UserName) + "), or leave it out: then a password is made.");

    public static ReplicationException NotFound(AccountRequest request) => new(
        ErrorIds.AccountNotFound,
        FailureKind.ObjectNotFound,
        request.Server,
        "There is no account " + AccountFailures.Account(request.UserName, request.HostPattern) + " on " + request.Server + ".",
        ListThem + request.Server + " lists those that may replicate.");

    public static ReplicationException FormerIsWrong(RotatePasswordRequest request) => new(
        ErrorIds.AccountPasswordDiffers,
        FailureKind.InvalidArgument,
        request.Server,
        AccountFailures.Account(request.UserName, request.HostPattern) + " on " + request.Server + " has another password than the former one given; with it a replica could not be put back. Nothing was changed.",
        "Give the present password with -FormerCredential.");

    public static ReplicationException FormerUnknown(RotatePasswordRequest request, ServerReference replica) => new(
        ErrorIds.FormerPasswordUnknown,
        FailureKind.InvalidOperation,
        replica,
        replica + " does not show the password that it stores for '" + Redaction.Visible(request.UserName) + "'. Should it not get in with the new one, the old one could not be put back.",
        "Pass the present login with -FormerCredential (Get-Credential " + Redaction.Visible(request.UserName) + "), or -Force to do without a way back.");

    public static ReplicationException CannotPutBack(RotatePasswordRequest request, string? plugin) => new(
        ErrorIds.AccountPasswordUnknown,
        FailureKind.InvalidOperation,
        request.Server,
        request.Server + " does not show what it keeps of the password of " + AccountFailures.Account(request.UserName, request.HostPattern) + " (plugin '" + Redaction.Visible(plugin ?? "not told")
            + "'), or keeps none; should a replica fail, it could not be put back.",
        "Add -Force to do without a way back.");

    public static ReplicationException NotLinked(ServerSession source, ServerReference replica, string user) => new(
        ErrorIds.LinkNotConfigured,
        FailureKind.ObjectNotFound,
        replica,
        replica + " has no link to " + source.Server + " by the user '" + Redaction.Visible(user) + "'.",
        "Get-SlaveStatus " + replica + " shows whom it follows and by which user; leave it out of -Replica if it does not use this account.");

    public static ReplicationException NotRunning(ReplicaStatus link) => new(
        ErrorIds.LinkNotRunning,
        FailureKind.InvalidOperation,
        link.Server,
        "The link " + link + " does not run (receiver " + link.Receiver + ", applier " + link.Applier + "). Whether the new password works there could not be proven.",
        "Get it to run first: Start-ReplicationLink -Source " + link.Source + " -Replica " + link.Server + ". Get-SlaveStatus " + link.Server + " says what is wrong.");

    public static ReplicationException OthersUseIt(RotatePasswordRequest request, IEnumerable<string> hosts, int told)
    {
        var all = hosts.ToList();
        return new ReplicationException(
            ErrorIds.AccountInUse,
            FailureKind.ResourceBusy,
            request.Server,
            all.Count.ToString(CultureInfo.InvariantCulture) + " replica(s) are logged in by " + AccountFailures.Account(request.UserName, request.HostPattern) + " (from " + string.Join(", ", all.Distinct(StringComparer.Ordinal).Select(Redaction.Visible))
                + "), and " + told.ToString(CultureInfo.InvariantCulture) + " of them are given with -Replica. One that is not told fails at its next connect.",
            "Give all of them with -Replica, or -Force to leave the others behind.");
    }
}
