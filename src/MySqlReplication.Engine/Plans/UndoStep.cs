using System;
using System.Threading.Tasks;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Plans;

/// <summary>One step of taking back: what is shown, what runs it, and which step of the journal it takes back.</summary>
/// <param name="Step">For people.</param>
/// <param name="Taken">The step's number in the journal.</param>
/// <param name="RunAsync">Does it, to its end; returns whether there was anything to do.</param>
internal sealed record UndoStep(PlanStep Step, int Taken, Func<Task<bool>> RunAsync);
