using System;
using System.Management.Automation;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>
/// Lets -ServerVersion take a version as this module's objects carry it, in the server's own words: the short form of one does
/// not say the family any more.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServerVersionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is ServerVersion version ? version.Text : inputData;
}
