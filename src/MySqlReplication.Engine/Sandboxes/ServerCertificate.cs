using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>
/// A self-signed certificate for servers that make themselves a new one at every start (MariaDB from 11.4 on), which costs most
/// of their start: measured 1.3 of 1.6 s. Clients treat it as they treat the server's own: measured with 11.8, with and without verification.
/// </summary>
internal static class ServerCertificate
{
    /// <summary>The certificate in a data directory.</summary>
    public static string CertificateFile(string dataDirectory) => Path.Combine(dataDirectory, "server-cert.pem");

    /// <summary>Its key.</summary>
    public static string KeyFile(string dataDirectory) => Path.Combine(dataDirectory, "server-key.pem");

    /// <summary>Makes one for ten years into a data directory.</summary>
    public static void Make(string dataDirectory)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Replication sandbox", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        PrivateFile.Write(CertificateFile(dataDirectory), PemText.Certificate(certificate.RawData));
        PrivateFile.Write(KeyFile(dataDirectory), PemText.Key(key));
    }
}
