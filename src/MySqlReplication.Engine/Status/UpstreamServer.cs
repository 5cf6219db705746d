using System.Collections.Generic;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Status;

/// <summary>A server from which, or through which, events come to a replica, with an open session on it.</summary>
internal sealed class UpstreamServer(ServerSession session, LinkEnd end)
{
    public ServerSession Session { get; } = session;

    public LinkEnd End { get; } = end;

    /// <summary>Those that it follows itself.</summary>
    public List<UpstreamServer> Sources { get; } = [];

    /// <summary>Why one that it follows could not be asked; null when all were.</summary>
    public string? NotAsked { get; set; }

    public override string ToString() => Session.Server.ToString();
}
