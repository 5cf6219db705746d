namespace MySqlReplication.Engine.Plans;

/// <summary>What running a plan left.</summary>
/// <param name="Changed">Whether there was anything to do.</param>
/// <param name="JournalEntry">The journal file; null when nothing was done.</param>
internal sealed record PlanOutcome(bool Changed, string? JournalEntry);
