using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Accounts;

/// <summary>Which replica logged in by which account. Servers tell the user's name and the host, not the host part that fitted: it is found as they find it.</summary>
internal static class AccountConnections
{
    /// <summary>The readers that an account let in.</summary>
    /// <param name="readers">All that are attached.</param>
    /// <param name="account">The account.</param>
    /// <param name="all">All accounts that may replicate.</param>
    public static IReadOnlyList<ConnectedReplica> Of(IReadOnlyList<ConnectedReplica> readers, AccountState account, IReadOnlyList<AccountState> all)
    {
        var known = all.Any(a => Same(a, account)) ? all : [.. all, account];
        return readers.Where(reader => Best(reader, known) is { } best && Same(best, account)).ToList();
    }

    /// <summary>Where it came from, in the server's words: "db2:41034" without the port; an IPv6 address has colons of its own.</summary>
    public static string HostOf(ConnectedReplica reader)
        => Redaction.Visible(reader.Address.LastIndexOf(':') is var colon and > 0 ? reader.Address.Substring(0, colon).Trim('[', ']') : reader.Address);

    // Servers sort accounts by how exact the host part is, and take the first that fits (manual, Access Control, Stage 1).
    private static AccountState? Best(ConnectedReplica reader, IReadOnlyList<AccountState> accounts) => accounts
        .Where(a => a.User == reader.UserName && Fits(a.Host, HostOf(reader)))
        .OrderBy(a => a.Host.Length == 0 ? 2 : a.Host.IndexOfAny(['%', '_', '/']) >= 0 ? 1 : 0)
        .ThenByDescending(a => a.Host.Length)
        .FirstOrDefault();

    private static bool Same(AccountState one, AccountState other) => one.User == other.User && one.Host == other.Host;

    // Measured on all five: a connection over the loopback is shown as from 'localhost', whatever account it fitted.
    private static bool Fits(string pattern, string host)
        => FitsText(pattern, host) || (host == "localhost" && (FitsText(pattern, "127.0.0.1") || FitsText(pattern, "::1")));

    private static bool FitsText(string pattern, string host)
    {
        if (pattern.Length == 0 || string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            return AccountHostPattern.Parse(pattern).Fits(host);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
