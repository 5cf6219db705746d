using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// The steps on a running server: STOP, RESET (not ALL), CHANGE to where it had executed with all its settings, a look whether
/// it is so, START, and waiting until both threads run (dialects.md section 7: works on all five, nothing lost).
/// </summary>
internal sealed class OnlineRepairPlan
{
    // MySQL's applier gives up after 60 s (sql/rpl_replica.cc, SLAVE_WAIT_GROUP_DONE; measured on 9.7: STOP took 60.4 s, then 1756).
    private static readonly TimeSpan RestOfTransaction = TimeSpan.FromSeconds(90);

    private readonly ServerSession _replica;
    private readonly ReplicaStatus _link;
    private readonly LinkSettings _settings;
    private readonly LinkReadings _before;
    private readonly OperationContext _context;
    private readonly LinkSteps _steps;
    private readonly bool _waitsForRest;

    /// <param name="replica">The replica.</param>
    /// <param name="link">As it was read.</param>
    /// <param name="settings">What CHANGE states anew.</param>
    /// <param name="before">Its settings as they were.</param>
    /// <param name="waitsForRest">Whether the applier may wait for the rest of a transaction that is not in the relay log any more.</param>
    /// <param name="context">Where to speak, and how long.</param>
    public OnlineRepairPlan(ServerSession replica, ReplicaStatus link, LinkSettings settings, LinkReadings before, bool waitsForRest, OperationContext context)
    {
        _waitsForRest = waitsForRest;
        _replica = replica;
        _link = link;
        _settings = settings;
        _before = before;
        _context = context;
        _steps = new LinkSteps(replica, link.Channel, context);
    }

    /// <summary>Set by the check between CHANGE and START; null before it ran.</summary>
    public bool? PositionKept { get; private set; }

    /// <summary>The place it goes on from, in words.</summary>
    public string Position => _settings.Coordinates?.ToString() ?? "GTID " + (string.IsNullOrEmpty(_link.ExecutedGtidSet) ? "(none)" : _link.ExecutedGtidSet);

    private LinkWords Words => _replica.Dialect.Links;

    private string Target => _replica.Server.ToString();

    public void AddTo(PlanBuilder builder)
    {
        builder.Add(
            PlanStepKind.Statement,
            Target,
            Words.Stop(_link.Channel).Redacted,
            "A reset needs both threads stopped" + (_waitsForRest ? "; an applier that has half a transaction waits up to a minute for the rest, and that is waited for" : string.Empty),
            token => _replica.Connection.ExecuteAsync(Words.Stop(_link.Channel), token, _waitsForRest && _context.Timeout < RestOfTransaction ? RestOfTransaction : null));
        builder.Add(
            PlanStepKind.Statement,
            Target,
            Words.Reset(_link.Channel, all: false).Redacted,
            "Makes the server forget the relay log that it cannot use and begin a new one; host, port and account stay. The former files stay on disk and can be deleted once the link has caught up",
            token => _replica.Connection.ExecuteAsync(Words.Reset(_link.Channel, all: false), token, _context.Timeout),
            putBack: PutPlaceBackAsync,
            continuesPrevious: true,
            reversibility: Reversibility.Irreversible);
        builder.Add(
            PlanStepKind.Statement,
            Target,
            Words.Change(_link.Channel, _settings).Redacted,
            "Goes on from where it had executed; states what the reset has lost",
            token => SayAsync(() => _replica.Connection.ExecuteAsync(Words.Change(_link.Channel, _settings), token)),
            continuesPrevious: true);
        builder.Add(
            PlanStepKind.Wait,
            Target,
            "Check that the executed position is " + Position + " and every setting is as it was",
            "Nothing is started from another place or with other settings",
            CheckAsync,
            continuesPrevious: true);
        builder.Add(
            PlanStepKind.Statement,
            Target,
            Words.Start(_link.Channel).Redacted,
            "Fetches again what it had not executed, and goes on",
            token => SayAsync(() => _replica.Connection.ExecuteAsync(Words.Start(_link.Channel), token, _context.Timeout)),
            putBack: token => _steps.RunFreshAsync(Words.Stop(_link.Channel), token),
            continuesPrevious: true);
        builder.Add(
            PlanStepKind.Wait,
            Target,
            "Wait until both threads run (at most " + (int)_context.Timeout.TotalSeconds + " s)",
            "START succeeds whatever comes after it",
            token => SayAsync(() => LinkWatch.UntilRunningAsync(_replica, _link.Channel, _context.Timeout, token)));
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = await LinkWatch.LookAsync(_replica, _link.Channel, cancellationToken).ConfigureAwait(false)
            ?? throw LinkFailures.NotConfigured(_replica.Server, _link.Channel, string.Empty);
        PositionKept = IsKept(now);
        if (PositionKept == false)
        {
            throw OnlineFailures.PositionNotKept(_link, Position, _settings.Coordinates is null ? now.ExecutedGtidSet ?? "not told" : now.ExecutedCoordinates?.ToString() ?? "not told");
        }

        var after = await LinkReadings.ReadAsync(_replica, now, cancellationToken).ConfigureAwait(false);
        var lost = _before.CompareWith(after).Where(s => !s.IsEqual && !IsStatedAnew(s.Name)).ToList();
        if (lost.Count > 0)
        {
            throw OnlineFailures.SettingsNotRestored(_link, string.Join("; ", lost));
        }
    }

    // By GTID the position is the server's own, not the link's: it must not have gone back; nothing of this link ran since.
    private bool IsKept(ReplicaStatus now)
    {
        if (_settings.Coordinates is { } at)
        {
            return now.ExecutedCoordinates == at;
        }

        return GtidSet.TryParse(_link.ExecutedGtidSet, out var before) && GtidSet.TryParse(now.ExecutedGtidSet, out var after)
            ? before.IsSubsetOf(after)
            : MariaDBGtidPosition.TryParse(_link.ExecutedGtidSet, out var from) && MariaDBGtidPosition.TryParse(now.ExecutedGtidSet, out var to) && from.IsReachedBy(to);
    }

    private bool IsStatedAnew(string setting) => _settings.Login is not null && setting.EndsWith("_User", StringComparison.OrdinalIgnoreCase);

    // When CHANGE did not come to pass the place is given to the server once more; where it has one, nothing is turned back.
    private async Task PutPlaceBackAsync(CancellationToken cancellationToken)
    {
        using var session = await ServerSession.OpenAsync(_replica.Server, _context, cancellationToken).ConfigureAwait(false);
        var now = await LinkWatch.LookAsync(session, _link.Channel, cancellationToken).ConfigureAwait(false);
        if (now is not null && _settings.Coordinates is not null && now.ExecutedCoordinates is null or { Position: 0 })
        {
            await session.Connection.ExecuteAsync(Words.Change(_link.Channel, _settings), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SayAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (ReplicationException e)
        {
            throw OnlineFailures.Unfinished(_link, Position, e);
        }
    }
}
