using System;

namespace MySqlReplication.Status;

/// <summary>A session on a source that reads its binary log, as the source sees it.</summary>
public sealed record ConnectedReplica
{
    /// <summary>The address it comes from, as "10.0.0.2:40112" or a name.</summary>
    public required string Address { get; init; }

    /// <summary>The account it logged in with.</summary>
    public required string UserName { get; init; }

    /// <summary>The source's number for the session.</summary>
    public required long SessionId { get; init; }

    /// <summary>Since when it reads; null when that is not told.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the source says it does.</summary>
    public string? State { get; init; }

    /// <summary>Its server id; null where the server does not itself say whose session it is.</summary>
    public long? ServerId { get; init; }

    /// <summary>Its server uuid; null where the server does not say.</summary>
    public string? ServerUuid { get; init; }

    /// <summary>"repl@10.0.0.2:40112".</summary>
    public override string ToString() => UserName + "@" + Address + (ServerId is null ? string.Empty : " (server id " + ServerId + ")");
}
