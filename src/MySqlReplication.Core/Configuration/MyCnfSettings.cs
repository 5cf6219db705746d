using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Configuration;

/// <summary>What is asked of one option file. Null leaves an option as it is.</summary>
public sealed record MyCnfSettings
{
    /// <summary>The file, as a full path of the file system.</summary>
    public required string OptionFile { get; init; }

    /// <summary>The server that reads the file, asked for its version and running values; null when it is not asked.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>The version of the server that reads the file; null when unknown. What <see cref="Server"/> says goes before it.</summary>
    public ServerVersion? ServerVersion { get; init; }

    /// <summary>server-id, 1 to 4294967295.</summary>
    public long? ServerId { get; init; }

    /// <summary>log-bin: the base name of the binary logs.</summary>
    public string? LogBin { get; init; }

    /// <summary>relay-log: the base name of the relay logs.</summary>
    public string? RelayLog { get; init; }

    /// <summary>All of binlog-do-db; empty removes the option.</summary>
    public IReadOnlyList<string>? BinlogDoDb { get; init; }

    /// <summary>All of binlog-ignore-db; empty removes the option.</summary>
    public IReadOnlyList<string>? BinlogIgnoreDb { get; init; }

    /// <summary>All of replicate-do-db; empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateDoDb { get; init; }

    /// <summary>All of replicate-ignore-db; empty removes the option.</summary>
    public IReadOnlyList<string>? ReplicateIgnoreDb { get; init; }

    /// <summary>auto-increment-increment, 1 to 65535.</summary>
    public int? AutoIncrementIncrement { get; init; }

    /// <summary>auto-increment-offset, 1 to 65535.</summary>
    public int? AutoIncrementOffset { get; init; }

    /// <summary>log-replica-updates, which older servers call log-slave-updates.</summary>
    public bool? LogReplicaUpdates { get; init; }

    /// <summary>Brings all that a member of a pair needs; needs <see cref="Node"/> and <see cref="Of"/>.</summary>
    public PairMemberRole? Role { get; init; }

    /// <summary>Which member this is, from 1.</summary>
    public int? Node { get; init; }

    /// <summary>For how many members there is to be room.</summary>
    public int? Of { get; init; }
}
