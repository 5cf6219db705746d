using System;

namespace MySqlReplication.Engine.Dialects;

/// <summary>The receiver's own words for what it does (SHOW ... STATUS, column ..._IO_State), in old and new spelling.</summary>
internal static class ReceiverStates
{
    private static readonly string[] Receiving =
    [
        "Waiting for master to send event",
        "Waiting for source to send event",
        "Queueing master event to the relay log",
        "Queueing source event to the relay log",
        "Waiting for the slave SQL thread to free enough relay log space",
        "Waiting for the replica SQL thread to free relay log space",
    ];

    /// <summary>Whether the thread waits for room on its disk. Measured: 9.7 in its status, MariaDB in the list of sessions (its status does not answer then). 5.6 shows nothing of it.</summary>
    public static bool WaitsForDisk(string? state) => state is not null
        && (state.IndexOf("disk space", StringComparison.OrdinalIgnoreCase) >= 0 || state.IndexOf("free space", StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>
    /// Whether the source has accepted the login and the request for its log. "Yes" alone comes earlier: the receiver says it
    /// already while it checks versions and registers, and may be refused still.
    /// </summary>
    public static bool IsReceiving(string? state) => state is not null && Array.Exists(Receiving, s => s.Equals(state, StringComparison.OrdinalIgnoreCase));
}
