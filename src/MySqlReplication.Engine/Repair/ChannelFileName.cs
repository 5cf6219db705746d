using System.Globalization;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// A channel's name as servers write it into file names: in lower case, other characters than letters, digits and '_' as '@'
/// with four hex digits ("c-4" is "c@002d4"; measured on 9.7 and MariaDB).
/// </summary>
internal static class ChannelFileName
{
    /// <summary>The name behind a file name's "-"; empty for the default channel.</summary>
    public static string Decode(string written)
    {
        var name = new StringBuilder();
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] == '@' && i + 4 < written.Length
                && int.TryParse(written.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                name.Append((char)code);
                i += 4;
            }
            else
            {
                name.Append(written[i]);
            }
        }

        return name.ToString();
    }

    /// <summary>What stands between base name and extension: "" or "-NAME".</summary>
    public static string Suffix(string channel) => channel.Length == 0 ? string.Empty
        : "-" + string.Concat(channel.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' ? c.ToString() : "@" + ((int)c).ToString("x4", CultureInfo.InvariantCulture)));
}
