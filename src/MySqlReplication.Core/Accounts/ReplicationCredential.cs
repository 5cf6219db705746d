using System;
using System.Runtime.InteropServices;
using System.Security;

namespace MySqlReplication.Accounts;

/// <summary>
/// A user's name with a password that only the engine can read: no property, text, serialiser or debugger view shows it.
/// In PowerShell, <c>.GetCredential()</c> (a code method of the module) gives a PSCredential.
/// </summary>
public sealed class ReplicationCredential : IEquatable<ReplicationCredential>
{
    [System.Diagnostics.DebuggerBrowsable(System.Diagnostics.DebuggerBrowsableState.Never)]
    private readonly SecureString _secret;

    /// <summary>Makes a credential; the password is copied, the caller keeps (and disposes) its own.</summary>
    public ReplicationCredential(string userName, SecureString password)
    {
        UserName = userName ?? throw new ArgumentNullException(nameof(userName));
        _secret = (password ?? throw new ArgumentNullException(nameof(password))).Copy();
        _secret.MakeReadOnly();
    }

    internal ReplicationCredential(string userName, string password)
    {
        UserName = userName;
        _secret = new SecureString();
        foreach (var c in password)
        {
            _secret.AppendChar(c);
        }

        _secret.MakeReadOnly();
    }

    /// <summary>The account's name, without its host part.</summary>
    public string UserName { get; }

    /// <summary>Whether the password is empty, which servers take as "anybody".</summary>
    public bool IsPasswordEmpty => _secret.Length == 0;

    /// <summary>Same name and same password.</summary>
    public bool Equals(ReplicationCredential? other) => other is not null
        && string.Equals(UserName, other.UserName, StringComparison.Ordinal)
        && (ReferenceEquals(_secret, other._secret) || string.Equals(Reveal(), other.Reveal(), StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ReplicationCredential);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(UserName);

    /// <summary>The user's name, never the password.</summary>
    public override string ToString() => UserName;

    internal SecureString CopySecret() => _secret.Copy();

    /// <summary>The password in clear, for the moment it is put on the wire.</summary>
    internal string Reveal()
    {
        var pointer = Marshal.SecureStringToGlobalAllocUnicode(_secret);
        try
        {
            return Marshal.PtrToStringUni(pointer, _secret.Length) ?? string.Empty;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
