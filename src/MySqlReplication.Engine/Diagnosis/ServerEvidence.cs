using System.Collections.Generic;
using MySqlReplication.Engine.Links;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Status;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What one server says of itself, as far as the rules about servers need it. Null is "may not be seen".</summary>
internal sealed record ServerEvidence(ServerReference Server, ServerFacts Facts, LinkEnd End, ServerSettings Settings)
{
    /// <summary>How many replicas read its log now.</summary>
    public int? Readers { get; init; }

    /// <summary>What time it is there.</summary>
    public ServerClock? Clock { get; init; }

    /// <summary>Tables of users by "database.table".</summary>
    public IReadOnlyDictionary<string, TableShape>? Tables { get; init; }

    /// <summary>Definers of routines, triggers, views and events that are no accounts.</summary>
    public IReadOnlyList<string>? MissingDefiners { get; init; }

    /// <summary>Events that this server would run itself.</summary>
    public IReadOnlyList<string>? EnabledEvents { get; init; }

    /// <summary>Filters that a statement set, as "replicate_do_db=x".</summary>
    public IReadOnlyList<string>? LiveFilters { get; init; }

    /// <summary>Privileges that the login has on everything, in capitals.</summary>
    public IReadOnlyList<string> Privileges { get; init; } = [];
}
