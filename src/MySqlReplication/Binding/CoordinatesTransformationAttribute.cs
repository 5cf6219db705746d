using System;
using System.Globalization;
using System.Management.Automation;
using MySqlReplication.Status;

namespace MySqlReplication.Binding;

/// <summary>Takes "mysql-bin.000014:107", coordinates, or an object with File and Position (a deserialised result, a row of a file).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CoordinatesTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var bare = inputData is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : inputData;
        if (bare is null or BinlogCoordinates)
        {
            return bare;
        }

        if (bare is string text && BinlogCoordinates.TryParse(text, out var read))
        {
            return read;
        }

        var value = PSObject.AsPSObject(inputData);
        var file = Convert.ToString(Bare(value.Properties["File"]?.Value), CultureInfo.InvariantCulture);
        var position = Convert.ToString(Bare(value.Properties["Position"]?.Value), CultureInfo.InvariantCulture);
        return !string.IsNullOrEmpty(file) && BinlogCoordinates.TryParse(file + ":" + position, out var made) ? made : throw Refuse(bare);
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static ArgumentTransformationMetadataException Refuse(object input)
    {
        var reason = "Coordinates are written file:position, as mysql-bin.000014:107, or come from Get-MasterStatus; this is "
            + (input is string text ? "'" + text + "'" : "a " + (input is PSObject o ? o.BaseObject : input).GetType().Name) + ".";
        return new ArgumentTransformationMetadataException(reason, new PSInvalidCastException(reason));
    }
}
