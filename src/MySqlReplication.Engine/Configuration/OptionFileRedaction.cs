using System.Text.RegularExpressions;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Option files may hold passwords ([client] password=..., wsrep-sst-auth); lines of them that are shown come through here.</summary>
internal static class OptionFileRedaction
{
    // Also in comments: a password that was commented out is still one.
    private static readonly Regex Secret = new(
        @"^(?<kept>[\s#;]*[A-Za-z0-9_.:-]*(password|passwd|passphrase|secret|sst[-_]auth|auth[-_]string|token)[A-Za-z0-9_-]*\s*[=:]\s*)(?<secret>\S.*?)(?<end>\r?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>A line without its end, for people.</summary>
    public static string Clean(string line) => OptionText.ToPeople(Secret.Replace(line, "${kept}***${end}"));

    /// <summary>An option's value, for people.</summary>
    public static string CleanValue(string name, string value) => value.Length > 0 && Secret.IsMatch(name + "=" + value) ? "***" : OptionText.ToPeople(value);
}
