namespace MySqlReplication.Engine.Diagnosis;

/// <summary>An account of the source with the replication user's name.</summary>
/// <param name="Host">Its host part.</param>
/// <param name="DemandsTls">Whether it may log in over TLS only.</param>
/// <param name="MayReplicate">Whether it has REPLICATION SLAVE.</param>
internal sealed record SourceAccount(string Host, bool DemandsTls, bool MayReplicate);
