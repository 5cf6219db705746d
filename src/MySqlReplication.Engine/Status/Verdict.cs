namespace MySqlReplication.Engine.Status;

/// <summary>What is said of a link: in a few words for a table, and in a sentence.</summary>
internal sealed record Verdict(string? Problem, string Reason);
