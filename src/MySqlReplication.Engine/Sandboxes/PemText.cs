using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>
/// Certificates and RSA keys in the form that servers read (RFC 7468). Written here because .NET Framework exports neither; a
/// key goes out as PKCS #1 RSAPrivateKey (RFC 8017, A.1.2), which OpenSSL, wolfSSL and the servers' own readers all take.
/// </summary>
internal static class PemText
{
    private const byte Integer = 0x02;
    private const byte Sequence = 0x30;
    private const int LineLength = 64;

    /// <summary>A certificate by its DER form.</summary>
    public static byte[] Certificate(byte[] der) => Write("CERTIFICATE", der);

    /// <summary>A private key.</summary>
    public static byte[] Key(RSA key)
    {
        var p = key.ExportParameters(includePrivateParameters: true);
        byte[]?[] numbers = [[0], p.Modulus, p.Exponent, p.D, p.P, p.Q, p.DP, p.DQ, p.InverseQ];
        return Write("RSA PRIVATE KEY", Tagged(Sequence, numbers.SelectMany(n => Tagged(Integer, Positive(n!)))));
    }

    private static byte[] Write(string label, byte[] der)
    {
        var base64 = Convert.ToBase64String(der);
        var text = new StringBuilder("-----BEGIN ").Append(label).Append("-----\n");
        for (var i = 0; i < base64.Length; i += LineLength)
        {
            text.Append(base64, i, Math.Min(LineLength, base64.Length - i)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.Append("-----END ").Append(label).Append("-----\n").ToString());
    }

    // DER integers are signed and as short as can be.
    private static byte[] Positive(byte[] number)
    {
        var digits = number.SkipWhile(b => b == 0).ToArray();
        return digits.Length == 0 ? [0] : digits[0] >= 0x80 ? [0, .. digits] : digits;
    }

    private static byte[] Tagged(byte tag, IEnumerable<byte> content)
    {
        var bytes = content.ToArray();
        return bytes.Length < 0x80 ? [tag, (byte)bytes.Length, .. bytes]
            : bytes.Length < 0x100 ? [tag, 0x81, (byte)bytes.Length, .. bytes]
            : [tag, 0x82, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }
}
