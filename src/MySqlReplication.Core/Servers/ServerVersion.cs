using System;
using System.Globalization;

namespace MySqlReplication.Servers;

/// <summary>A server's version as it calls itself, with the numbers to compare by. "5.5.5-10.11.6-MariaDB" is 10.11.6.</summary>
public sealed class ServerVersion : IComparable<ServerVersion>, IEquatable<ServerVersion>
{
    // MariaDB 10.x puts this before its own version in the greeting, so that old replicas take it for a 5.5
    // (sql/sql_connect / RPL_VERSION_HACK); SELECT VERSION() does not have it. dialects.md section 1.
    private const string RplVersionHack = "5.5.5-";

    private ServerVersion(string text, ServerFlavour flavour, int major, int minor, int patch)
    {
        Text = text;
        Flavour = flavour;
        Major = major;
        Minor = minor;
        Patch = patch;
    }

    /// <summary>The server's own words.</summary>
    public string Text { get; }

    /// <summary>The family that the text names.</summary>
    public ServerFlavour Flavour { get; }

    /// <summary>First number.</summary>
    public int Major { get; }

    /// <summary>Second number.</summary>
    public int Minor { get; }

    /// <summary>Third number; 0 when absent.</summary>
    public int Patch { get; }

    /// <summary>The release series, as "8.4" or "10.11".</summary>
    public string Series => Major.ToString(CultureInfo.InvariantCulture) + "." + Minor.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a version text.</summary>
    /// <exception cref="FormatException">It does not begin with two numbers.</exception>
    public static ServerVersion Parse(string text)
    {
        var flavour = text.IndexOf("MariaDB", StringComparison.OrdinalIgnoreCase) >= 0 ? ServerFlavour.MariaDB : ServerFlavour.MySql;
        var rest = flavour == ServerFlavour.MariaDB && text.StartsWith(RplVersionHack, StringComparison.Ordinal)
            ? text.Substring(RplVersionHack.Length)
            : text;
        var numbers = new int[3];
        var index = 0;
        for (var i = 0; i < 3 && index < rest.Length; i++)
        {
            var start = index;
            while (index < rest.Length && rest[index] is >= '0' and <= '9')
            {
                index++;
            }

            if (index == start || index - start > 9)
            {
                numbers = i < 2 ? null! : numbers;
                break;
            }

            numbers[i] = int.Parse(rest.Substring(start, index - start), CultureInfo.InvariantCulture);
            if (index >= rest.Length || rest[index] != '.')
            {
                numbers = i < 1 ? null! : numbers;
                break;
            }

            index++;
        }

        return numbers is null || numbers[0] == 0
            ? throw new FormatException("'" + text + "' is not a server version.")
            : new ServerVersion(text, flavour, numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>Whether this is at least the given version, numbers only.</summary>
    public bool IsAtLeast(int major, int minor, int patch = 0)
        => Major != major ? Major > major : Minor != minor ? Minor > minor : Patch >= patch;

    /// <inheritdoc/>
    public int CompareTo(ServerVersion? other) => other is null ? 1
        : Major != other.Major ? Major.CompareTo(other.Major)
        : Minor != other.Minor ? Minor.CompareTo(other.Minor)
        : Patch.CompareTo(other.Patch);

    /// <inheritdoc/>
    public bool Equals(ServerVersion? other) => other is not null && Flavour == other.Flavour && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServerVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => (Major * 10000) + (Minor * 100) + Patch;

    /// <summary>"8.4.3" or "10.11.6".</summary>
    public override string ToString() => Series + "." + Patch.ToString(CultureInfo.InvariantCulture);

    /// <summary>Older than.</summary>
    public static bool operator <(ServerVersion left, ServerVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer than.</summary>
    public static bool operator >(ServerVersion left, ServerVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not newer than.</summary>
    public static bool operator <=(ServerVersion left, ServerVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not older than.</summary>
    public static bool operator >=(ServerVersion left, ServerVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Same family and numbers.</summary>
    public static bool operator ==(ServerVersion? left, ServerVersion? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Another family or other numbers.</summary>
    public static bool operator !=(ServerVersion? left, ServerVersion? right) => !(left == right);
}
