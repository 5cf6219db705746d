using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>Why two servers are not linked, in sentences: who they are, what they are, and what the channel is.</summary>
internal static class LinkRefusals
{
    public static ReplicationException SameServer(LinkCase c) => Refuse(
        ErrorIds.SameServer,
        c,
        c.Source.Server + " and " + c.Replica.Server + " are one and the same server (a lock taken through one name is seen through the other). A server cannot follow itself.",
        "Give two servers. Connect-ReplicationServer shows who answers at an address.");

    public static ReplicationException ServerIdMissing(LinkEnd end, LinkEnd other) => new(
        ErrorIds.ServerIdMissing,
        FailureKind.InvalidOperation,
        end.Server,
        end.Server + " has server id 0 and so takes no part in replication.",
        "Set server-id=" + Text(FreeId(other.ServerId)) + " in its option file (Set-MyCnfReplication -ServerId) and restart it, or now: SET GLOBAL server_id=" + Text(FreeId(other.ServerId)) + ".");

    public static ReplicationException EqualServerId(LinkCase c) => Refuse(
        ErrorIds.EqualServerId,
        c,
        c.Source.Server + " and " + c.Replica.Server + " both have server id " + Text(c.Source.ServerId) + "; a replica drops every event that bears its own id.",
        "Give one of them another id, for instance " + Text(FreeId(c.Source.ServerId)) + ": server-id in its option file (Set-MyCnfReplication -ServerId), then restart it.");

    public static ReplicationException EqualServerUuid(LinkCase c) => Refuse(
        ErrorIds.EqualServerUuid,
        c,
        c.Source.Server + " and " + c.Replica.Server + " both have server_uuid " + c.Replica.ServerUuid + ": a data directory was copied together with its auto.cnf.",
        "Stop " + c.Replica.Server + ", delete " + (c.Replica.DataDirectory ?? "DATADIR/") + "auto.cnf, start it: it makes itself a new one.");

    public static ReplicationException VersionsIncompatible(LinkCase c, string reason) => Refuse(
        ErrorIds.VersionsIncompatible,
        c,
        Versions(c) + " cannot be linked: " + reason,
        "Go by a release in between, or move the data with a dump.");

    public static ReplicationException UpgradeStateOnly(LinkCase c, string reason) => Refuse(
        ErrorIds.UpgradeStateOnly,
        c,
        Versions(c) + ": " + reason + " That is a state on the way of an upgrade, not one to stay in." + (VersionRules.CollationGap(c) is { } gap ? " " + gap : string.Empty),
        "Add -Force if it is meant so, and bring both to one release soon.");

    public static ReplicationException GtidModeDiffers(LinkCase c) => Refuse(
        ErrorIds.GtidModeDiffers,
        c,
        "gtid_mode is " + Words(c.Source.GtidMode) + " on " + c.Source.Server + " and " + Words(c.Replica.GtidMode) + " on " + c.Replica.Server + "; the receiver would refuse to start.",
        "Set gtid_mode to the same value on both, step by step: OFF, OFF_PERMISSIVE, ON_PERMISSIVE, ON.");

    public static ReplicationException AutoPositionUnavailable(LinkCase c, string reason) => Refuse(
        ErrorIds.AutoPositionUnavailable,
        c,
        "-AutoPosition is not possible: " + reason,
        "Give -Coordinates (Get-MasterStatus " + c.Source.Server + " tells them), or neither of the two.");

    public static ReplicationException GtidDomainShared(LinkCase c) => Refuse(
        ErrorIds.GtidDomainShared,
        c,
        c.Source.Server + " and " + c.Replica.Server + " both write in gtid_domain_id " + Text(c.Source.GtidDomainId ?? 0)
            + ". Linked by GTID, both appliers would stop on numbers out of order (1950), or rows would be left out.",
        "Give each server a gtid_domain_id of its own (Set-MyCnfReplication -Role MasterMaster does), or leave -AutoPosition out: then it goes by file and position.");

    public static ReplicationException ChannelBoundElsewhere(LinkCase c) => Refuse(
        ErrorIds.ChannelBoundElsewhere,
        c,
        Channel(c) + " of " + c.Replica.Server + " follows " + c.Present!.Source + ", not " + c.Source.Server + ".",
        c.Replica.Capabilities.HasChannels || c.Replica.Capabilities.HasNamedConnections
            ? "Give another -Channel to follow both, or -Force (with -Coordinates or -AutoPosition) to leave " + c.Present.Source + "."
            : "Remove-ReplicationLink " + c.Replica.Server + " first, or give -Force with -Coordinates or -AutoPosition.");

    public static ReplicationException SourceOnOtherChannel(LinkCase c, ReplicaStatus other) => Refuse(
        ErrorIds.SourceOnOtherChannel,
        c,
        c.Replica.Server + " follows " + c.Source.Server + " already, on " + (other.Channel.Length == 0 ? "the default channel" : "channel '" + other.Channel + "'")
            + "; on a second channel every event would be executed twice.",
        other.Channel.Length == 0 ? "Leave -Channel out." : "Give -Channel '" + other.Channel + "', or Remove-ReplicationLink " + c.Replica.Server + " -Channel '" + other.Channel + "' first.");

    public static ReplicationException ChannelNotSupported(LinkEnd replica, string channel) => new(
        ErrorIds.ChannelNotSupported,
        FailureKind.NotImplemented,
        replica.Server,
        replica.Server + " (" + Name(replica) + ") follows one source only and knows no channel '" + channel + "'.",
        "Leave -Channel out.");

    public static ReplicationException ChannelNameInvalid(ServerReference replica) => new(
        ErrorIds.ChannelNotSupported,
        FailureKind.InvalidArgument,
        replica,
        "A channel's name has up to 64 characters and no control characters.",
        "Give a short -Channel.");

    public static ReplicationException SourceIsSocket(StartLinkRequest r) => new(
        ErrorIds.SourceIsSocket,
        FailureKind.InvalidArgument,
        r.Source,
        "The source was given as the socket " + r.Source + ". A replica logs in to its source over the network and needs a host and port that lead there from " + r.Replica + ".",
        "Give -Source as host:port.");

    public static ReplicationException SourceNameInvalid(LinkEnd replica, string reason) => new(
        ErrorIds.SourceNameInvalid,
        FailureKind.InvalidArgument,
        replica.Server,
        "The source's name " + reason + ".",
        "Give -Source by its address or a shorter name.");

    public static ReplicationException DelayNotSupported(LinkEnd replica) => new(
        ErrorIds.DelayNotSupported,
        FailureKind.NotImplemented,
        replica.Server,
        replica.Server + " (" + Name(replica) + ") cannot stay behind its source on purpose.",
        "Leave -DelaySeconds out.");

    public static ReplicationException TlsUnavailable(LinkCase c, LinkEnd lacking, bool wasInUse) => new(
        ErrorIds.LinkTlsUnavailable,
        FailureKind.SecurityError,
        lacking.Server,
        (wasInUse ? "The link is encrypted until now, and " : "The link is to be encrypted, and ") + lacking.Server
            + (ReferenceEquals(lacking, c.Source) ? " offers no TLS (it has no certificate)." : " cannot connect by TLS (" + Name(lacking) + " without certificates)."),
        "Set up certificates on " + lacking.Server + ", or say aloud that it may go in the clear: -Tls Off.");

    public static ReplicationException TlsSettingsInvalid(StartLinkRequest r, string why) => new(
        ErrorIds.TlsSettingsInvalid,
        FailureKind.InvalidArgument,
        r.Replica,
        "The link of " + r.Replica + " cannot be protected as was said: " + why,
        "Give -TlsCertificateFile and -TlsKeyFile both or neither, and files only with -Tls Encrypted or Verified.");

    public static ReplicationException LoginMissing(LinkCase c) => Refuse(
        ErrorIds.LinkLoginMissing,
        c,
        "A new link needs the account by which " + c.Replica.Server + " logs in to " + c.Source.Server + ".",
        "Pass -ReplicationCredential (Get-Credential), or pipe it in: New-ReplicationUser -Server " + c.Source.Server + " -Peer " + c.Replica.Server + " -UserName repl | Start-ReplicationLink.");

    public static ReplicationException UserNameTooLong(LinkEnd end, int limit) => new(
        ErrorIds.LinkUserNameTooLong,
        FailureKind.InvalidArgument,
        end.Server,
        "The replication account's name is too long for " + end.Server + " (" + Name(end) + "), which takes " + Text(limit) + " characters.",
        "Use an account with a shorter name.");

    public static ReplicationException PasswordTooLong(LinkEnd replica, int length) => new(
        ErrorIds.LinkPasswordTooLong,
        FailureKind.InvalidArgument,
        replica.Server,
        "The replication account's password has " + Text(length) + " bytes (UTF-8); " + replica.Server + " (" + Name(replica) + ") keeps "
            + Text(replica.Capabilities.MaxLinkPasswordLength) + " at most for a link, and some versions cut the rest off silently.",
        "Give the account a shorter password.");

    public static ReplicationException LoginNotStorable(ServerReference replica, string what) => new(
        ErrorIds.LinkLoginNotStorable,
        FailureKind.InvalidArgument,
        replica,
        "The replication account's " + what + ", which a replica does not keep as it is: servers store a link's login line by line and in three-byte UTF-8.",
        "Use an account whose name and password hold neither control characters nor characters beyond U+FFFF.");

    public static ReplicationException FormerPasswordUnknown(LinkCase c) => Refuse(
        ErrorIds.FormerPasswordUnknown,
        c,
        "This replaces the login of the present link (user '" + c.Present!.SourceUser + "'), whose password " + c.Replica.Server
            + " does not show. Should the new link fail, the old one could not be put back.",
        "Pass the present login with -FormerCredential (Get-Credential " + c.Present.SourceUser + "), or -Force to do without a way back.");

    /// <summary>A refusal about both servers, aimed at the replica.</summary>
    public static ReplicationException Refuse(string errorId, LinkCase c, string message, string action)
        => new(errorId, FailureKind.InvalidOperation, c.Replica.Server, message, action);

    public static string Name(LinkEnd end) => (end.IsMariaDB ? "MariaDB " : "MySQL ") + end.Version;

    public static string Channel(LinkCase c) => c.Request.Channel.Length == 0 ? "The default channel" : "Channel '" + c.Request.Channel + "'";

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The first few, and how many more.</summary>
    public static string Some(IReadOnlyCollection<string> all, int few = 5)
        => string.Join(", ", all.Take(few)) + (all.Count > few ? " and " + Text(all.Count - few) + " more" : string.Empty);

    /// <summary>The mode in the server's words.</summary>
    public static string Words(GtidMode? mode) => mode switch
    {
        null => "not known (as OFF)",
        GtidMode.On => "ON",
        GtidMode.OnPermissive => "ON_PERMISSIVE",
        GtidMode.OffPermissive => "OFF_PERMISSIVE",
        _ => "OFF",
    };

    public static string Versions(LinkCase c) => c.Source.Server + " (" + Name(c.Source) + ") as source and " + c.Replica.Server + " (" + Name(c.Replica) + ") as replica";

    private static long FreeId(long taken) => taken is > 0 and < 4_294_967_295 ? taken + 1 : 1;
}
