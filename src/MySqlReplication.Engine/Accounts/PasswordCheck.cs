using System;
using System.Globalization;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Compares a password with what the server's table keeps of it: nobody has to log in, no failed login is counted.</summary>
internal static class PasswordCheck
{
    private const int SaltLength = 20;
    private const int DigestLength = 43;
    private const int DefaultRounds = 5000;

    /// <summary>Whether it is made of this password; null when the plugin's scheme is not known here, or the table does not show it.</summary>
    public static bool? Matches(string? plugin, string? stored, string password) => plugin switch
    {
        "mysql_native_password" or "" or null => stored is null ? null
            : stored.Length == 0 ? password.Length == 0
            : string.Equals(stored, NativePasswordHash.Of(password), StringComparison.OrdinalIgnoreCase),
        "ed25519" => stored is not { Length: > 0 } ? null : string.Equals(stored, Ed25519PasswordKey.Of(password), StringComparison.Ordinal),
        "caching_sha2_password" => CachingSha2(stored, password),
        "sha256_password" => Sha256(stored, password),
        _ => null,
    };

    // "$A$" rounds in thousands (three hex digits) "$" salt digest. Measured: 9.7; other storage formats of 9.x answer null.
    private static bool? CachingSha2(string? stored, string password)
    {
        const int Head = 7;
        return stored is { Length: 0 } ? password.Length == 0
            : stored is { Length: Head + SaltLength + DigestLength }
            && stored.StartsWith("$A$", StringComparison.Ordinal)
            && int.TryParse(stored.Substring(3, 3), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var thousands)
                ? Compare(stored.Substring(Head + SaltLength), password, stored.Substring(Head, SaltLength), thousands * 1000)
                : null;
    }

    // "$5$" salt "$" digest. Measured: 9.7.
    private static bool? Sha256(string? stored, string password)
    {
        const int Head = 3;
        return stored is { Length: Head + SaltLength + 1 + DigestLength }
            && stored.StartsWith("$5$", StringComparison.Ordinal)
            && stored[Head + SaltLength] == '$'
                ? Compare(stored.Substring(Head + SaltLength + 1), password, stored.Substring(Head, SaltLength), DefaultRounds)
                : null;
    }

    private static bool Compare(string digest, string password, string salt, int rounds)
        => string.Equals(digest, ShaCrypt.Digest(password, salt, rounds), StringComparison.Ordinal);
}
