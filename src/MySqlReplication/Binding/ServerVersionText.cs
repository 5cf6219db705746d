using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>A version that somebody typed.</summary>
internal static class ServerVersionText
{
    /// <summary>Reads it; null when nothing was said.</summary>
    /// <exception cref="ReplicationException">ServerVersionInvalid.</exception>
    public static ServerVersion? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        ServerVersion version;
        try
        {
            version = ServerVersion.Parse(text!.Trim());
        }
        catch (FormatException)
        {
            throw Invalid(text!, "is not a server version");
        }

        // There is no MySQL 10 or 11: that is MariaDB without its name.
        return version.Flavour == ServerFlavour.MariaDB ? version.IsAtLeast(10, 5) ? version : throw Invalid(text!, "is older than MariaDB 10.5")
            : version.IsAtLeast(10, 0) ? throw Invalid(text!, "does not say the family, and looks like MariaDB")
            : version.IsAtLeast(5, 5) ? version
            : throw Invalid(text!, "is older than MySQL 5.5");
    }

    private static ReplicationException Invalid(string text, string why) => new(
        ErrorIds.ServerVersionInvalid,
        FailureKind.InvalidArgument,
        text,
        "'" + text + "' " + why + ".",
        "Write what SELECT VERSION() or 'mysqld --version' says, such as 8.4.3 or 10.11.6-MariaDB.");
}
