using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>The appliers' own words for what they do (SHOW ... STATUS, SHOW PROCESSLIST), in old and new spelling.</summary>
internal static class ApplierStates
{
    private const string HasReadAll = "has read all relay log";

    // What one that hands events to workers shows between two files.
    private static readonly string[] BetweenFiles = ["waiting for handler commit", "Reading event from the relay log"];

    // Workers of MySQL and MariaDB with nothing to do, and threads that only fetch.
    private static readonly string[] Idle = ["Waiting for an event from Coordinator", "Waiting for work from SQL thread", "Waiting for master to send event", "Waiting for source to send event"];

    /// <summary>Whether the thread may have nothing left to read.</summary>
    public static bool MayHaveReadAll(string? state) => IsIn(state, HasReadAll) || BetweenFiles.Any(s => IsIn(state, s));

    /// <summary>
    /// Whether the threads of replication execute nothing, by the list of sessions. False also when the login does not see them.
    /// One alone that reads may well be executing; beside idle workers it executes nothing itself.
    /// </summary>
    public static bool ExecuteNothing(IReadOnlyList<RawRow> sessions)
    {
        var threads = sessions.Where(s => s.Text("User") == "system user" && s.Text("Command") != "Daemon").Select(s => s.Text("State")).ToList();
        var workers = threads.Any(s => IsIn(s, Idle[0]) || IsIn(s, Idle[1]));
        return threads.Count > 0 && threads.All(s => Idle.Any(i => IsIn(s, i)) || IsIn(s, HasReadAll) || (workers && BetweenFiles.Any(b => IsIn(s, b))));
    }

    private static bool IsIn(string? state, string words) => state?.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;
}
