using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Links;

/// <summary>
/// Whether a link that stands still would go on over a gap: where the end of its relay log was cut off, START itself makes the last
/// trace of it vanish (<see cref="RelayLogEnd"/>). A CHANGE throws the relay log away and fetches anew what was not executed.
/// </summary>
internal static class StartRelayLog
{
    /// <summary>Asks only where something was received and not executed, both threads stand still and the relay log is kept: no other start costs a question.</summary>
    /// <returns>The refusal; null when nothing is known to be wrong.</returns>
    public static async Task<ReplicationException?> CheckAsync(LinkCase c, LinkTarget target, ServerSession replica, CancellationToken cancellationToken)
    {
        if (!c.FollowsAlready || target.Differences.Count > 0 || !RelayLogEnd.IsStoppedWithRest(c.Present!))
        {
            return null;
        }

        var end = await RelayLogEnd.ReadAsync(replica, c.Present!, cancellationToken).ConfigureAwait(false);
        var cut = RelayLogRules.Judge(c.Present!, replica.Facts.Text("relay_log_basename", "relay_log"), end: end).Findings.FirstOrDefault(f => f.Id == ErrorIds.RelayLogIncomplete);
        return cut is null ? null : LinkRefusals.Refuse(ErrorIds.RelayLogIncomplete, c, cut.Reason + " Seen: " + cut.Evidence + ".", cut.Fix! + " fetches from the source again what was cut off.");
    }
}
