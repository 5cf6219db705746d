using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>What is said about host parts that would fit nobody, everybody, or nobody knows whom.</summary>
internal static class HostPatternFailures
{
    private const string GivePattern = "Give the address that the replica comes from: -HostPattern 10.0.0.2 (or a network: -HostPattern 10.0.0.%).";

    public static ReplicationException Empty(ServerReference server) => new(
        ErrorIds.HostPatternEmpty,
        FailureKind.InvalidArgument,
        server,
        "The host pattern is empty; a server reads that as any host.",
        GivePattern);

    public static ReplicationException Invalid(ServerReference server, string text, string why) => new(
        ErrorIds.HostPatternInvalid,
        FailureKind.InvalidArgument,
        server,
        "'" + Redaction.Visible(text) + "' is no host pattern: " + why,
        GivePattern);

    public static ReplicationException TooLong(ServerReference server, int length, int limit) => new(
        ErrorIds.HostPatternTooLong,
        FailureKind.InvalidArgument,
        server,
        "The host pattern has " + Number(length) + " characters; " + server + " takes at most " + Number(limit) + ".",
        GivePattern);

    public static ReplicationException NeedsNetmask(ServerReference server, string text) => new(
        ErrorIds.HostPatternInvalid,
        FailureKind.InvalidArgument,
        server,
        server + " would keep '" + text + "' as a name that fits no host: it knows networks only with a netmask.",
        "Write the netmask in full: -HostPattern 10.0.0.0/255.255.255.0, or -HostPattern 10.0.0.%.");

    public static ReplicationException NeedsNameResolution(ServerReference server, string text) => new(
        ErrorIds.HostPatternNeedsNameResolution,
        FailureKind.InvalidOperation,
        server,
        server + " looks no names up (skip_name_resolve = ON), so an account for the name '" + text + "' would fit nobody.",
        GivePattern);

    public static ReplicationException PeerIsThisMachine(ServerReference server, string peer) => new(
        ErrorIds.PeerAddressUnknown,
        FailureKind.InvalidArgument,
        server,
        peer + " is this machine, and " + server + " is another one: it sees this machine come from an address that cannot be told from here.",
        GivePattern);

    public static ReplicationException PeerNotFound(ServerReference server, string host, string why) => new(
        ErrorIds.PeerAddressUnknown,
        FailureKind.ObjectNotFound,
        server,
        "The address of " + host + " cannot be found from here: " + why,
        GivePattern);

    public static ReplicationException PeerHasSeveralAddresses(ServerReference server, string host, IEnumerable<string> addresses)
    {
        var all = addresses.ToList();
        return new ReplicationException(
            ErrorIds.PeerAddressUnknown,
            FailureKind.InvalidArgument,
            server,
            host + " has several addresses: " + string.Join(", ", all) + ". " + server + " will see it come from one of them, and which one cannot be told from here.",
            "Give that one (-HostPattern " + all[0] + "), an account for each (-HostPattern " + string.Join(", ", all) + "), or a network that holds them all.");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
