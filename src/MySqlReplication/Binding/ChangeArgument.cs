using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>A change to be undone, read out of whatever is given: a result, a deserialised one, a journal file or its path.</summary>
internal sealed class ChangeArgument
{
    private static readonly string[] ServerProperties = ["Server", "Source", "Replica"];

    private ChangeArgument(string? journalEntry, IReadOnlyList<ServerReference> logins)
    {
        JournalEntry = journalEntry;
        Logins = logins;
    }

    /// <summary>The journal entry's path as it was given; null when the change changed nothing.</summary>
    public string? JournalEntry { get; }

    /// <summary>The servers that the result names, with the logins they bring.</summary>
    public IReadOnlyList<ServerReference> Logins { get; }

    /// <summary>Reads it.</summary>
    /// <exception cref="ReplicationException">JournalEntryMissing: the object names none.</exception>
    public static ChangeArgument Of(PSObject input)
    {
        switch (input.BaseObject)
        {
            case string path:
                return new ChangeArgument(path, []);
            case FileInfo file:
                return new ChangeArgument(file.FullName, []);
        }

        if (input.Properties["JournalEntry"] is { } entry)
        {
            var logins = ServerProperties.Select(name => Bare(input.Properties[name]?.Value)).OfType<ServerReference>().ToList();

            // A restart that was not needed has none of its own, and the change that came with it has.
            return new ChangeArgument(Journal(entry.Value) ?? (Bare(input.Properties["Change"]?.Value) is { } change ? Journal(PSObject.AsPSObject(change).Properties["JournalEntry"]?.Value) : null), logins);
        }

        throw new ReplicationException(
            ErrorIds.JournalEntryMissing,
            FailureKind.InvalidArgument,
            input.BaseObject.GetType().Name,
            "This " + input.BaseObject.GetType().Name + " names no journal entry, so there is nothing that could be undone by it.",
            "Give the result of a changing cmdlet, or -JournalEntry with the path of a journal file.");
    }

    private static string? Journal(object? entry) => Convert.ToString(Bare(entry), System.Globalization.CultureInfo.InvariantCulture) is { Length: > 0 } journal ? journal : null;

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
