using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Whether a clone may be made at all: reasons why not, in order. What CLONE would refuse in the middle is refused before.</summary>
internal static class CloneRules
{
    /// <summary>About the two servers.</summary>
    public static readonly IReadOnlyList<Func<CloneCase, ReplicationException?>> AboutServers =
    [
        c => c.Request.Unfit.Count > 0 ? CloneFailures.IsWhole(c.Request.Replica, c.Request.Unfit) : null,
        c => Capabilities.Of(c.Source.Version).HasClone ? null : CloneFailures.NotKnown(c.Request.Source, c.Source.Version),
        c => Capabilities.Of(c.Replica.Version).HasClone ? null : CloneFailures.NotKnown(c.Request.Replica, c.Replica.Version),
        c => SameSeries(c.Source.Version, c.Replica.Version) ? null : CloneFailures.NotPossible(c.Request.Replica, "the releases are not the same: " + c.Source.Version + " and " + c.Replica.Version),
        Settings,
        c => c.Replica.Flag("performance_schema") == true ? null : CloneFailures.NotPossible(c.Request.Replica, "performance_schema is OFF on " + c.Request.Replica + ", and only its clone_status tells the coordinates"),
        c => c.Request.Source.Credential is null ? ConnectionFailures.CredentialMissing(c.Request.Source) : null,
        c => c.Request.Source.Socket is not null && !IsLocal(c.Request.Replica) ? CloneFailures.NotPossible(c.Request.Source, "the source is named by a socket, which the replica on another machine cannot reach; name it by host and port") : null,
        c => c.Copy.Source.Links.Count > 0 ? CloneFailures.NotPossible(c.Request.Source, c.Request.Source + " follows another server: the clone would have its links too and start them by itself") : null,
        c => c.LosesSandbox ? CloneFailures.NotPossible(c.Request.Replica, "the sandbox logs in as " + SandboxWords.Administrator + "; the clone has the source's accounts, so the source must be named with that login") : null,
    ];

    /// <summary>About what is on them.</summary>
    public static readonly IReadOnlyList<Func<CloneCase, ReplicationException?>> AboutData =
    [
        c => c.MissingPrivileges.Count > 0 ? CloneFailures.PrivilegeMissing(c.MissingPrivileges[0].OnSource ? c.Request.Source : c.Request.Replica, c.MissingPrivileges[0].Privilege) : null,
        Plugins,
        c => Foreign(c) is { Count: > 0 } tables ? CloneFailures.ComeEmpty(c.Request.Source, tables) : null,
        c => c.Copy.Replica.UserDatabases.Count > 0 && !c.Request.Force ? CloneFailures.NotEmpty(c.Request.Replica, c.Copy.Replica.UserDatabases) : null,
    ];

    // Manual: the same series from 8.0.37 on, before that the same release.
    private static bool SameSeries(ServerVersion one, ServerVersion other)
        => one.Major == other.Major && one.Minor == other.Minor && (one.Patch == other.Patch || (one.IsAtLeast(8, 0, 37) && other.IsAtLeast(8, 0, 37)));

    private static ReplicationException? Settings(CloneCase c)
    {
        var different = CloneWords.EqualSettings.FirstOrDefault(s => !string.Equals(c.Source.Text(s), c.Replica.Text(s), StringComparison.OrdinalIgnoreCase));
        if (different is not null)
        {
            return CloneFailures.NotPossible(c.Request.Replica, different + " is " + c.Source.Text(different) + " on " + c.Request.Source + " and " + c.Replica.Text(different) + " on " + c.Request.Replica);
        }

        foreach (var (server, facts) in new[] { (c.Request.Source, c.Source), (c.Request.Replica, c.Replica) })
        {
            if (facts.Number("max_allowed_packet") < CloneWords.LeastPacket)
            {
                return CloneFailures.NotPossible(server, "max_allowed_packet of " + server + " is below 2 MB");
            }
        }

        return null;
    }

    private static ReplicationException? Plugins(CloneCase c)
    {
        var missing = c.SourcePlugins.Except(c.ReplicaPlugins, StringComparer.Ordinal).Where(p => p != "clone").ToList();
        return missing.Count == 0 ? null : CloneFailures.NotPossible(c.Request.Replica, c.Request.Replica + " lacks plugins of " + c.Request.Source + ": " + SnapshotFailures.Some(missing));
    }

    private static List<TableDefinition> Foreign(CloneCase c) => c.Copy.Tables.Where(t => !string.Equals(t.Engine, "InnoDB", StringComparison.OrdinalIgnoreCase)).ToList();

    private static bool IsLocal(ServerReference server) => server.Socket is not null || server.HostName is "127.0.0.1" or "localhost" or "::1";
}
