using System;

namespace MySqlReplication.Plans;

/// <summary>How far a piece of work is.</summary>
/// <param name="Activity">What is being done, a sentence without end.</param>
/// <param name="Status">What it is at now.</param>
/// <param name="PercentComplete">0 to 100; null when that is not known.</param>
/// <param name="Remaining">Estimated; null when not known.</param>
/// <param name="Completed">True in the last report.</param>
/// <param name="Begins">True where something begins that may take long without another word: it is shown even right behind another report.</param>
public sealed record ProgressReport(string Activity, string Status, int? PercentComplete = null, TimeSpan? Remaining = null, bool Completed = false, bool Begins = false);
