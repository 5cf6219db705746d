using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>All that is known before a clone: the copy that it is, and what CLONE asks of the two servers.</summary>
internal sealed record CloneCase(CloneRequest Request, SnapshotCase Copy)
{
    public required ServerFacts Source { get; init; }

    public required ServerFacts Replica { get; init; }

    /// <summary>Where the replica reaches the source.</summary>
    public required string DonorHost { get; init; }

    public required int DonorPort { get; init; }

    /// <summary>BACKUP_ADMIN on the source, CLONE_ADMIN on the replica, as far as they are missing: privilege and server.</summary>
    public IReadOnlyList<(string Privilege, bool OnSource)> MissingPrivileges { get; init; } = [];

    /// <summary>Active plugins with a library, by server.</summary>
    public IReadOnlyList<string> SourcePlugins { get; init; } = [];

    /// <summary>Plugins with a library that the replica has.</summary>
    public IReadOnlyList<string> ReplicaPlugins { get; init; } = [];

    /// <summary>clone_valid_donor_list of the replica; null without the plugin, or when it is empty.</summary>
    public string? DonorList { get; init; }

    /// <summary>Whether the replica is a sandbox whose login would not survive.</summary>
    public bool LosesSandbox { get; init; }

    public bool InstallsOnSource => !SourcePlugins.Contains("clone");

    public bool InstallsOnReplica => !ReplicaPlugins.Contains("clone");
}
