using System.Collections.Generic;
using System.Management.Automation;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>
/// A row that Invoke-ReplicationQuery returns: a property for each column, and the server it came from, which no view, export
/// or Select-Object * shows. The type file makes it the hidden property Server, and GetServer() for rows that have a column
/// of that name.
/// </summary>
public static class QueryRow
{
    internal const string TypeName = "MySqlReplication.Row";

    /// <summary>The server that a row came from; null for an object that is no such row.</summary>
    public static object? GetServer(PSObject row)
    {
        foreach (var property in row?.Properties ?? throw new System.ArgumentNullException(nameof(row)))
        {
            if (property is ColumnProperty column)
            {
                return column.Server;
            }
        }

        return null;
    }

    internal static PSObject Of(ServerReference server, IReadOnlyList<string> names, object?[] values)
    {
        var row = new PSObject();
        for (var i = 0; i < values.Length; i++)
        {
            // Validated already: names are distinct and none is reserved. A column may be called Server and then comes first.
            row.Properties.Add(new ColumnProperty(server, names[i], values[i]), preValidated: true);
        }

        row.TypeNames.Insert(0, TypeName);
        return row;
    }

    // The server rides on the columns: one reference, no table beside the rows, and copies of a row keep it.
    private sealed class ColumnProperty(ServerReference server, string name, object? value) : PSNoteProperty(name, value)
    {
        public ServerReference Server => server;

        public override PSMemberInfo Copy() => new ColumnProperty(server, Name, Value);
    }
}
