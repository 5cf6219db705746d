using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>What a new account is to be beyond name and password: its plugin, TLS, the rules for passwords. Refused here where the server could not keep it.</summary>
internal static class AccountDemands
{
    // What a generated password has of each class, and in all (PasswordGenerator); a policy beyond that is not met by it.
    private static readonly (string[] Names, int Has)[] Policies =
    [
        (["validate_password.length", "validate_password_length", "simple_password_check_minimal_length"], PasswordGenerator.Length),
        (["validate_password.mixed_case_count", "validate_password_mixed_case_count", "simple_password_check_letters_same_case"], PasswordGenerator.OfEachClass),
        (["validate_password.number_count", "validate_password_number_count", "simple_password_check_digits"], PasswordGenerator.OfEachClass),
        (["validate_password.special_char_count", "validate_password_special_char_count", "simple_password_check_other_characters"], PasswordGenerator.OfEachClass),
    ];

    /// <summary>Texts that must be none other than what a certificate can have, before anything is sent.</summary>
    /// <exception cref="ReplicationException">CertificateNameInvalid.</exception>
    public static void CheckNames(ServerReference server, params string?[] names)
    {
        foreach (var name in names.OfType<string>())
        {
            if (name.Length < 2 || name[0] != '/' || name.IndexOf('=') < 0)
            {
                throw AccountFailures.CertificateNameInvalid(server, name, "it is written as parts that each begin with a slash.");
            }

            if (name.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            {
                throw AccountFailures.CertificateNameInvalid(server, name, "it holds a control character or one beyond U+FFFF.");
            }
        }
    }

    /// <summary>Checks them against this server.</summary>
    /// <exception cref="ReplicationException">AccountPluginUnavailable, AccountTlsUnavailable, PasswordPolicyRefused.</exception>
    public static async Task CheckAsync(ServerSession session, NewUserRequest request, CancellationToken cancellationToken)
    {
        if (request.Plugin is { } plugin)
        {
            await CheckPluginAsync(session, plugin, cancellationToken).ConfigureAwait(false);
        }

        if (request.Demand.Tls && !await TlsOffer.OfAsync(session, cancellationToken).ConfigureAwait(false))
        {
            throw AccountFailures.TlsUnavailable(session, request.Login.UserName);
        }

        if (request.PasswordGenerated)
        {
            CheckPolicy(session, request.Login.UserName);
        }
    }

    /// <summary>Refuses to send a generated password that the server's rules cannot take.</summary>
    /// <exception cref="ReplicationException">PasswordPolicyRefused.</exception>
    public static void CheckPolicy(ServerSession session, string user)
    {
        foreach (var (names, has) in Policies)
        {
            if (session.Facts.Number(names) is { } wants && wants > has)
            {
                throw new ReplicationException(
                    ErrorIds.PasswordPolicyRefused,
                    FailureKind.InvalidOperation,
                    session.Server,
                    session.Server + " wants " + wants.ToString(CultureInfo.InvariantCulture) + " by " + names.First(session.Facts.Has) + "; a password made here for '" + Redaction.Visible(user) + "' has "
                        + has.ToString(CultureInfo.InvariantCulture) + ", because the links of every server must be able to keep it.",
                    "Give one with -ReplicationCredential (at most " + session.Capabilities.MaxLinkPasswordLength.ToString(CultureInfo.InvariantCulture) + " bytes), or lower that setting.");
            }
        }
    }

    private static async Task CheckPluginAsync(ServerSession session, string plugin, CancellationToken cancellationToken)
    {
        var words = session.Dialect.Accounts;
        if (!words.Plugins.Contains(plugin, StringComparer.Ordinal))
        {
            throw AccountFailures.PluginUnavailable(session, plugin, "servers of this kind take " + string.Join(", ", words.Plugins) + " from this module.");
        }

        var rows = await session.Connection.QueryAsync(AccountWords.ShowPlugins, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> active = rows.Select(row => row.Text("Name") ?? string.Empty).ToList();
        if (!active.Contains(plugin, StringComparer.OrdinalIgnoreCase))
        {
            throw AccountFailures.PluginUnavailable(session, plugin, "the plugin is not loaded there; what is: " + string.Join(", ", active.Select(Redaction.Visible)) + ".");
        }
    }
}
