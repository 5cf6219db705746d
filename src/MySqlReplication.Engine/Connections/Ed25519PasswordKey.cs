using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// What MariaDB's ed25519 plugin keeps of a password: the public key (RFC 8032, 5.1.5) whose secret is the password itself, in
/// base64 without the filling character (MariaDB manual, Authentication Plugin - ed25519). Made here, because the server's own
/// PASSWORD() would carry the password past its logs.
/// </summary>
internal static class Ed25519PasswordKey
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Mod(-121665 * Invert(121666));
    private static readonly BigInteger BaseX = BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202", CultureInfo.InvariantCulture);
    private static readonly BigInteger BaseY = BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960", CultureInfo.InvariantCulture);

    /// <summary>43 characters.</summary>
    public static string Of(string password)
    {
        using var sha = SHA512.Create();
        var scalar = sha.ComputeHash(Encoding.UTF8.GetBytes(password)).Take(32).ToArray();
        scalar[0] &= 0xF8;
        scalar[31] = (byte)((scalar[31] & 0x7F) | 0x40);
        var (x, y) = Multiply(new BigInteger(scalar));
        var key = y.ToByteArray().Concat(new byte[32]).Take(32).ToArray();
        key[31] = (byte)((key[31] & 0x7F) | (x.IsEven ? 0 : 0x80));
        return Convert.ToBase64String(key).TrimEnd('=');
    }

    // Extended coordinates (RFC 8032, 5.1.4), so that one inversion at the end is enough.
    private static (BigInteger X, BigInteger Y) Multiply(BigInteger scalar)
    {
        var sum = (X: BigInteger.Zero, Y: BigInteger.One, Z: BigInteger.One, T: BigInteger.Zero);
        var power = (X: BaseX, Y: BaseY, Z: BigInteger.One, T: Mod(BaseX * BaseY));
        for (; !scalar.IsZero; scalar >>= 1)
        {
            if (!scalar.IsEven)
            {
                sum = Add(sum, power);
            }

            power = Add(power, power);
        }

        var inverse = Invert(sum.Z);
        return (Mod(sum.X * inverse), Mod(sum.Y * inverse));
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z, BigInteger T) Add(
        (BigInteger X, BigInteger Y, BigInteger Z, BigInteger T) one, (BigInteger X, BigInteger Y, BigInteger Z, BigInteger T) other)
    {
        var a = Mod((one.Y - one.X) * (other.Y - other.X));
        var b = Mod((one.Y + one.X) * (other.Y + other.X));
        var c = Mod(2 * one.T * other.T * D);
        var d = Mod(2 * one.Z * other.Z);
        BigInteger e = b - a, f = d - c, g = d + c, h = b + a;
        return (Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static BigInteger Invert(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger Mod(BigInteger value) => BigInteger.Remainder(value, P) is var rest && rest.Sign < 0 ? rest + P : rest;
}
