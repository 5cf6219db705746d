using System.Collections.Generic;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Links;

namespace MySqlReplication.Engine.Links;

/// <summary>What the link is to be, as the settings of one CHANGE, and how that differs from what it is.</summary>
/// <param name="Settings">Everything that is stated.</param>
/// <param name="Present">The settings of the channel now; null when it is free.</param>
/// <param name="Differences">What a CHANGE would alter in a link to this source, in words; empty when nothing.</param>
internal sealed record LinkTarget(LinkSettings Settings, LinkSettings? Present, IReadOnlyList<string> Differences)
{
    /// <summary>Puts the choices together.</summary>
    public static LinkTarget Of(LinkCase c, LinkModeChoice mode, LinkStart start, LinkProtection protection, LinkLogin login, LinkSettings? present)
    {
        var kept = c.FollowsAlready ? present : null;
        var tls = protection.Tls;
        var settings = new LinkSettings
        {
            HostName = c.Source.Server.HostName,
            Port = c.Source.Server.Port,
            Login = login.Wanted,
            Mode = mode.Mode,
            Coordinates = mode.Mode == LinkMode.FilePosition ? start.Coordinates : null,
            UsingGtid = kept?.UsingGtid is "current_pos" ? kept.UsingGtid : null,
            Tls = tls,
            TlsVerify = protection.Verify,
            TlsCa = tls ? protection.CaFile : null,
            TlsCaPath = tls ? kept?.TlsCaPath ?? string.Empty : null,
            TlsCertificate = tls ? c.Request.TlsCertificateFile ?? kept?.TlsCertificate ?? string.Empty : null,
            TlsKey = tls ? c.Request.TlsKeyFile ?? kept?.TlsKey ?? string.Empty : null,
            GetPublicKey = protection.GetPublicKey,
            ConnectRetry = kept?.ConnectRetry ?? LinkDefaults.ConnectRetrySeconds,
            RetryCount = kept?.RetryCount ?? LinkDefaults.RetryCount,
            HeartbeatPeriod = kept?.HeartbeatPeriod ?? LinkDefaults.HeartbeatFor(c.Replica),
            DelaySeconds = c.Request.DelaySeconds ?? kept?.DelaySeconds ?? 0,
            IgnoreServerIds = kept?.IgnoreServerIds ?? [],
        };
        return new(settings, present, kept is null ? [] : Compare(c, kept, settings, start));
    }

    private static List<string> Compare(LinkCase c, LinkSettings now, LinkSettings wanted, LinkStart start)
    {
        var differences = new List<string>();
        void Note(bool differs, string what)
        {
            if (differs)
            {
                differences.Add(what);
            }
        }

        Note(!LinkCase.SameAddress(c.Present!.Source, c.Source.Server), "the source's address is " + c.Present.Source + ", wanted " + c.Source.Server);
        Note(wanted.Login is not null, "the login");
        Note(now.Mode != wanted.Mode, "the mode is " + now.Mode + ", wanted " + wanted.Mode);
        Note(start is { Coordinates: not null, FromExecuted: false }, "the place to start from");
        Note(now.Tls != wanted.Tls || (wanted.Tls == true && (now.TlsVerify ?? false) != wanted.TlsVerify), "the protection of the connection");
        Note(wanted.Tls == true && (now.TlsCa ?? string.Empty) != wanted.TlsCa, "the file of certificates");
        Note(wanted.Tls == true && ((now.TlsCertificate ?? string.Empty) != wanted.TlsCertificate || (now.TlsKey ?? string.Empty) != wanted.TlsKey), "the certificate that the replica shows");
        Note(now.DelaySeconds != wanted.DelaySeconds && c.Replica.Capabilities.HasDelay, "the delay is " + (now.DelaySeconds ?? 0) + " s, wanted " + wanted.DelaySeconds + " s");
        return differences;
    }
}
