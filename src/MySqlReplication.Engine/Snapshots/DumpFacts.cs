using System.Collections.Generic;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>What a dump holds, read from its first byte to its last before anything is done.</summary>
internal sealed record DumpFacts
{
    public required string Path { get; init; }

    /// <summary>The server's version as the dump's head tells it; that of the tool when it tells none.</summary>
    public required ServerVersion Version { get; init; }

    /// <summary>The database of a dump that names none in its statements; null when it does.</summary>
    public string? Unnamed { get; init; }

    /// <summary>Databases of users that it fills, in order.</summary>
    public required IReadOnlyList<string> Databases { get; init; }

    /// <summary>Databases of the server itself that it holds too; they are left out.</summary>
    public IReadOnlyList<string> SystemDatabases { get; init; } = [];

    /// <summary>Null when it tells none.</summary>
    public BinlogCoordinates? Coordinates { get; init; }

    /// <summary>GTIDs in the data; null when it tells none.</summary>
    public string? Gtids { get; init; }

    /// <summary>Statements that run.</summary>
    public long Statements { get; init; }

    /// <summary>Bytes of text.</summary>
    public long Bytes { get; init; }

    /// <summary>The size of the largest statement.</summary>
    public long LargestStatement { get; init; }

    /// <summary>Views, triggers, routines and events, as far as it matters who may make them: of each its definer, and of a function whether it says what it does.</summary>
    public IReadOnlyList<ProgramDefinition> Programs { get; init; } = [];

    /// <summary>What is left out because it is about the server itself, as "GRANT".</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
