using System;
using System.Globalization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Why a link's threads do not run, in sentences, by the number in the replica's status (dialects.md section 8).</summary>
internal static class LinkFailures
{
    /// <summary>What the receiver's error means; null when it has none.</summary>
    public static ReplicationException? OfReceiver(ReplicaStatus link)
    {
        if (link.ReceiverErrorCode is not { } code || code == 0)
        {
            return null;
        }

        var source = link.Source?.ToString() ?? "its source";
        var user = link.SourceUser ?? string.Empty;
        return code switch
        {
            1045 or 1698 or 1862 or 3118 or 4151 => Of(link, ErrorIds.LinkLoginRefused, FailureKind.AuthenticationError,
                source + " refused the login of '" + user + "' from " + link.Server,
                "Check the account's name, password and host part on " + source + " (it must fit the address that " + link.Server + " comes from). New-ReplicationUser -Server " + source + " -Peer " + link.Server + " makes one that fits."),
            1130 => Of(link, ErrorIds.LinkHostNotAllowed, FailureKind.AuthenticationError,
                source + " has no account that may log in from " + link.Server,
                "Make one for the address in the message: New-ReplicationUser -Server " + source + " -HostPattern ADDRESS."),
            2002 or 2003 or 2013 or 2006 or 2055 => Of(link, ErrorIds.LinkSourceUnreachable, FailureKind.ConnectionError,
                link.Server + " cannot reach " + source,
                "Check from the machine of " + link.Server + " that " + source + " is the source's address there, that it listens (bind-address, port) and that no firewall is between."),
            2005 => Of(link, ErrorIds.LinkHostUnknown, FailureKind.ConnectionError,
                link.Server + " does not know the name of " + source,
                "Give -Source a name or address that the machine of " + link.Server + " can resolve."),
            2026 => Of(link, ErrorIds.LinkTlsFailed, FailureKind.SecurityError,
                "No secure connection from " + link.Server + " to " + source,
                "Check the source's certificate; -Tls Encrypted does not check it, -Tls Verified -TlsCaFile FILE checks it against your own authority, -Tls Off goes in the clear."),
            2061 => Of(link, ErrorIds.LinkNeedsSecureConnection, FailureKind.SecurityError,
                "The account '" + user + "' on " + source + " may log in over a secure connection only",
                "Use -Tls Encrypted, or an account with another plugin."),
            1251 or 2054 or 2059 => Of(link, ErrorIds.LinkPluginUnknown, FailureKind.AuthenticationError,
                link.Server + " does not know the way in which '" + user + "' proves its password on " + source,
                "Use an account with a plugin that both servers know, mysql_native_password for instance."),
            1236 or 13114 => Of(link, ErrorIds.LinkPositionRefused, FailureKind.InvalidOperation,
                source + " cannot serve " + link.Server + " from there",
                "Get-MasterStatus " + source + " tells where it is; if what the replica lacks is purged, take a fresh copy and start with its coordinates."),
            1593 or 13117 => Of(link, ErrorIds.LinkServersDoNotFit, FailureKind.InvalidOperation,
                link.Server + " refuses to follow " + source,
                "Compare server_id, server_uuid and gtid_mode of both: Connect-ReplicationServer " + source + ", " + link.Server + "."),
            1597 or 13120 or 1227 => Of(link, ErrorIds.LinkPrivilegeMissing, FailureKind.PermissionDenied,
                "The account '" + user + "' on " + source + " lacks the privilege REPLICATION SLAVE",
                "New-ReplicationUser -Server " + source + " -Peer " + link.Server + " grants it."),
            1201 or 1872 or 13124 => RelayLogUnusable(link.Server, code, link.ReceiverError ?? string.Empty),
            _ => Of(link, ErrorIds.LinkReceiverFailed, FailureKind.InvalidOperation,
                "The receiver of " + link.Server + " failed",
                "Look up the number, and the error log of " + link.Server + "."),
        };
    }

    /// <summary>What the applier's error means; null when it has none.</summary>
    public static ReplicationException? OfApplier(ReplicaStatus link)
    {
        if (link.ApplierErrorCode is not { } code || code == 0)
        {
            return null;
        }

        return code is 1201 or 1872 or 13124
            ? RelayLogUnusable(link.Server, code, link.ApplierError ?? string.Empty)
            : new ReplicationException(
                ErrorIds.LinkApplierFailed,
                FailureKind.InvalidOperation,
                link.Server,
                "The applier of " + link.Server + " stopped at " + (link.ExecutedCoordinates?.ToString() ?? "an unknown place") + " (" + Number(code) + "): " + (link.ApplierError ?? "the server gives no text") + ".",
                code is 1062 or 1032 or 1050 or 1007 or 1396
                    ? "The replica's data differ from the source's: compare the rows named, or take a fresh copy."
                    : "Mend what the message names, then run Start-ReplicationLink again.")
            {
                ServerErrorCode = code,
            };
    }

    /// <summary>Errors that may pass by themselves while the receiver keeps trying.</summary>
    public static bool MayPass(int? receiverErrorCode) => receiverErrorCode is 1040 or 1203 or 1226 or 1053 or 1158 or 1159 or 1160 or 1161 or 2006 or 2013 or 2055;

    public static ReplicationException RelayLogUnusable(ServerReference replica, int code, string said) => new(
        ErrorIds.RelayLogUnusable,
        FailureKind.InvalidData,
        replica,
        replica + " cannot use its relay log (" + Number(code) + "): " + said + " The usual cause: relay_log, pid_file or the host was renamed.",
        "Repair-RelayLog " + replica + " -WhatIf shows what would mend it.")
    {
        ServerErrorCode = code,
    };

    public static ReplicationException StartTimeout(ReplicaStatus link, TimeSpan limit) => new(
        ErrorIds.LinkStartTimeout,
        FailureKind.OperationTimeout,
        link.Server,
        "After " + Number((long)limit.TotalSeconds) + " s the threads of " + link + " do not both run: receiver " + Words(link.Receiver) + (link.ReceiverState is { } doing ? " (" + doing + ")" : string.Empty)
            + ", applier " + Words(link.Applier) + ". The server names no error.",
        "Raise -TimeoutSeconds if the line is slow; Get-SlaveStatus " + link.Server + " shows the present state.");

    public static ReplicationException StopTimeout(ServerReference replica, string channel, TimeSpan limit) => new(
        ErrorIds.LinkStopTimeout,
        FailureKind.OperationTimeout,
        replica,
        replica + " has not stopped after " + Number((long)limit.TotalSeconds) + " s. The server goes on stopping by itself: its applier ends the transaction that it is in, and where the rest of that is not received MySQL waits a minute for it.",
        "Get-SlaveStatus " + replica + (channel.Length == 0 ? string.Empty : " -Channel '" + channel + "'") + " shows when it has; or run the command again with a longer -TimeoutSeconds.");

    public static ReplicationException StillStopping(ServerReference replica) => new(
        ErrorIds.LinkStopTimeout,
        FailureKind.OperationTimeout,
        replica,
        "the server is still at its STOP, and a START would only wait behind it.",
        "Get-SlaveStatus " + replica + " shows when it has stopped.");

    public static ReplicationException NotConfigured(ServerReference replica, string channel, string others) => new(
        ErrorIds.LinkNotConfigured,
        FailureKind.ObjectNotFound,
        replica,
        channel.Length == 0
            ? replica + " follows no source" + (others.Length == 0 ? "." : " on the default channel; it has " + others + ".")
            : replica + " has no channel '" + channel + "'" + (others.Length == 0 ? " and follows no source at all." : "; it has " + others + "."),
        others.Length == 0 ? "Start-ReplicationLink -Source HOST -Replica " + replica + " makes a link." : "Give its name with -Channel.");

    public static ReplicationException NothingReceived(ReplicaStatus link) => new(
        ErrorIds.LinkReceiverFailed,
        FailureKind.InvalidOperation,
        link.Server,
        link + " has received nothing yet, so there is no place to wait for." + Said(link.ReceiverError),
        "Give -Source with a login, or -Coordinates; Get-SlaveStatus " + link.Server + " shows the receiver.");

    public static ReplicationException OpenTemporaryTables(ServerReference replica, long open) => new(
        ErrorIds.OpenTemporaryTables,
        FailureKind.ResourceBusy,
        replica,
        replica + " holds " + Number(open) + " replicated temporary table(s) open. If the server restarts, or the link is forgotten, while the applier is stopped, they are gone and later events on them fail.",
        "Try again in a while (the sessions on the source have to end or drop them), or add -Force.");

    private static ReplicationException Of(ReplicaStatus link, string errorId, FailureKind kind, string what, string action)
        => new(errorId, kind, link.Server, what + " (" + Number(link.ReceiverErrorCode!.Value) + ")." + Said(link.ReceiverError), action) { ServerErrorCode = link.ReceiverErrorCode };

    private static string Said(string? text) => string.IsNullOrWhiteSpace(text) ? string.Empty : " The server says: " + text;

    private static string Words(ReplicaThreadState state) => state switch
    {
        ReplicaThreadState.Running => "running",
        ReplicaThreadState.Connecting => "connecting",
        ReplicaThreadState.Stopped => "stopped",
        _ => "in an unknown state",
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
