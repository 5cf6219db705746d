using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Configuration;

/// <summary>One server whose settings are judged: by its files, as it runs, or both.</summary>
public sealed record MyCnfSubject
{
    /// <summary>Its option files in the order in which it reads them; empty when only the running server is judged.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The server; null when only its files are judged.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>Its version when it is not asked; null when it is not known.</summary>
    public ServerVersion? Version { get; init; }

    /// <summary>Its --defaults-group-suffix; empty without.</summary>
    public string GroupSuffix { get; init; } = string.Empty;
}
