using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>Collects the steps and decisions of one change.</summary>
internal sealed class PlanBuilder(string summary, ServerReference? server)
{
    private readonly List<PlannedStep> _steps = [];
    private readonly List<string> _decisions = [];

    /// <summary>What the change is, as its progress shows it.</summary>
    public string Summary => summary;

    /// <summary>Whether a restart is needed before all of it takes effect.</summary>
    public bool RestartRequired { get; set; }

    /// <summary>The journal entry of an earlier change that this one brings into force; null when there is none.</summary>
    public string? InForce { get; set; }

    /// <summary>Looks, after a failure of which everything was put back, how it stands now, and says so in a sentence that follows the failure's own; null to say nothing.</summary>
    public Func<CancellationToken, Task<string?>>? LookAfterPutBack { get; set; }

    /// <summary>What a failure leaves behind, in a sentence that follows the failure's own whether or not anything could be put back; null to say nothing.</summary>
    public Func<string?>? LeftBehind { get; set; }

    public IReadOnlyList<PlannedStep> Steps => _steps;

    /// <summary>Notes a choice and its reason.</summary>
    public PlanBuilder Decide(string sentence)
    {
        _decisions.Add(sentence);
        return this;
    }

    /// <summary>A statement in a session; shown redacted, run as it is.</summary>
    public PlanBuilder Statement(
        ServerSession session,
        SqlStatement statement,
        string reason,
        UndoAction? undo = null,
        Func<CancellationToken, Task>? putBack = null,
        bool continuesPrevious = false,
        Reversibility? reversibility = null,
        bool isAtomic = false) => Add(
            PlanStepKind.Statement,
            session.Server.ToString(),
            statement.Redacted,
            reason,
            token => session.Connection.ExecuteAsync(statement, token),
            undo,
            putBack,
            continuesPrevious,
            reversibility,
            isAtomic);

    /// <summary>Any other step; how it is put back by hand stands in its undo, or in <paramref name="byHand"/>.</summary>
    public PlanBuilder Add(
        PlanStepKind kind,
        string target,
        string text,
        string reason,
        Func<CancellationToken, Task> run,
        UndoAction? undo = null,
        Func<CancellationToken, Task>? putBack = null,
        bool continuesPrevious = false,
        Reversibility? reversibility = null,
        bool isAtomic = false,
        bool isOneWithPrevious = false,
        string? byHand = null)
    {
        _steps.Add(new PlannedStep
        {
            Step = new PlanStep
            {
                Number = _steps.Count + 1,
                Target = target,
                Kind = kind,
                Text = text,
                Reason = reason,
                Reversibility = reversibility ?? (undo is null ? Reversibility.None : undo.SecretOf is null ? Reversibility.Reversible : Reversibility.ReversibleWithSecret),
                UndoText = undo?.Text ?? byHand,
            },
            Run = run,
            PutBack = putBack,
            ContinuesPrevious = continuesPrevious,
            IsAtomic = isAtomic,
            IsOneWithPrevious = isOneWithPrevious,
            Undo = undo,
        });
        return this;
    }

    /// <summary>The finished plan as data.</summary>
    public ReplicationPlan Build() => new()
    {
        Summary = summary,
        Server = server,
        Steps = _steps.Select(s => s.Step).ToList(),
        Decisions = _decisions.ToList(),
        RestartRequired = RestartRequired,
    };
}
