using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Links;

/// <summary>
/// Whether one server may follow the other at all: an ordered list of reasons why not, the plainest first. Each looks at the
/// facts only and asks no server. Rules about positions and GTIDs come after the mode is chosen (<see cref="GtidRules"/>).
/// </summary>
internal static class LinkRules
{
    /// <summary>Those that stand before any server is asked.</summary>
    public static readonly IReadOnlyList<Func<StartLinkRequest, ReplicationException?>> BeforeConnecting =
    [
        SourceIsASocket,
        ChannelNameIsNone,
        LoginCannotBeStored,
        TlsFilesDoNotFit,
    ];

    /// <summary>Those about the two servers, in order.</summary>
    public static readonly IReadOnlyList<Func<LinkCase, ReplicationException?>> AboutServers =
    [
        OneServer,
        NoServerId,
        OneServerId,
        OneServerUuid,
        NoBinaryLog,
        VersionRules.NeverFit,
        GtidModesDiffer,
        ChannelsAreUnknown,
        BoundElsewhere,
        FollowedOnAnotherChannel,
        VersionRules.FitForAnUpgradeOnly,
        SourceNameIsTooLong,
        LoginIsMissing,
        LoginIsTooLong,
        CannotDelay,
    ];

    /// <summary>The first reason of a list that holds.</summary>
    public static ReplicationException? First<T>(IEnumerable<Func<T, ReplicationException?>> rules, T on)
        => rules.Select(rule => rule(on)).FirstOrDefault(reason => reason is not null);

    private static ReplicationException? SourceIsASocket(StartLinkRequest r) => r.Source.Socket is null ? null : LinkRefusals.SourceIsSocket(r);

    private static ReplicationException? TlsFilesDoNotFit(StartLinkRequest r)
        => r.HasTlsFiles && r.Tls == LinkTls.Off ? LinkRefusals.TlsSettingsInvalid(r, "files of certificates are of no use with -Tls Off.")
            : r.TlsCertificateFile is null != r.TlsKeyFile is null ? LinkRefusals.TlsSettingsInvalid(r, "a certificate and its key come together; only one of the two was given.")
            : null;

    // 64: MySQL manual, CHANGE REPLICATION SOURCE TO ... FOR CHANNEL; MariaDB's connection names the same.
    private static ReplicationException? ChannelNameIsNone(StartLinkRequest r)
        => r.Channel.Length > 64 || r.Channel.Any(char.IsControl) ? LinkRefusals.ChannelNameInvalid(r.Replica) : null;

    // Measured: MySQL answers 1525 to a line feed, MariaDB takes it and writes a broken master.info; characters beyond U+FFFF
    // become question marks on both.
    private static ReplicationException? LoginCannotBeStored(StartLinkRequest r)
    {
        if (r.Login is not { } login)
        {
            return null;
        }

        var password = login.Reveal();
        return login.UserName.Length == 0 ? LinkRefusals.LoginNotStorable(r.Replica, "name is empty")
            : Unstorable(login.UserName) ? LinkRefusals.LoginNotStorable(r.Replica, "name holds a control character or one beyond U+FFFF")
            : Unstorable(password) ? LinkRefusals.LoginNotStorable(r.Replica, "password holds a control character or one beyond U+FFFF")
            : null;
    }

    private static bool Unstorable(string text) => text.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    private static ReplicationException? OneServer(LinkCase c) => c.SameServer ? LinkRefusals.SameServer(c) : null;

    private static ReplicationException? NoServerId(LinkCase c) => c.Source.ServerId == 0 ? LinkRefusals.ServerIdMissing(c.Source, c.Replica)
        : c.Replica.ServerId == 0 ? LinkRefusals.ServerIdMissing(c.Replica, c.Source)
        : null;

    private static ReplicationException? OneServerId(LinkCase c) => c.Source.ServerId == c.Replica.ServerId ? LinkRefusals.EqualServerId(c) : null;

    private static ReplicationException? OneServerUuid(LinkCase c)
        => c.Source.ServerUuid is { } uuid && string.Equals(uuid, c.Replica.ServerUuid, StringComparison.OrdinalIgnoreCase) ? LinkRefusals.EqualServerUuid(c) : null;

    private static ReplicationException? NoBinaryLog(LinkCase c) => c.Source.LogBin ? null : StatusFailures.BinlogDisabled(c.Source.Server);

    // A server before 5.6 and any MariaDB counts as OFF: MariaDB drops MySQL's GTIDs.
    private static ReplicationException? GtidModesDiffer(LinkCase c) => c.Source.IsMariaDB || c.Replica.IsMariaDB ? null
        : (c.Source.GtidMode ?? GtidMode.Off) == (c.Replica.GtidMode ?? GtidMode.Off) ? null
        : LinkRefusals.GtidModeDiffers(c);

    private static ReplicationException? ChannelsAreUnknown(LinkCase c)
        => c.Request.Channel.Length == 0 || c.Replica.Capabilities.HasChannels || c.Replica.Capabilities.HasNamedConnections ? null
        : LinkRefusals.ChannelNotSupported(c.Replica, c.Request.Channel);

    // -Force leaves the other source, but then somebody has to say where to start on the new one.
    private static ReplicationException? BoundElsewhere(LinkCase c) => c.Present is null || c.FollowsAlready ? null
        : c.Request.Force && (c.Request.Coordinates is not null || c.Request.AutoPosition == true) ? null
        : LinkRefusals.ChannelBoundElsewhere(c);

    private static ReplicationException? FollowedOnAnotherChannel(LinkCase c)
        => c.Replica.Links.FirstOrDefault(l => !ReferenceEquals(l, c.Present) && LinkCase.Follows(l, c.Source)) is { } other
            ? LinkRefusals.SourceOnOtherChannel(c, other)
            : null;

    // Measured: MySQL 5.6 cuts a name after 60 characters silently, MariaDB 10.5 refuses it (1470); later ones keep 255.
    private static ReplicationException? SourceNameIsTooLong(LinkCase c)
        => c.Source.Server.HostName is { } name && name.Length > c.Replica.Capabilities.MaxHostPatternLength
            ? LinkRefusals.SourceNameInvalid(c.Replica, "is longer than the " + LinkRefusals.Text(c.Replica.Capabilities.MaxHostPatternLength) + " characters that " + LinkRefusals.Name(c.Replica) + " keeps")
            : null;

    private static ReplicationException? LoginIsMissing(LinkCase c) => c.Request.Login is null && !c.FollowsAlready ? LinkRefusals.LoginMissing(c) : null;

    private static ReplicationException? LoginIsTooLong(LinkCase c)
    {
        if (c.Request.Login is not { } login)
        {
            return null;
        }

        foreach (var end in new[] { c.Source, c.Replica })
        {
            if (login.UserName.Length > end.Capabilities.MaxUserNameLength)
            {
                return LinkRefusals.UserNameTooLong(end, end.Capabilities.MaxUserNameLength);
            }
        }

        return PasswordLength(login) is var length && length > c.Replica.Capabilities.MaxLinkPasswordLength
            ? LinkRefusals.PasswordTooLong(c.Replica, length)
            : null;
    }

    // Measured: the limits count bytes of UTF-8, on MySQL 5.6 and 9.7 as on MariaDB.
    private static int PasswordLength(ReplicationCredential login) => Encoding.UTF8.GetByteCount(login.Reveal());

    private static ReplicationException? CannotDelay(LinkCase c)
        => c.Request.DelaySeconds is > 0 && !c.Replica.Capabilities.HasDelay ? LinkRefusals.DelayNotSupported(c.Replica) : null;
}
