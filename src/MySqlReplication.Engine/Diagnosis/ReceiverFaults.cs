using System;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Accounts;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What stands between a receiver and its source, by the receiver's own last error: nobody else knows what it saw.</summary>
internal static class ReceiverFaults
{
    // "... 'repl'@'10.0.0.2' (using password: YES)", "Host '10.0.0.2' is not allowed".
    private static readonly Regex SeenFrom = new(@"'[^']*'@'(?<host>[^']+)'|Host '(?<host>[^']+)'", RegexOptions.CultureInvariant);

    /// <summary>The fault; null when the receiver reports no error and is not stopped.</summary>
    public static LinkFault? Find(ReplicaStatus status, SourceEvidence? source)
    {
        var f = new LinkFindings(status);
        if (status.ReceiverErrorCode is not { } code || code == 0)
        {
            return status.Receiver switch
            {
                ReplicaThreadState.Stopped => f.Broken(LinkStep.Receiver, "ReceiverStopped", "the receiver is stopped and reports no error", "Somebody stopped it, or it was never started: nothing is fetched.", f.Restart),
                ReplicaThreadState.Connecting => f.Broken(LinkStep.Tcp, "SourceSilent", "the receiver waits for an answer to its connection, and no error came back",
                    "Packets to " + f.Source + " are swallowed on the way (a firewall that drops), or what listens there never speaks.", "Connect-ReplicationServer " + f.Source + " from the machine of " + f.Replica + "; then " + f.Restart),
                _ => null,
            };
        }

        if (status.Receiver == ReplicaThreadState.Running)
        {
            return null;
        }

        if (status.Receiver == ReplicaThreadState.Stopped && code is 2002 or 2003 or 2005 or 2006 or 2013 or 2055 or 1040 or 1045 or 1130)
        {
            return f.Broken(LinkStep.Receiver, "RetriesExhausted", f.ReceiverSaid + "; it is stopped after " + (status.RetryCount?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all its") + " tries",
                "The receiver gives up after its retry count and does not begin again by itself.", "Mend what the error names, then " + f.Restart);
        }

        var text = status.ReceiverError ?? string.Empty;
        return code switch
        {
            2005 => f.Broken(LinkStep.Name, "SourceHostUnknown", f.ReceiverSaid, "The machine of " + f.Replica + " cannot resolve the source's name.", "Start-ReplicationLink with an address or a name that it knows as -Source"),
            2002 or 2003 or 2006 or 2055 => Has(text, "(111", "(10061")
                ? f.Broken(LinkStep.Tcp, "SourcePortClosed", f.ReceiverSaid, "Nothing listens at " + f.Source + " as the replica sees it: the server is down, the address or port is wrong, or bind-address keeps it away.", "Connect-ReplicationServer " + f.Source + "; a wrong address: Start-ReplicationLink with the right -Source")
                : f.Broken(LinkStep.Tcp, "SourceUnreachable", f.ReceiverSaid, "The replica gets no connection to " + f.Source + ": the server is down, the address or port is wrong, or the network drops it.", "Connect-ReplicationServer " + f.Source + "; a wrong address: Start-ReplicationLink with the right -Source"),
            2013 => f.Broken(LinkStep.Handshake, "SourceSilent", f.ReceiverSaid, "The connection was made and then nothing came: packets are swallowed, the server hangs, or another program owns the port.", "Connect-ReplicationServer " + f.Source),
            2007 or 2027 or 2049 or 1043 => f.Broken(LinkStep.Handshake, "NotAServer", f.ReceiverSaid, "What answers at " + f.Source + " does not speak as a MySQL or MariaDB server does: another program owns the port, or a proxy stands in between.", "Connect-ReplicationServer " + f.Source + "; a wrong port: Start-ReplicationLink with the right -Source"),
            2026 => f.Broken(LinkStep.Tls, Has(text, "support", "required") ? "SourceWithoutTls" : "TlsFailed", f.ReceiverSaid, "The replica wants a secure connection and none could be made.", f.Restart + " with -Tls Encrypted, Verified or Off"),
            3159 or 4151 or 1835 => f.Broken(LinkStep.Tls, "TlsDemanded", f.ReceiverSaid, "The source takes secure connections only, and the link goes in the clear.", f.Restart + " -Tls Encrypted"),
            2061 => f.Broken(LinkStep.Login, "LoginNeedsSecureConnection", f.ReceiverSaid, "The account's plugin sends the password over a secure connection only.", f.Restart + " -Tls Encrypted"),
            1251 or 1524 or 2054 or 2059 => f.Broken(LinkStep.Login, "LoginPluginUnknown", f.ReceiverSaid, "The replica does not know the way in which the account proves its password.", "Give the account on " + f.Source + " a plugin that both know"),
            1045 or 1698 or 1862 or 3118 => Refused(f, status, text, source),
            1130 => f.Broken(LinkStep.Login, "AccountHostMismatch", f.ReceiverSaid, "No account of the source may log in from the address that the replica comes from.", "New-ReplicationUser -Server " + f.Source + " -HostPattern " + (Host(text) ?? "ADDRESS")),
            1040 or 1203 or 1226 => f.Broken(LinkStep.Login, "TooManyConnections", f.ReceiverSaid, "The source has no connection left; the receiver tries again.", "Invoke-ReplicationQuery " + f.Source + " 'SHOW PROCESSLIST'"),
            1597 or 13120 or 1227 => f.Broken(LinkStep.Login, "AccountWithoutGrant", f.ReceiverSaid, "The account is let in, but may not read the binary log: REPLICATION SLAVE is missing.", "New-ReplicationUser -Server " + f.Source + " -Peer " + f.Replica + " grants it"),
            1593 or 13117 => DoesNotFit(f, status),
            1236 or 13114 or 1153 => PositionFaults.Find(f, status, source),
            1595 or 13122 => f.Broken(LinkStep.RelayLog, "RelayLogNotWritable", f.ReceiverSaid, "The relay log cannot be written: the disk is full, or the directory may not be written.", "Free space there, then " + f.Restart),
            1201 or 1872 or 13124 => f.Broken(LinkStep.RelayLog, "RelayLogMissing", f.ReceiverSaid, "The relay log could not be opened.", "Repair-RelayLog " + f.Replica + f.ChannelArgument),
            _ => f.Broken(LinkStep.Receiver, "ReceiverFailed", f.ReceiverSaid, status.ReceiverErrorExplanation?.Meaning ?? "The receiver stopped with an error that the catalogue does not know.", f.Restart),
        };
    }

    private static LinkFault Refused(LinkFindings f, ReplicaStatus status, string text, SourceEvidence? source)
    {
        const string Account = "New-ReplicationUser -Server ";
        var seen = Host(text);
        if (source?.Accounts is not { } accounts)
        {
            return f.Broken(LinkStep.Login, "LoginRefused", f.ReceiverSaid, "The source refused the name or the password; which of the two, and whether the host part fits, only the source's table of accounts tells, and that was not readable.", "Give -Source with a login; " + Account + f.Source + " -Peer " + f.Replica);
        }

        var hosts = string.Join(", ", accounts.Select(a => "'" + status.SourceUser + "'@'" + a.Host + "'"));
        if (accounts.Count == 0)
        {
            return f.Broken(LinkStep.Login, "AccountMissing", f.ReceiverSaid + "; the source has no account '" + status.SourceUser + "'", "The account does not exist there.", Account + f.Source + " -Peer " + f.Replica);
        }

        // MySQL 5.6 does not pass the source's words on: without the address nothing can be said of the host part.
        if (seen is null)
        {
            return f.Broken(LinkStep.Login, "LoginRefused", f.ReceiverSaid + "; the source has " + hosts, "The password is wrong, or no host part fits; the replica does not pass on which address the source saw.", Account + f.Source + " -Peer " + f.Replica);
        }

        var fitting = accounts.Where(a => Fits(a.Host, seen)).ToList();
        return fitting.Count == 0
            ? f.Broken(LinkStep.Login, "AccountHostMismatch", f.ReceiverSaid + "; the source has " + hosts, "No host part of these accounts fits the address that the source sees: " + seen + ".", Account + f.Source + " -HostPattern " + seen)
            : fitting.All(a => a.DemandsTls) && status.TlsConfigured == false
                ? f.Broken(LinkStep.Tls, "TlsDemanded", f.ReceiverSaid + "; the source has " + hosts, "The account may log in over a secure connection only, and the link goes in the clear.", f.Restart + " -Tls Encrypted")
            : f.Broken(LinkStep.Login, "WrongPassword", f.ReceiverSaid + "; the source has " + hosts, "The account is there and may come from that address: the password of the link is not its password.", f.Restart + " -ReplicationCredential with the right one");
    }

    private static LinkFault DoesNotFit(LinkFindings f, ReplicaStatus status) => status.ReceiverErrorExplanation?.Case switch
    {
        "equal server ids" => f.Broken(LinkStep.ServerIds, "EqualServerId", f.ReceiverSaid, "Source and replica have one server id: a replica drops every event that bears its own.", "Set-MyCnfReplication -ServerId NUMBER on one of them, then restart it"),
        "equal uuids" => f.Broken(LinkStep.ServerIds, "EqualServerUuid", f.ReceiverSaid, "Source and replica have one server uuid: a data directory was copied with its auto.cnf.", "Stop " + f.Replica + ", delete auto.cnf in its data directory, start it"),
        "gtid_mode differs" => f.Broken(LinkStep.ServerIds, "GtidModeDiffers", f.ReceiverSaid, "gtid_mode of the two does not fit.", "Change it on one, a step at a time: OFF, OFF_PERMISSIVE, ON_PERMISSIVE, ON"),
        _ => f.Broken(LinkStep.ServerIds, "ServersDoNotFit", f.ReceiverSaid, "The receiver refuses this source.", "Connect-ReplicationServer " + f.Source + ", " + f.Replica),
    };

    private static string? Host(string text) => SeenFrom.Match(text) is { Success: true } match ? match.Groups["host"].Value : null;

    private static bool Fits(string pattern, string host)
    {
        try
        {
            return pattern.Length == 0 || AccountHostPattern.Parse(pattern).Fits(host);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool Has(string text, params string[] words) => words.Any(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}
