using System.Management.Automation;
using MySqlReplication.Accounts;

namespace MySqlReplication.Binding;

/// <summary>Between PowerShell's credential and ours.</summary>
public static class CredentialConversion
{
    /// <summary>What the type file calls <c>GetCredential()</c> on a ReplicationCredential.</summary>
    public static PSCredential GetCredential(PSObject credential)
        => ToPSCredential((credential ?? throw new System.ArgumentNullException(nameof(credential))).BaseObject as ReplicationCredential ?? throw new System.ArgumentException("This is no replication credential.", nameof(credential)));

    /// <summary>A PSCredential of a replication credential.</summary>
    public static PSCredential ToPSCredential(ReplicationCredential credential)
        => new(credential?.UserName ?? throw new System.ArgumentNullException(nameof(credential)), credential.CopySecret());

    /// <summary>A replication credential of a PSCredential.</summary>
    public static ReplicationCredential FromPSCredential(PSCredential credential)
        => new((credential ?? throw new System.ArgumentNullException(nameof(credential))).GetNetworkCredentialName(), credential.Password);

    // A PSCredential may write \name for a local user; account names on the server do not begin with a backslash typed so.
    internal static string GetNetworkCredentialName(this PSCredential credential)
        => credential.UserName.StartsWith("\\", System.StringComparison.Ordinal) ? credential.UserName.Substring(1) : credential.UserName;
}
