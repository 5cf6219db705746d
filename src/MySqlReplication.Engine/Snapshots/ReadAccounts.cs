using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Reads the accounts that patterns choose on the source, as statements that make them on the target, or refuses by name.</summary>
internal sealed class ReadAccounts(ServerSession source, ServerSession replica)
{
    private static readonly string[] OfServer = ["mysql.sys", "mysql.session", "mysql.infoschema", "mariadb.sys", "PUBLIC"];

    private bool IsSameFlavour => source.Version.Flavour == replica.Version.Flavour;

    // From here on SHOW CREATE USER tells all, as the target takes it.
    private bool ShowsCreate => IsSameFlavour && source.Capabilities.HasCreateUserIfNotExists && replica.Capabilities.HasCreateUserIfNotExists;

    /// <summary>Them, roles first.</summary>
    /// <param name="patterns">"app@%", "app", "web_*": * and ? stand for any characters, a pattern without @ means every host. The server's own accounts are never meant, root and nameless ones only when they are named in full.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ReplicationException">AccountNotFound, AccountPluginUnavailable, AccountRightUnknown, PrivilegeMissing.</exception>
    public async Task<IReadOnlyList<CopiedAccount>> ReadAsync(IReadOnlyList<string> patterns, CancellationToken cancellationToken)
    {
        if (patterns.Count == 0)
        {
            return [];
        }

        var rows = await source.Connection.QueryAsync(AccountWords.ShowAll, cancellationToken).ConfigureAwait(false);
        var chosen = new List<RawRow>();
        foreach (var pattern in patterns)
        {
            var meant = rows.Where(r => Fits(pattern, r)).ToList();
            chosen.AddRange(meant.Count > 0 || pattern == "*" ? meant : throw SnapshotFailures.AccountNotFound(source.Server, pattern));
        }

        var there = await replica.Connection.QueryAsync(AccountWords.ShowAll, cancellationToken).ConfigureAwait(false);
        var names = NamesOf(there);
        var held = replica.Dialect.Accounts.ShowHeld is { } show ? NamesOf(await replica.Connection.QueryAsync(show, cancellationToken).ConfigureAwait(false)) : [];
        await ShowHexAsync(cancellationToken).ConfigureAwait(false);
        var accounts = new List<CopiedAccount>();
        foreach (var row in chosen.Distinct().OrderBy(r => IsRole(r) ? 0 : 1))
        {
            var account = await ReadAsync(row, cancellationToken).ConfigureAwait(false);
            var exists = names.Contains((account.User, account.Host));
            var isHeld = exists && (account.IsRole || held.Contains((account.User, account.Host)));
            accounts.Add(account with
            {
                Exists = exists,
                Aside = exists && !isHeld ? new SqlStatement().Account("replaced_" + Guid.NewGuid().ToString("N").Substring(0, 7), account.Host) : null,
                Former = isHeld ? await new ReadAccounts(replica, replica).FormerAsync(there.First(r => NameOf(r) == (account.User, account.Host)), cancellationToken).ConfigureAwait(false) : null,
            });
        }

        await RefuseAsync(accounts, cancellationToken).ConfigureAwait(false);
        return accounts;
    }

    private async Task<CopiedAccount> FormerAsync(RawRow row, CancellationToken cancellationToken)
    {
        await ShowHexAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(row, cancellationToken).ConfigureAwait(false);
    }

    private async Task ShowHexAsync(CancellationToken cancellationToken)
    {
        if (ShowsCreate && source.Facts.Has("print_identified_with_as_hex"))
        {
            // caching_sha2_password keeps any bytes.
            await source.Connection.ExecuteAsync("SET SESSION print_identified_with_as_hex = 1", cancellationToken).ConfigureAwait(false);
        }
    }

    private static (string User, string Host) NameOf(RawRow row) => (Text(row, "User") ?? string.Empty, Text(row, "Host") ?? string.Empty);

    private static HashSet<(string User, string Host)> NamesOf(IReadOnlyList<RawRow> rows) => [.. rows.Select(NameOf)];

    private static bool IsRole(RawRow row) => row.Text("is_role") == "Y";

    private static bool Fits(string pattern, RawRow row)
    {
        var user = row.Text("User") ?? string.Empty;
        var host = row.Text("Host") ?? string.Empty;
        var at = pattern.LastIndexOf('@');
        var exact = pattern == user + "@" + host;
        return !OfServer.Contains(user)
            && (exact || (user is not ("root" or "") && Like(at < 0 ? pattern : pattern.Substring(0, at), user) && (at < 0 || Like(pattern.Substring(at + 1), host))));
    }

    private static bool Like(string pattern, string text) => Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.Singleline);

    // The columns are text or binary, by version.
    private static string? Text(RawRow row, string column) => row[column] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : row.Text(column);

    private async Task<CopiedAccount> ReadAsync(RawRow row, CancellationToken cancellationToken)
    {
        var account = new CopiedAccount(row.Text("User") ?? string.Empty, row.Text("Host") ?? string.Empty, IsRole(row)) { Plugin = IsRole(row) ? null : row.Text("plugin") is { Length: > 0 } plugin ? plugin : "mysql_native_password" };
        var lines = (await source.Connection.QueryAsync(AccountWords.ShowGrants(account.Name), cancellationToken).ConfigureAwait(false))
            .Select(r => AccountGrant.Plain(Convert.ToString(r[0].Value, CultureInfo.InvariantCulture) ?? string.Empty))

            // Everybody may not be handed on: root has it from its server, and a session that came in otherwise may not grant it (1698).
            .Where(g => g.IndexOf("GRANT PROXY ON ''@", StringComparison.Ordinal) < 0 && g.IndexOf("GRANT PROXY ON ``@", StringComparison.Ordinal) < 0)

            // A role's rights come with the role; MariaDB lists them with the user's.
            .Where(g => account.IsRole || g.IndexOf(" TO ", StringComparison.Ordinal) < 0 || IsTo(g, account)).ToList();
        var demands = string.Empty;
        if (!ShowsCreate && !account.IsRole)
        {
            // 5.6 and other flavours: what is demanded stands behind the first line.
            var first = AccountGrant.Demands(lines[0]);
            demands = first.Behind.Trim();
            lines[0] = first.Grant;
        }

        var create = ShowsCreate && !account.IsRole
            ? Convert.ToString((await source.Connection.QueryAsync(AccountWords.ShowCreate(account.Name), cancellationToken).ConfigureAwait(false))[0][0].Value, CultureInfo.InvariantCulture) ?? string.Empty
            : string.Empty;
        var role = AccountGrant.RolesAtLogin(create);
        return account with
        {
            Create = account.IsRole ? AccountWords.CreateRole(account.User) : ShowsCreate ? Made("CREATE USER ", account, create) : replica.Dialect.Accounts.CreateKept(account.User, account.Host, account.Plugin!, Stored(row)),
            Alter = account.IsRole ? null : ShowsCreate ? Made("ALTER USER ", account, create) : replica.Dialect.Accounts.RestorePassword(account.User, account.Host, account.Plugin, Stored(row)),
            Demand = demands.Length == 0 ? null
                : replica.Dialect.Accounts.DemandsInCreate ? new SqlStatement("ALTER USER ").Append(account.Name).Words(" " + demands)
                : new SqlStatement("GRANT USAGE ON *.* TO ").Append(account.Name).Words(" " + demands),
            Grants = lines.Concat(role is null ? [] : ["SET " + role + " TO " + account]).Select(SqlStatement.OfUser).ToList(),
            Privileges = lines.SelectMany(AccountGrant.NamesOf).Distinct(StringComparer.OrdinalIgnoreCase).ToList(),
        };
    }

    private static bool IsTo(string grant, CopiedAccount account)
        => grant.IndexOf("'" + account.User + "'@", StringComparison.Ordinal) >= 0 || grant.IndexOf("`" + account.User + "`@", StringComparison.Ordinal) >= 0;

    private static SqlStatement Made(string words, CopiedAccount account, string create)
    {
        var (secret, behind) = AccountGrant.Split(create);
        var statement = new SqlStatement(words).Append(account.Name).Words(" ");
        return (secret.Length == 0 ? statement : statement.SecretWord(secret)).Words(behind);
    }

    // As in Accounts: 5.6 keeps native hashes in Password; later servers and MariaDB in authentication_string.
    private static string Stored(RawRow row) => Text(row, "Password") is { Length: > 0 } hash ? hash : Text(row, "authentication_string") ?? string.Empty;

    private async Task RefuseAsync(IReadOnlyList<CopiedAccount> accounts, CancellationToken cancellationToken)
    {
        var plugins = new HashSet<string>((await replica.Connection.QueryAsync(AccountWords.ShowPlugins, cancellationToken).ConfigureAwait(false)).Select(r => r.Text("Name") ?? string.Empty), StringComparer.OrdinalIgnoreCase);
        if (accounts.FirstOrDefault(a => a.Plugin is { } plugin && !plugins.Contains(plugin)) is { } unknown)
        {
            throw SnapshotFailures.AccountPluginUnknown(source.Server, replica.Server, unknown.ToString(), unknown.Plugin!);
        }

        if (IsSameFlavour)
        {
            return;
        }

        var rights = new HashSet<string>((await replica.Connection.QueryAsync(AccountWords.ShowPrivileges, cancellationToken).ConfigureAwait(false)).Select(r => r.Text("Privilege") ?? string.Empty), StringComparer.OrdinalIgnoreCase);
        foreach (var account in accounts)
        {
            if (account.Privileges.FirstOrDefault(p => !rights.Contains(p)) is { } right)
            {
                throw SnapshotFailures.AccountRightUnknown(source.Server, replica.Server, account.ToString(), right);
            }
        }
    }
}
