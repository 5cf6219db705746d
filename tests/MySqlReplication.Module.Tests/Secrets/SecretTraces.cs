using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace MySqlReplication.Module.Tests.Secrets;

/// <summary>The forms in which a password may turn up: as it is, as hex or base64 of its UTF-8 or UTF-16.</summary>
internal static class SecretTraces
{
    /// <summary>How the secret is in the text, of a file byte by byte; null when it is not.</summary>
    public static string? In(string text, string secret)
        => Forms(secret).FirstOrDefault(f => text.Contains(f.Text, StringComparison.Ordinal)).Name;

    private static IEnumerable<(string? Name, string Text)> Forms(string secret)
    {
        yield return ("plain", secret);
        yield return ("UTF-16", Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(secret)));
        foreach (var (name, bytes) in new[] { ("UTF-8", Encoding.UTF8.GetBytes(secret)), ("UTF-16", Encoding.Unicode.GetBytes(secret)) })
        {
            yield return (name + " hex", Convert.ToHexString(bytes));
            yield return (name + " hex", Convert.ToHexStringLower(bytes));
            for (var before = 0; before < 3; before++)
            {
                yield return (name + " base64", Inside(bytes, before));
            }
        }
    }

    // What base64 has of the bytes wherever they stand in something longer: characters that hold bits of theirs only.
    private static string Inside(byte[] bytes, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        var first = ((before * 8) + 5) / 6;
        return text[first..((before + bytes.Length) * 8 / 6)];
    }
}
