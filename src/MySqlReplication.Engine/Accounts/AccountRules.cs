using System.Linq;
using System.Text;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Accounts;

/// <summary>
/// What a name and a password must be for the account AND for the link that uses it. Measured on all five: names and the link's
/// texts are kept in utf8mb3, where a character beyond U+FFFF becomes '?' without an error; MySQL refuses a line feed in CHANGE
/// (1525), MariaDB writes it into master.info, which is read line by line.
/// </summary>
internal static class AccountRules
{
    private const string ControlCharacter = "it holds a control character, and links keep their login in a file of lines.";
    private const string BeyondUtf8Mb3 = "it holds a character beyond U+FFFF (such as an emoji), which servers keep as '?' here without a word.";

    /// <summary>What holds for every server.</summary>
    public static void Check(ServerReference server, string user, ReplicationCredential? login)
    {
        if (user.Length == 0)
        {
            throw AccountFailures.UserNameInvalid(server, user, "it is empty, which means anybody.");
        }

        if (user.Any(char.IsControl))
        {
            throw AccountFailures.UserNameInvalid(server, user, ControlCharacter);
        }

        if (user.Any(char.IsSurrogate))
        {
            throw AccountFailures.UserNameInvalid(server, user, BeyondUtf8Mb3);
        }

        if (char.IsWhiteSpace(user[0]) || char.IsWhiteSpace(user[user.Length - 1]))
        {
            throw AccountFailures.UserNameInvalid(server, user, "it begins or ends with a blank, which servers cut off.");
        }

        if (login is not null)
        {
            CheckPassword(server, user, login);
        }
    }

    /// <summary>What this server's limits allow.</summary>
    public static void CheckLimits(ServerSession session, string user, ReplicationCredential? login)
    {
        var limits = session.Capabilities;
        if (user.Length > limits.MaxUserNameLength)
        {
            throw AccountFailures.UserNameTooLong(session.Server, user, limits.MaxUserNameLength);
        }

        // The replica's own limit counts; the peer is not asked, and replicas are of their source's kind.
        if (login is not null && Encoding.UTF8.GetByteCount(login.Reveal()) is var length && length > limits.MaxLinkPasswordLength)
        {
            throw AccountFailures.PasswordTooLong(session.Server, user, length, limits.MaxLinkPasswordLength);
        }
    }

    private static void CheckPassword(ServerReference server, string user, ReplicationCredential login)
    {
        var password = login.Reveal();
        if (password.Length == 0)
        {
            throw AccountFailures.PasswordEmpty(server, user);
        }

        if (password.Any(char.IsControl))
        {
            throw AccountFailures.PasswordInvalid(server, user, ControlCharacter);
        }

        if (password.Any(char.IsSurrogate))
        {
            throw AccountFailures.PasswordInvalid(server, user, BeyondUtf8Mb3);
        }
    }
}
