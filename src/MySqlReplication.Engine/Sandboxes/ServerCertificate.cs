using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
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

#if NET8_0_OR_GREATER
    /// <summary>Whether this runtime can write keys in the form that servers read.</summary>
    public const bool CanBeMade = true;

    /// <summary>Makes one for ten years into a data directory.</summary>
    public static void Make(string dataDirectory)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Replication sandbox", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        PrivateFile.Write(CertificateFile(dataDirectory), Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"));
        PrivateFile.Write(KeyFile(dataDirectory), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
    }
#else
    /// <summary>Whether this runtime can write keys in the form that servers read: .NET Framework cannot, and the server makes its own.</summary>
    public const bool CanBeMade = false;

    /// <summary>Not called where it cannot be made.</summary>
    public static void Make(string dataDirectory) => throw new PlatformNotSupportedException();
#endif
}
