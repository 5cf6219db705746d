using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Links;
using MySqlReplication.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Whether a server and its peer fit each other. Versions and modes are judged by the rules that Start-ReplicationLink refuses by.</summary>
internal static class PeerRules
{
    public static IEnumerable<ReplicationFinding> Of(ServerEvidence s, ServerEvidence peer, ServerRole role, LoginProof? tried = null)
    {
        var (source, replica) = role == ServerRole.Source ? (s, peer) : (peer, s);
        var link = new LinkCase(new StartLinkRequest { Source = source.Server, Replica = replica.Server }, source.End, replica.End);
        if (VersionRules.NeverFit(link) is { } never)
        {
            yield return ServerRules.Make(s, FindingSeverity.Error, "VersionsIncompatible", "version", source.End.Version + " to " + replica.End.Version, never.Message, never.RecommendedAction);
        }
        else if (VersionRules.UpgradeReason(link) is { } upgrade)
        {
            yield return ServerRules.Make(s, FindingSeverity.Warning, "UpgradeStateOnly", "version", source.End.Version + " to " + replica.End.Version + ": " + upgrade, "These releases replicate for the time of an upgrade only.", "Bring both to one release");
        }

        if (s.End.GtidMode != peer.End.GtidMode && !s.End.IsMariaDB && !peer.End.IsMariaDB)
        {
            yield return ServerRules.Make(s, FindingSeverity.Error, "GtidModeDiffers", "gtid_mode", s.Server + ": " + (s.End.GtidMode?.ToString() ?? "none") + ", " + peer.Server + ": " + (peer.End.GtidMode?.ToString() ?? "none"), "The receiver refuses a source whose gtid_mode does not fit.", "Change it on one, a step at a time: OFF, OFF_PERMISSIVE, ON_PERMISSIVE, ON");
        }

        foreach (var (variable, id, severity, reason) in new[]
        {
            ("lower_case_table_names", "LowerCaseTableNamesDiffers", FindingSeverity.Error, "Names of tables are compared otherwise on the two: an event finds no table, or the wrong one."),
            ("character_set_server", "CharacterSetDiffers", FindingSeverity.Warning, "Databases that are created without a character set come out otherwise on the other one."),
            ("collation_server", "CollationDiffers", FindingSeverity.Information, "Databases that are created without a collation come out otherwise on the other one."),
            ("sql_mode", "SqlModeDiffers", FindingSeverity.Warning, "After a change of roles the same statement may be refused, or do something else."),
            ("system_time_zone", "TimeZoneDiffers", FindingSeverity.Warning, "Statements that are replicated as text take the system's zone where time_zone is SYSTEM."),
            ("max_allowed_packet", "MaxAllowedPacketDiffers", FindingSeverity.Information, "An event that one takes may be too large for the other."),
        })
        {
            var (here, there) = (s.Facts.Text(variable), peer.Facts.Text(variable));
            if (here is not null && there is not null && !here.Equals(there, StringComparison.OrdinalIgnoreCase))
            {
                yield return ServerRules.Make(s, severity, id, variable, s.Server + ": " + here + ", " + peer.Server + ": " + there, reason, "Set both alike in their option files");
            }
        }

        // Who reaches whom only a receiver can tell: what this machine reaches proves nothing.
        if (tried is { CanReplicate: { } accepted })
        {
            yield return accepted
                ? ServerRules.Make(s, FindingSeverity.Information, "PeerReached", "network", tried.Reason, tried.Server + " itself has tried it, on a channel of its own that is gone again.")
                : ServerRules.Make(s, FindingSeverity.Error, LoginFaults.Id(tried.Outcome), "network", tried.Reason + (tried.SeenAs is { } seen ? " The source saw it come from " + seen + "." : string.Empty), "The replica itself has tried it, from its own address.", "New-ReplicationUser -Server " + tried.Source + " -Peer " + tried.Server);
        }
        else if (tried is not null || (role != ServerRole.Source && !s.End.Links.Any(l => l.Receiver == ReplicaThreadState.Running && LinkCase.Follows(l, peer.End))))
        {
            yield return ServerRules.Make(s, FindingSeverity.Unknown, "PeerReachabilityNotProven", "network", tried?.Reason ?? "no receiver of " + s.Server + " is connected to " + peer.Server, "Whether it reaches the peer, and which address the peer sees, only an attempt of its receiver tells.", "Test-ReplicationServer with -ReplicationCredential, or New-ReplicationUser -Server " + peer.Server + " -Peer " + s.Server + ", lets it try");
        }
    }
}
