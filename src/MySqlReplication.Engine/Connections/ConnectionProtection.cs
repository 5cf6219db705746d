using System;
using System.IO;
using System.Net;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Connections;

/// <summary>From what a reference demands of its connections to the driver's words. Nothing is ever made less of.</summary>
internal static class ConnectionProtection
{
    /// <summary>Refuses what cannot be kept, before anybody is dialled.</summary>
    /// <exception cref="ReplicationException">TlsSettingsInvalid, TlsFileNotReadable.</exception>
    public static void Check(ServerReference server)
    {
        var tls = server.Tls;
        if (tls.Mode is ConnectionTls.Off or ConnectionTls.Preferred && (tls.CaFile ?? tls.CertificateFile ?? tls.KeyFile) is not null)
        {
            throw Invalid(server, "Files of certificates are of no use with -Tls " + tls.Mode + ", which does not insist on TLS.", "Give -Tls Verified or -Tls Encrypted with them.");
        }

        if (tls.CertificateFile is null != tls.KeyFile is null)
        {
            throw Invalid(server, "A client's certificate and its key come together; only one of the two was given.", "Give both -TlsCertificateFile and -TlsKeyFile.");
        }

        if (server.Socket is not null && tls.Mode is not (ConnectionTls.Off or ConnectionTls.Preferred))
        {
            throw Invalid(server, "A socket never leaves the machine and is not encrypted; -Tls " + tls.Mode + " was demanded for " + server + ".", "Leave -Tls out for a socket, or give host and port.");
        }

        foreach (var file in new[] { tls.CaFile, tls.CertificateFile, tls.KeyFile })
        {
            if (file is not null)
            {
                CheckFile(server, file);
            }
        }
    }

    /// <summary>The driver's word. A socket is never encrypted, and need not be.</summary>
    public static MySqlSslMode Mode(ServerReference server) => server.Socket is not null ? MySqlSslMode.None : server.Tls.Mode switch
    {
        ConnectionTls.Off => MySqlSslMode.None,
        ConnectionTls.Encrypted => MySqlSslMode.Required,
        ConnectionTls.VerifiedAuthority => MySqlSslMode.VerifyCA,
        ConnectionTls.Verified => MySqlSslMode.VerifyFull,
        _ => MySqlSslMode.Preferred,
    };

    /// <summary>The files. With -Tls Encrypted no authority is asked, so none is given: the driver would check by it.</summary>
    public static void AddFiles(MySqlConnectionStringBuilder settings, ServerTls tls)
    {
        if (tls.CaFile is not null && tls.Mode is ConnectionTls.VerifiedAuthority or ConnectionTls.Verified)
        {
            settings.SslCa = tls.CaFile;
        }

        if (tls.CertificateFile is not null)
        {
            settings.SslCert = tls.CertificateFile;
            settings.SslKey = tls.KeyFile;
        }
    }

    /// <summary>Whether a name leads back to the machine it is used on.</summary>
    public static bool IsLoopback(string? host) => host is not null
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    private static void CheckFile(ServerReference server, string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ReplicationException(
                ErrorIds.TlsFileNotReadable,
                FailureKind.ObjectNotFound,
                file,
                "The file '" + Redaction.Visible(file) + "', by which the connection to " + server + " is to be secured, cannot be read: " + Redaction.Visible(e.Message),
                "Give the full path of a PEM file on this machine that this user may read.");
        }
    }

    private static ReplicationException Invalid(ServerReference server, string message, string action)
        => new(ErrorIds.TlsSettingsInvalid, FailureKind.InvalidArgument, server, message, action);
}
