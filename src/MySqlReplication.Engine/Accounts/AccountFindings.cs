using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>What there is to be said of an account that replicas log in by.</summary>
internal static class AccountFindings
{
    /// <summary>Everything, the gravest first.</summary>
    public static IReadOnlyList<ReplicationFinding> Of(ServerSession session, AccountState account, AccountPrivileges? privileges, IReadOnlyList<string> namelessHosts)
    {
        var (server, user, host) = (session.Server, account.User, account.Host);
        var findings = new List<ReplicationFinding>();
        void Note(bool holds, Func<ReplicationFinding> finding)
        {
            if (holds)
            {
                findings.Add(finding());
            }
        }

        var pattern = Pattern(host);
        Note(account.HasPassword == false, () => AccountTexts.NoPassword(server, user, host));
        Note(account.IsLocked == true, () => AccountTexts.Locked(server, user, host));
        Note(host.Length == 0, () => AccountTexts.EmptyHost(server, user));
        Note(pattern?.IsAny == true, () => AccountTexts.AnyHost(server, user, host));
        Note(pattern is { IsAny: false, IsWide: true }, () => AccountTexts.WidePattern(server, user, host));
        if (pattern is not null)
        {
            findings.AddRange(Shadows(session, user, pattern, namelessHosts));
        }

        Note(privileges?.Excess.Count > 0, () => AccountTexts.MoreRights(server, user, host, privileges!.Excess));
        Note(!account.Demand.Tls && !IsLocal(host), () => AccountTexts.NoTls(server, user, host));
        Note(user.Any(c => c > '~'), () => AccountTexts.NameNotAscii(server, user, host));
        return findings.OrderBy(f => f.Severity switch { FindingSeverity.Error => 0, FindingSeverity.Warning => 1, _ => 2 }).ToList();
    }

    /// <summary>
    /// The nameless accounts that stand before this one. One without wildcards is taken before a nameless one for the same host,
    /// a wildcard behind it (measured: 5.6). 'localhost' is the name that the loopback address gets where the server looks names up.
    /// </summary>
    public static IEnumerable<ReplicationFinding> Shadows(ServerSession session, string user, AccountHostPattern pattern, IReadOnlyList<string> namelessHosts)
    {
        var looksUp = session.Facts.Flag("skip_name_resolve") != true;
        return !pattern.HasWildcard ? [] : namelessHosts
            .Where(host => host != pattern.Text && (host == "localhost"
                ? looksUp && (pattern.Fits(host) || pattern.Fits("127.0.0.1") || pattern.Fits("::1"))
                : pattern.Fits(host)))
            .Select(host => AccountTexts.Shadowed(session.Server, user, pattern.Text, host));
    }

    private static bool IsLocal(string host) => host is "localhost" or "127.0.0.1" or "::1";

    private static AccountHostPattern? Pattern(string host)
    {
        try
        {
            return host.Length == 0 ? null : AccountHostPattern.Parse(host);
        }
        catch (FormatException)
        {
            // A text that fits nobody: nothing more can be said of it.
            return null;
        }
    }
}
