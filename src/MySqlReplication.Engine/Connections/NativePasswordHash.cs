using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// What mysql_native_password keeps of a password: '*' and SHA1(SHA1(password)) in hex (MySQL internals manual, Secure Password
/// Authentication). Made here, so that no statement has to carry the password itself past a log.
/// </summary>
internal static class NativePasswordHash
{
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The plugin's own scheme, fixed by the server.")]
    public static string Of(string password)
    {
        using var sha = SHA1.Create();
        var twice = sha.ComputeHash(sha.ComputeHash(Encoding.UTF8.GetBytes(password)));
        var hash = new StringBuilder("*", 41);
        foreach (var b in twice)
        {
            hash.Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return hash.ToString();
    }
}
