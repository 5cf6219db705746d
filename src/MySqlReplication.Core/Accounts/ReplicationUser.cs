using System;
using System.Collections.Generic;
using MySqlReplication.Diagnosis;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Accounts;

/// <summary>An account by which replicas read one source's binary log, as it was when the command ended.</summary>
public sealed record ReplicationUser : IReplicationChange
{
    /// <summary>The server the account lives on.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>The same server, in the part of the source.</summary>
    public ServerReference Source => Server;

    /// <summary>The server that may log in with it; null when a -HostPattern was given, and when the account was only read.</summary>
    public ServerReference? Replica { get; init; }

    /// <summary>The account's name.</summary>
    public required string UserName { get; init; }

    /// <summary>The account's host part, as the server stores it; empty means any host, as '%' does.</summary>
    public required string HostPattern { get; init; }

    /// <summary>Name and password, pipes into Start-ReplicationLink; the password shows nowhere. Null when the account was only read: no server tells a password.</summary>
    public ReplicationCredential? ReplicationCredential { get; init; }

    /// <summary>The authentication plugin; null when not told.</summary>
    public string? Plugin { get; init; }

    /// <summary>Whether the account takes connections by TLS only.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>Whether the client has to show a certificate that the server trusts.</summary>
    public bool RequiresCertificate { get; init; }

    /// <summary>The subject that certificate must have, as "/CN=db2"; null for any.</summary>
    public string? X509Subject { get; init; }

    /// <summary>The issuer that certificate must have; null for any.</summary>
    public string? X509Issuer { get; init; }

    /// <summary>Whether the account itself has REPLICATION SLAVE; a role's rights are not in it.</summary>
    public bool MayReplicate { get; init; } = true;

    /// <summary>Its rights on everything (ON *.*), in the server's words; rights on single databases or tables stand behind "ON". Null when not read.</summary>
    public IReadOnlyList<string>? Privileges { get; init; }

    /// <summary>Whether it is locked; null where the server does not tell (MySQL 5.6, MariaDB).</summary>
    public bool? IsLocked { get; init; }

    /// <summary>Whether the password was made here.</summary>
    public bool PasswordGenerated { get; init; }

    /// <summary>
    /// Whether what the server keeps is made of this password; null when that cannot be told from the server's tables (a plugin
    /// whose scheme is not known here), and when the account was only read.
    /// </summary>
    public bool? PasswordMatches { get; init; }

    /// <summary>
    /// Where replicas are logged in from by this account at the moment, in the server's words; null when the login may not see
    /// it (PROCESS). Servers keep no record of earlier logins.
    /// </summary>
    public IReadOnlyList<string>? ConnectedFrom { get; init; }

    /// <summary>Since when the longest of these connections is there; null when there is none.</summary>
    public DateTimeOffset? ConnectedSince { get; init; }

    /// <summary>The replicas that were given the new password and have logged in by it; empty when nothing was rotated.</summary>
    public IReadOnlyList<ServerReference> Relinked { get; init; } = [];

    /// <summary>What should be looked at though the account is made: a wide pattern, an anonymous account in front of it.</summary>
    public IReadOnlyList<ReplicationFinding> Findings { get; init; } = [];

    /// <inheritdoc/>
    public required bool Changed { get; init; }

    /// <inheritdoc/>
    public string? JournalEntry { get; init; }

    /// <summary>"'repl'@'10.0.0.2' on db1:3306".</summary>
    public override string ToString() => "'" + UserName + "'@'" + HostPattern + "' on " + Server;
}
