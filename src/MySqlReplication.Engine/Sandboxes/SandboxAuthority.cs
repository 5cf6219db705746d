using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>
/// A certificate authority that lives as long as the command which makes sandboxes: it signs a certificate for each, and one for
/// their clients, and its key is never written anywhere.
/// </summary>
internal sealed class SandboxAuthority
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";
    private const int KeyBits = 2048;

    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow.AddDays(-1);
    private readonly X500DistinguishedName _name;
    private readonly X509SignatureGenerator _signature;
    private readonly byte[] _certificate;
    private readonly (byte[] Certificate, byte[] Key) _client;

    public SandboxAuthority()
    {
        var key = RSA.Create(KeyBits);
        _name = new X500DistinguishedName("CN=Replication sandbox authority " + Guid.NewGuid().ToString("N").Substring(0, 8));
        _signature = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
        var request = new CertificateRequest(_name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.Create(_name, _signature, _from, Until, Serial());
        _certificate = PemText.Certificate(certificate.RawData);
        _client = Sign("CN=Replication sandbox client", ClientUsage, null);
    }

    private DateTimeOffset Until => _from.AddYears(10);

    /// <summary>Writes what one sandbox needs into its folder.</summary>
    public void WriteTo(SandboxRecord record)
    {
        // The names by which a server on the loopback can be dialled; its replicas compare them too.
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        var server = Sign("CN=localhost", ServerUsage, names);
        PrivateFile.Write(record.TlsCaFile, _certificate);
        PrivateFile.Write(record.TlsServerCertificate, server.Certificate);
        PrivateFile.Write(record.TlsServerKey, server.Key);
        PrivateFile.Write(record.TlsClientCertificate, _client.Certificate);
        PrivateFile.Write(record.TlsClientKey, _client.Key);
    }

    private (byte[] Certificate, byte[] Key) Sign(string subject, string usage, SubjectAlternativeNameBuilder? names)
    {
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(_name, _signature, _from, Until, Serial());
        return (PemText.Certificate(certificate.RawData), PemText.Key(key));
    }

    private static byte[] Serial()
    {
        var serial = new byte[16];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(serial);
        serial[0] &= 0x7F;
        return serial;
    }
}
