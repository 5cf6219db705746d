using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Sentences of plans and findings about accounts.</summary>
internal static class AccountTexts
{
    public const string WhyCreate = "the replica logs in with it";
    public const string WhyGrant = "the one right that reading the binary log takes";
    public const string WhyDemand = "whoever knows the password still has to come over a connection that cannot be read";
    public const string WhyMonitor = "with it the account sees coordinates and replica status, for monitoring; it can change nothing";
    public const string WhySetPassword = "it exists with another password, and -Force was given";
    public const string WhyNotLogged = "account statements stay on this server: replicated, they would meet the same account on the other member of a pair";
    public const string PasswordBefore = " (with the password that it had before)";

    public static string Summary(string user, string host) => "Make the replication account " + AccountFailures.Account(user, host);

    public static string PeerLookedUp(string host, string address, ServerReference server)
        => host + " is " + address + " as this machine looks it up; should " + server + " see it come from another address, give that with -HostPattern";

    public static string PeerIsLocal(ServerReference peer)
        => peer + " is on the source's own machine, so the account is for the loopback address";

    public static string Logged => "the account statements are written to the binary log (-LogStatement): every replica makes the account too";

    public static string NoBinaryLog => "the server writes no binary log, so there is nothing to keep the account statements out of";

    public static string Some(IReadOnlyList<string> rights)
        => string.Join(", ", rights.Take(5).Select(Redaction.Visible)) + (rights.Count > 5 ? " and " + (rights.Count - 5).ToString(System.Globalization.CultureInfo.InvariantCulture) + " more" : string.Empty);

    public static string GeneralLog(ServerReference server, bool raw, bool clear = false) => raw || clear
        ? (raw ? "general_log and log_raw are ON on " : "general_log is ON on ") + server + ": the statement with the password will stand there in clear. Stop here and SET GLOBAL " + (raw ? "log_raw" : "general_log") + " = OFF first."
        : "general_log is ON on " + server + ": the statement with the password will stand there, the password as a hash. SET GLOBAL general_log = OFF keeps it out.";

    public static ReplicationFinding AnyHost(ServerReference server, string user, string host) => new()
    {
        Id = "AccountForAnyHost",
        Severity = FindingSeverity.Warning,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "the host pattern is '" + host + "'",
        Reason = "Whoever knows the password can read all changes from anywhere that reaches the server.",
        Fix = "Give the replica itself (-Peer), or its network (-HostPattern 10.0.0.%).",
    };

    public static ReplicationFinding WidePattern(ServerReference server, string user, string host) => new()
    {
        Id = "AccountForManyHosts",
        Severity = FindingSeverity.Warning,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "the host pattern is '" + host + "'",
        Reason = "It fits far more hosts than one replica.",
        Fix = "Give the replica itself (-Peer), or its own network (-HostPattern 10.0.0.%).",
    };

    public static ReplicationFinding EmptyHost(ServerReference server, string user) => new()
    {
        Id = "AccountHostEmpty",
        Severity = FindingSeverity.Warning,
        Server = server,
        Subject = AccountFailures.Account(user, string.Empty),
        Evidence = "the host part is empty",
        Reason = "A server reads that as any host: whoever knows the password can read all changes from anywhere that reaches the server.",
        Fix = "Make one for the replica itself (New-ReplicationUser -Peer), give it to the link, and drop this one.",
    };

    public static ReplicationFinding NoPassword(ServerReference server, string user, string host) => new()
    {
        Id = "AccountWithoutPassword",
        Severity = FindingSeverity.Error,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "it has no password",
        Reason = "Anybody who comes from a host that fits can read all changes.",
        Fix = "Set-ReplicationUser " + server + " -UserName '" + Redaction.Visible(user) + "' -HostPattern '" + host + "' -Replica THOSE-THAT-USE-IT -Force",
    };

    public static ReplicationFinding NoTls(ServerReference server, string user, string host) => new()
    {
        Id = "AccountWithoutTls",
        Severity = FindingSeverity.Information,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "it demands no TLS",
        Reason = "A replica may log in, and read all changes, over a connection that others can listen to.",
        Fix = "Once its links are encrypted, New-ReplicationUser with its name, password and -RequireTls adds the demand.",
    };

    public static ReplicationFinding MoreRights(ServerReference server, string user, string host, IReadOnlyList<string> rights) => new()
    {
        Id = "AccountHasMoreRights",
        Severity = FindingSeverity.Warning,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "it also has " + Some(rights),
        Reason = "The password of a replica's account lies on the replica in clear; it should open nothing but the binary log.",
        Fix = "Give the replica an account of its own: New-ReplicationUser.",
    };

    public static ReplicationFinding Shadowed(ServerReference server, string user, string host, string anonymousHost) => new()
    {
        Id = "AnonymousAccountShadows",
        Severity = FindingSeverity.Warning,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "there is an account without a name, ''@'" + Redaction.Visible(anonymousHost) + "'",
        Reason = "From that host the server takes the nameless account first, and the login of '" + Redaction.Visible(user) + "' fails (1045).",
        Fix = "DROP USER ''@'" + Redaction.Visible(anonymousHost) + "';",
    };

    public static ReplicationFinding NameNotAscii(ServerReference server, string user, string host) => new()
    {
        Id = "AccountNameNotAscii",
        Severity = FindingSeverity.Warning,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "the user's name holds a character beyond ASCII",
        Reason = "A replica whose character_set_server is not UTF-8 sends such a name garbled, and its login fails (1045).",
        Fix = "Take a name of ASCII characters, or see that the replica's character_set_server is utf8mb4.",
    };

    public static ReplicationFinding Locked(ServerReference server, string user, string host) => new()
    {
        Id = "AccountLocked",
        Severity = FindingSeverity.Error,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "the account is locked",
        Reason = "No replica can log in with it.",
        Fix = "ALTER USER " + AccountFailures.Account(user, host) + " ACCOUNT UNLOCK;",
    };

    public static ReplicationFinding NotCompared(ServerReference server, string user, string host, string? plugin) => new()
    {
        Id = "AccountPasswordNotCompared",
        Severity = FindingSeverity.Unknown,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "the account exists with plugin '" + Redaction.Visible(plugin ?? "(not told)") + "'",
        Reason = "Whether its password is the one given cannot be told from what the server shows.",
        Fix = "Start the link and see, or run the command with -Force, which sets the password.",
    };

    public static ReplicationFinding PasswordDiffers(ServerReference server, string user, string host) => new()
    {
        Id = "AccountPasswordNotTaken",
        Severity = FindingSeverity.Error,
        Server = server,
        Subject = AccountFailures.Account(user, host),
        Evidence = "what the server keeps is not made of the password given",
        Reason = "The server stored something else, so the replica's login will fail.",
        Fix = "Look at old_passwords and default_authentication_plugin, then run the command again with -Force.",
    };

    /// <summary>A finding as a warning.</summary>
    public static string Warning(ReplicationFinding finding)
        => finding.Subject + " on " + finding.Server + ": " + finding.Evidence + ". " + finding.Reason + (finding.Fix is null ? string.Empty : " Fix: " + finding.Fix);

}
