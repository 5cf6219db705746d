using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace MySqlReplication.Engine.Accounts;

/// <summary>
/// Passwords of 32 characters, the most that every link takes (measured: MySQL 32 bytes), from the system's own random source.
/// Eight of each class (still far beyond 128 bits), so that policies of up to eight are met (validate_password, simple_password_check);
/// no quote, backslash, '#', '%', '$' or '&amp;', which option files, shells and URLs read as something else.
/// </summary>
internal static class PasswordGenerator
{
    /// <summary>Characters, which are bytes here.</summary>
    public const int Length = 32;

    /// <summary>Characters of each class.</summary>
    public const int OfEachClass = 8;

    private static readonly string[] Classes =
    [
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789",
        "!*+,-.:=@^_~",
    ];

    public static string Generate()
    {
        using var random = RandomNumberGenerator.Create();
        var all = string.Concat(Classes);
        var characters = new List<char>(Length);
        foreach (var one in Classes)
        {
            characters.AddRange(Enumerable.Range(0, OfEachClass).Select(_ => Pick(random, one)));
        }

        while (characters.Count < Length)
        {
            characters.Add(Pick(random, all));
        }

        // Fisher-Yates: where a class stands tells nothing.
        for (var i = Length - 1; i > 0; i--)
        {
            var other = Below(random, i + 1);
            (characters[i], characters[other]) = (characters[other], characters[i]);
        }

        return new string(characters.ToArray());
    }

    private static char Pick(RandomNumberGenerator random, string from) => from[Below(random, from.Length)];

    // Bytes that would favour small numbers are thrown away.
    private static int Below(RandomNumberGenerator random, int limit)
    {
        var usable = 256 - (256 % limit);
        var one = new byte[1];
        do
        {
            random.GetBytes(one);
        }
        while (one[0] >= usable);
        return one[0] % limit;
    }
}
