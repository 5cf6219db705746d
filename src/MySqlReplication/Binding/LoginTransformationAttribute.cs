using System;
using System.Management.Automation;
using MySqlReplication.Accounts;

namespace MySqlReplication.Binding;

/// <summary>What [Credential()] takes (a PSCredential, or a name whose password is asked for), and the Credential of a sandbox or an account too.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LoginTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly CredentialAttribute Prompting = new();

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (bare is ReplicationCredential ours)
        {
            return CredentialConversion.ToPSCredential(ours);
        }

        if (bare is null or PSCredential or string)
        {
            return Prompting.Transform(engineIntrinsics, inputData);
        }

        // PowerShell's own answer to anything else is the word "userName".
        var reason = "A login is a user's name, or what Get-Credential returns; this is a " + bare.GetType().Name
            + ". (A result that came through a job or a file has lost its password: give -Credential (Get-Credential) anew.)";
        throw new ArgumentTransformationMetadataException(reason, new PSInvalidCastException(reason));
    }
}
