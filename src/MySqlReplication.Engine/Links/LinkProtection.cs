using System;
using System.Net;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Links;

namespace MySqlReplication.Engine.Links;

/// <summary>How the receiver's connection is protected, stated in every CHANGE, and why.</summary>
internal sealed record LinkProtection(bool Tls, bool Verify, string CaFile, bool GetPublicKey, string Reason)
{
    /// <summary>Chooses from what both servers can do; a present link keeps what it has.</summary>
    /// <param name="c">The servers.</param>
    /// <param name="present">The settings of the link to this source that is there; null for a new one.</param>
    /// <exception cref="ReplicationException">LinkTlsUnavailable: asked for or in use, and one of the two cannot. Never a silent downgrade.</exception>
    public static LinkProtection Choose(LinkCase c, LinkSettings? present)
    {
        var lacking = !c.Source.OffersTls ? c.Source : !c.Replica.CanUseTls ? c.Replica : null;
        var ca = c.Request.TlsCaFile ?? present?.TlsCa ?? string.Empty;
        switch (c.Request.Tls)
        {
            case LinkTls.Off:
                return Off(c, "not encrypted, because -Tls Off was given");
            case LinkTls.Encrypted:
                return lacking is null ? new(true, false, ca, false, "encrypted, the source's certificate not checked, because -Tls Encrypted was given" + NotBinding(c)) : throw LinkRefusals.TlsUnavailable(c, lacking, wasInUse: false);
            case LinkTls.Verified:
                return lacking is null ? new(true, true, ca, false, "encrypted and the source's certificate checked, because -Tls Verified was given") : throw LinkRefusals.TlsUnavailable(c, lacking, wasInUse: false);
        }

        if (present?.Tls is { } inUse)
        {
            // 9.7 and 11.8 switch it on by themselves, also where the source offers none; then it never was in use.
            return inUse && lacking is not null ? throw LinkRefusals.TlsUnavailable(c, lacking, wasInUse: true)
                : new(inUse, present.TlsVerify ?? false, ca, present.GetPublicKey ?? false, (inUse ? "encrypted" : "not encrypted") + ", as the link is already");
        }

        if (lacking is not null && c.Request.HasTlsFiles)
        {
            throw LinkRefusals.TlsUnavailable(c, lacking, wasInUse: false);
        }

        if (lacking is not null)
        {
            return Off(c, "not encrypted, because " + lacking.Server + (ReferenceEquals(lacking, c.Source) ? " offers no TLS" : " cannot connect by TLS"));
        }

        if (c.Request.TlsCaFile is not null)
        {
            return new(true, true, ca, false, "encrypted and the source's certificate checked against " + ca);
        }

        var byPassword = c.Source.Capabilities.VerifiesByPassword && c.Replica.Capabilities.VerifiesByPassword && c.Request.Login is { IsPasswordEmpty: false };
        return new(true, byPassword, string.Empty, false, byPassword
            ? "encrypted and the source's certificate checked by means of the account's password, because both servers can"
            : "encrypted, because both servers can; the source's certificate is not checked, because no -TlsCaFile was given" + NotBinding(c));
    }

    // Measured: MariaDB goes on in the clear when a source that it does not verify offers no TLS any more.
    private static string NotBinding(LinkCase c) => c.Replica.Capabilities.LinkTlsIsBinding ? string.Empty
        : "; should the source offer no TLS one day, a " + LinkRefusals.Name(c.Replica) + " replica goes on without: only -Tls Verified, or an account with -RequireTls, rules that out";

    /// <summary>Whether the source's name leads back to the machine it is used on.</summary>
    public static bool IsLoopback(string? host) => host is not null
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    // Without TLS an account with caching_sha2_password logs in only with the source's public key (2061 without: measured).
    private static LinkProtection Off(LinkCase c, string reason) => new(
        false,
        false,
        string.Empty,
        c.Replica.Capabilities.HasGetPublicKey,
        c.Replica.Capabilities.HasGetPublicKey ? reason + "; the password goes encrypted with the source's public key, which the replica asks for" : reason);
}
