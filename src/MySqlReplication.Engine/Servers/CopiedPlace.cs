using System;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Servers;

/// <summary>Where in a source's binary log the data of a copy ends, remembered on the server that holds it until its link runs.</summary>
/// <param name="ServerId">The source's server id.</param>
/// <param name="ServerUuid">Its uuid; null where it has none.</param>
/// <param name="At">The place.</param>
/// <param name="LeavesOut">Whether databases or tables of the source were left out.</param>
internal sealed record CopiedPlace(long ServerId, string? ServerUuid, BinlogCoordinates At, bool LeavesOut)
{
    /// <summary>Whether it is a place in the log of that server.</summary>
    public bool IsOf(long serverId, string? serverUuid)
        => ServerId == serverId && (ServerUuid is null || serverUuid is null || string.Equals(ServerUuid, serverUuid, StringComparison.OrdinalIgnoreCase));
}
