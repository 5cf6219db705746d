using System;
using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>
/// What -Server, -Source, -Replica and -Peer take: a text, a reference, any result of this module, a deserialised one, a row
/// with HostName and Port. A text that is no server binds too and becomes one error record when its turn comes, so that the
/// other nine of ten still run.
/// </summary>
public sealed class ServerArgument
{
    /// <summary>Of a reference.</summary>
    public ServerArgument(ServerReference reference)
    {
        Reference = reference ?? throw new ArgumentNullException(nameof(reference));
        Text = reference.ToString();
    }

    /// <summary>Of a text.</summary>
    public ServerArgument(string text)
    {
        Text = text;
        try
        {
            Reference = ServerReference.Parse(text);
        }
        catch (PasswordInReferenceException e)
        {
            Text = "(text with a password)";
            Failure = new ReplicationException(ErrorIds.PasswordInReference, FailureKind.InvalidArgument, null, e.Message, "Write user@host:port and pass -Credential (Get-Credential).");
        }
        catch (FormatException e)
        {
            Failure = new ReplicationException(
                ErrorIds.InvalidServerReference,
                FailureKind.InvalidArgument,
                text,
                e.Message,
                "Write host, host:port, [::1]:3306, user@host:port, mysql://user@host:port or a socket path.");
        }
    }

    /// <summary>What was said, for messages; never a password.</summary>
    public string Text { get; }

    /// <summary>The server; null when the text is none.</summary>
    public ServerReference? Reference { get; }

    /// <summary>Why the text is none; null when it is one.</summary>
    public ReplicationException? Failure { get; }

    /// <summary>The reference with a login: its own, or the -Credential when that fits.</summary>
    /// <exception cref="ReplicationException">The text is no server.</exception>
    public ServerReference With(PSCredential? credential)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        var reference = Reference!;
        if (reference.HasCredential || credential is null)
        {
            return reference;
        }

        // user@host takes its password from a -Credential of that user only.
        var name = credential.GetNetworkCredentialName();
        return reference.UserName is null || string.Equals(reference.UserName, name, StringComparison.Ordinal)
            ? reference.WithCredential(new ReplicationCredential(name, credential.Password))
            : reference;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
