using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Servers;

/// <summary>Which servers this module speaks to, and what it says to others.</summary>
internal static class ServerFlavourFailures
{
    /// <summary>The version, if it is one that the dialects know.</summary>
    public static ServerVersion Recognise(ServerReference server, string text)
    {
        ServerVersion version;
        try
        {
            version = ServerVersion.Parse(text);
        }
        catch (FormatException)
        {
            throw NotSupported(server, text);
        }

        return version.Flavour == ServerFlavour.MariaDB ? version.IsAtLeast(10, 5) ? version : throw NotSupported(server, text)
            : version.IsAtLeast(5, 5) ? version
            : throw NotSupported(server, text);
    }

    private static ReplicationException NotSupported(ServerReference server, string text) => new(
        ErrorIds.ServerNotSupported,
        FailureKind.NotImplemented,
        server,
        server + " says that it is version '" + Redaction.Visible(text) + "'. This module speaks to MySQL 5.5 and later and to MariaDB 10.5 and later.",
        "Check that the address is the one of a MySQL or MariaDB server.");
}
