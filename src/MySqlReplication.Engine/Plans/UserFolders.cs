using System;
using System.IO;

namespace MySqlReplication.Engine.Plans;

/// <summary>Where this user's state and cache live: the XDG directories, on Windows the local profile.</summary>
internal static class UserFolders
{
    /// <summary>What must survive: journal, registry of sandboxes.</summary>
    public static string State => Of("XDG_STATE_HOME", Path.Combine(".local", "state"), "MySqlReplication");

    /// <summary>What can be made again.</summary>
    public static string Cache => Of("XDG_CACHE_HOME", ".cache", Path.DirectorySeparatorChar == '\\' ? Path.Combine("MySqlReplication", "cache") : "mysqlreplication");

    private static string Of(string variable, string underHome, string name)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), name);
        }

        // The specification: a path that is not absolute is to be ignored.
        var said = Environment.GetEnvironmentVariable(variable);
        return said is { Length: > 0 } && said[0] == '/'
            ? Path.Combine(said, name)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), underHome, name);
    }
}
