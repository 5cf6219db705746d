using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Status;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Puts faults into the order of a link: the first broken station, and what is known of those before and behind it.</summary>
internal static class LinkWalk
{
    /// <summary>All faults that status and histories tell.</summary>
    public static IEnumerable<LinkFault> Faults(ReplicaEvidence replica, SourceEvidence? source)
    {
        var status = replica.Status;
        var relayLog = RelayLogRules.Judge(status, replica.Facts.Text("relay_log_basename", "relay_log"), status.Problem == StatusTexts.Incomplete, replica.RelayLogEnd).Findings;
        foreach (var finding in relayLog)
        {
            yield return new LinkFault(LinkStep.RelayLog, finding);
        }

        if (replica.WaitsForDisk is { } words)
        {
            yield return new LinkFindings(status).Broken(LinkStep.RelayLog, "RelayLogDiskFull", "the receiver says: " + words, "The volume of the relay logs is full: nothing is written until there is room.", "Free space there; it goes on by itself");
        }

        // Threads that stand because the relay log cannot be opened were not stopped by anybody.
        if (relayLog.Count == 0 || status.ReceiverErrorCode is not (null or 0))
        {
            if (ReceiverFaults.Find(status, source) is { } receiver)
            {
                yield return receiver;
            }
        }

        if (LoginFaults.Find(replica, source) is { } login)
        {
            yield return login;
        }

        if (status.IsHealthy == false && status.Receiver == ReplicaThreadState.Running && status.Problem?.StartsWith("source silent", StringComparison.Ordinal) == true && replica.WaitsForDisk is null)
        {
            var f = new LinkFindings(status);
            yield return f.Broken(LinkStep.Receiver, "SourceFellSilent", status.HealthReason, "The connection stands and nothing comes through it: the source hangs, or the network between them is cut without either noticing.", "Look at " + f.Source + "; Stop-ReplicationLink and Start-ReplicationLink make a new connection");
        }

        foreach (var fault in FilterFaults.Find(status, source).Concat(relayLog.Count == 0 ? ApplierFaults.Find(replica) : []).Concat(source is null ? [] : DataFaults.Find(replica, source)))
        {
            yield return fault;
        }
    }

    /// <summary>The diagnosis.</summary>
    public static LinkDiagnosis Of(ReplicaEvidence replica, SourceEvidence? source, IReadOnlyList<LinkFault> faults, TimeSpan? roundTrip)
    {
        var status = replica.Status;
        var first = faults.Where(f => f.IsBroken).OrderBy(f => f.Step).FirstOrDefault();
        return new LinkDiagnosis
        {
            Server = status.Server,
            Source = status.Source,
            Channel = status.Channel,
            IsHealthy = first is not null || status.IsHealthy == false ? false : faults.Any(f => f.Finding is { Severity: FindingSeverity.Unknown, Id: not "SourceNotAsked" }) ? null : status.IsHealthy,
            BrokenStep = first?.Step,
            FirstBroken = first?.Finding,
            Steps = Steps(replica, source, faults, first, roundTrip),
            Findings = faults.OrderBy(f => f.IsBroken ? 0 : 1).ThenBy(f => f.Step).Select(f => f.Finding).ToList(),
            RoundTrip = roundTrip,
            Status = status,
        };
    }

    private static List<LinkStepResult> Steps(ReplicaEvidence replica, SourceEvidence? source, IReadOnlyList<LinkFault> faults, LinkFault? first, TimeSpan? roundTrip)
    {
        var status = replica.Status;

        // How far the receiver came: an error at one station says that those before it were passed.
        var receiverFault = faults.Where(f => f.IsBroken && f.Step <= LinkStep.Position).Select(f => (LinkStep?)f.Step).DefaultIfEmpty(null).Min();
        var connected = status.Receiver == ReplicaThreadState.Running;
        return Enum.GetValues(typeof(LinkStep)).Cast<LinkStep>().Select(step =>
        {
            var broken = faults.FirstOrDefault(f => f.IsBroken && f.Step == step);
            if (broken is not null)
            {
                return Result(step, LinkStepState.Broken, broken.Finding.Id + ": " + broken.Finding.Evidence);
            }

            if (step <= LinkStep.Login && replica.Tried is { Outcome: LoginOutcome.Accepted })
            {
                return Result(step, LinkStepState.Passed, "the replica tried it, on a channel of its own, and was let in");
            }

            if (step <= LinkStep.Position)
            {
                return connected ? Result(step, LinkStepState.Passed, "the receiver is logged in and reads")
                    : receiverFault is null ? Result(step, LinkStepState.Unknown, "the receiver does not try")
                    : step < receiverFault ? Result(step, LinkStepState.Passed, "the receiver came further than this")
                    : Result(step, LinkStepState.NotReached, "the receiver does not come so far");
            }

            return step switch
            {
                LinkStep.Filters => source is null && status.Filters.Count > 0 ? Result(step, LinkStepState.Unknown, "the source was not asked what it has") : Result(step, LinkStepState.Passed, status.Filters.Count == 0 ? "no filter is in force" : string.Join(", ", status.Filters)),
                LinkStep.Receiver => connected ? Result(step, status.IsHealthy is null ? LinkStepState.Unknown : LinkStepState.Passed, status.HealthReason) : Result(step, LinkStepState.NotReached, "the receiver is not connected"),
                LinkStep.RelayLog => status.Applier == ReplicaThreadState.Running ? Result(step, LinkStepState.Passed, "the applier reads it") : Result(step, LinkStepState.Unknown, "nobody reads it now"),
                LinkStep.Applier => status.Applier == ReplicaThreadState.Running ? Result(step, LinkStepState.Passed, status.ApplierState ?? "it runs without error") : Result(step, LinkStepState.NotReached, "the applier does not run"),
                _ => roundTrip is { } took ? Result(step, LinkStepState.Passed, "a row took " + (int)took.TotalMilliseconds + " ms")
                    : first is not null ? Result(step, LinkStepState.NotReached, "the link is broken before it")
                    : Result(step, LinkStepState.Unknown, "no row was sent (-Canary sends one)"),
            };
        }).ToList();
    }

    private static LinkStepResult Result(LinkStep step, LinkStepState state, string evidence) => new() { Step = step, State = state, Evidence = evidence };
}
