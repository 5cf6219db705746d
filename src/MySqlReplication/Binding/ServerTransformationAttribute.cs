using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>
/// Reads a server out of whatever is given: the property named like the parameter first, then Server, then
/// HostName/ComputerName/Host with Port. Refuses what is none in the one way that lets the binder try the next parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServerTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] HostNames = ["HostName", "ComputerName", "Host"];

    /// <summary>Reads for a parameter of this name.</summary>
    public ServerTransformationAttribute(string parameterName) => ParameterName = parameterName;

    /// <summary>The parameter's name: the property looked for first.</summary>
    public string ParameterName { get; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is null)
        {
            return null;
        }

        var input = inputData is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : inputData;
        if (input is IEnumerable many and not string and not IDictionary)
        {
            var all = new List<ServerArgument>();
            foreach (var one in many)
            {
                all.Add(Read(one, 0) ?? throw Refuse(one));
            }

            return all.ToArray();
        }

        return Read(inputData, 0) ?? throw Refuse(inputData);
    }

    private static ArgumentTransformationMetadataException Refuse(object? input)
    {
        var reason = "A server is a text such as db2:3306, a result of this module, or an object with a Server or HostName property; this is "
            + (input is null ? "$null" : "a " + (input is PSObject o ? o.BaseObject : input).GetType().Name) + ".";
        return new ArgumentTransformationMetadataException(reason, new PSInvalidCastException(reason));
    }

    private ServerArgument? Read(object? input, int depth)
    {
        var bare = input is PSObject wrapped ? wrapped.BaseObject : input;
        switch (bare)
        {
            case null:
                return null;
            case ServerArgument ready:
                return ready;
            case ServerReference reference:
                return new ServerArgument(reference);
            case ServerAddress address:
                return new ServerArgument(new ServerReference(address));
            case string text:
                return new ServerArgument(text);
            case ValueType:
                return null;
        }

        var value = depth > 2 ? null : PSObject.AsPSObject(input);
        if (value is null)
        {
            return null;
        }

        foreach (var name in new[] { ParameterName, "Server" })
        {
            if (Property(value, name) is { } inner && !ReferenceEquals(inner, input) && Read(inner, depth + 1) is { } found)
            {
                return found;
            }
        }

        return ReadHost(value);
    }

    private static ServerArgument? ReadHost(PSObject value)
    {
        var user = Text(value, "UserName") is { Length: > 0 } name ? name : null;
        if (Text(value, "Socket") is { Length: > 0 } socket)
        {
            return new ServerArgument(new ServerReference(ServerAddress.OfSocket(socket), user));
        }

        foreach (var property in HostNames)
        {
            if (Text(value, property) is { Length: > 0 } host)
            {
                var port = Text(value, "Port");
                var written = !string.IsNullOrEmpty(port) && host.IndexOf(':') >= 0 && host[0] != '[' ? "[" + host + "]" : host;
                return new ServerArgument((user is null ? string.Empty : user + "@") + written + (string.IsNullOrEmpty(port) ? string.Empty : ":" + port));
            }
        }

        return null;
    }

    private static string? Text(PSObject value, string name)
        => Property(value, name) is { } found ? Convert.ToString(found is PSObject o ? o.BaseObject : found, CultureInfo.InvariantCulture) : null;

    private static object? Property(PSObject value, string name)
    {
        if (value.BaseObject is IDictionary table)
        {
            return table.Contains(name) ? table[name] : null;
        }

        return value.Properties[name]?.Value;
    }
}
