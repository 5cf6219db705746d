using System;
using System.Management.Automation;
using MySqlReplication.Accounts;

namespace MySqlReplication.Binding;

/// <summary>Takes a PSCredential where a ReplicationCredential is wanted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReplicationCredentialTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return bare switch
        {
            null => null,
            ReplicationCredential ready => ready,
            PSCredential credential => CredentialConversion.FromPSCredential(credential),
            _ => throw Refuse(bare),
        };
    }

    private static ArgumentTransformationMetadataException Refuse(object input)
    {
        var reason = "A credential is what Get-Credential or New-ReplicationUser returns; this is a " + input.GetType().Name
            + ". (A result that came through a job or a file has lost its password: give -ReplicationCredential anew.)";
        return new ArgumentTransformationMetadataException(reason, new PSInvalidCastException(reason));
    }
}
