using System.Collections.Generic;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>What New-ReplicationSandbox was asked for.</summary>
public sealed record SandboxRequest
{
    /// <summary>The names; empty lets them be chosen.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How many; with one name and more than one, the name is numbered.</summary>
    public int Count { get; init; } = 1;

    /// <summary>A full path: an unpacked distribution, or the program itself; null means the one on PATH.</summary>
    public string? ServerDirectory { get; init; }

    /// <summary>A full path under which each sandbox gets a folder of its name; null means the per-user state directory.</summary>
    public string? Directory { get; init; }

    /// <summary>Whether each gets a certificate of one throw-away authority.</summary>
    public bool Tls { get; init; }

    /// <summary>Lines for the option file: a name with null is a bare option, a name may come more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Options { get; init; } = [];
}
