using System;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>A file of one's own in a folder that an option file includes.</summary>
internal static class DropInFile
{
    /// <summary>Its full path.</summary>
    /// <param name="file">The option file.</param>
    /// <param name="read">What it includes.</param>
    /// <param name="server">What the server can; null when it is not known.</param>
    /// <param name="name">A name ("replication.cnf") for the last included folder, or a path in one of them.</param>
    /// <exception cref="ReplicationException">DropInNotRead, DropInNameInvalid.</exception>
    public static string PathOf(string file, OptionFileReader read, Capabilities? server, string name)
    {
        var isDotted = server is { ReadsDottedFiles: false } && Path.GetFileNameWithoutExtension(name).IndexOf('.') >= 0;
        if (isDotted || (!name.EndsWith(".cnf", StringComparison.Ordinal) && !(Path.DirectorySeparatorChar == '\\' && name.EndsWith(".ini", StringComparison.OrdinalIgnoreCase))))
        {
            throw ConfigurationFailures.DropInName(file, name);
        }

        var folders = read.Folders.Select(f => f.Folder).ToList();
        if (name.IndexOfAny(['/', '\\']) < 0)
        {
            return folders.Count > 0 ? Path.GetFullPath(Path.Combine(folders[folders.Count - 1], name)) : throw ConfigurationFailures.DropInNotRead(file, name);
        }

        var full = Path.GetFullPath(name);
        return folders.Any(f => Path.GetFullPath(f).TrimEnd('/', '\\') == Path.GetDirectoryName(full)) || read.Snapshots.Keys.Any(d => d.Path == full)
            ? full
            : throw ConfigurationFailures.DropInNotRead(file, name);
    }

    /// <summary>The document there, or an empty one.</summary>
    public static OptionFileDocument DocumentOf(OptionFileReader read, string path)
        => read.Snapshots.Keys.FirstOrDefault(d => Path.GetFullPath(d.Path) == path) ?? OptionFileDocument.Parse([], path);
}
