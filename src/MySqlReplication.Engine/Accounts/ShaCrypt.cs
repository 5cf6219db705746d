using System;
using System.Security.Cryptography;
using System.Text;

namespace MySqlReplication.Engine.Accounts;

/// <summary>
/// The SHA-256 crypt scheme (Unix crypt using SHA-256, U. Drepper, 2008) as MySQL's caching_sha2_password and sha256_password
/// use it, with salts of 20 bytes. Only for comparing a password with what a server keeps of it.
/// </summary>
internal static class ShaCrypt
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Size = 32;

    /// <summary>The 43 characters that stand behind the salt.</summary>
    public static string Digest(string password, string salt, int rounds)
    {
        var key = Encoding.UTF8.GetBytes(password);
        var grain = Encoding.UTF8.GetBytes(salt);
        using var sha = SHA256.Create();
        var mixed = Mix(sha, key, grain);
        var keys = Repeat(Times(sha, key, key.Length), key.Length);
        var grains = Repeat(Times(sha, grain, 16 + mixed[0]), grain.Length);
        for (var i = 0; i < rounds; i++)
        {
            Feed(sha, (i & 1) != 0 ? keys : mixed);
            if (i % 3 != 0)
            {
                Feed(sha, grains);
            }

            if (i % 7 != 0)
            {
                Feed(sha, keys);
            }

            Feed(sha, (i & 1) != 0 ? mixed : keys);
            mixed = End(sha);
        }

        return Write(mixed);
    }

    private static byte[] Mix(SHA256 sha, byte[] key, byte[] grain)
    {
        Feed(sha, key);
        Feed(sha, grain);
        Feed(sha, key);
        var other = End(sha);

        Feed(sha, key);
        Feed(sha, grain);
        Feed(sha, Repeat(other, key.Length));
        for (var n = key.Length; n > 0; n >>= 1)
        {
            Feed(sha, (n & 1) != 0 ? other : key);
        }

        return End(sha);
    }

    private static byte[] Times(SHA256 sha, byte[] value, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Feed(sha, value);
        }

        return End(sha);
    }

    private static byte[] Repeat(byte[] digest, int length)
    {
        var text = new byte[length];
        for (var i = 0; i < length; i++)
        {
            text[i] = digest[i % Size];
        }

        return text;
    }

    private static void Feed(SHA256 sha, byte[] value) => sha.TransformBlock(value, 0, value.Length, null, 0);

    private static byte[] End(SHA256 sha)
    {
        sha.TransformFinalBlock([], 0, 0);
        var digest = sha.Hash!;
        sha.Initialize();
        return digest;
    }

    // The scheme's own order of bytes: three at a time, 10 apart, turning.
    private static string Write(byte[] digest)
    {
        var text = new StringBuilder(43);
        void Three(int value, int characters)
        {
            for (; characters > 0; characters--, value >>= 6)
            {
                text.Append(Alphabet[value & 0x3F]);
            }
        }

        int a = 0, b = 10, c = 20;
        for (var i = 0; i < 10; i++)
        {
            Three((digest[a] << 16) | (digest[b] << 8) | digest[c], 4);
            (a, b, c) = (c + 1, a + 1, b + 1);
        }

        Three((digest[31] << 8) | digest[30], 3);
        return text.ToString();
    }
}
