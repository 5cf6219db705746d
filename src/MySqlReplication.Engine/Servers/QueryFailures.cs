using System;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Servers;

/// <summary>What is said of somebody's own statement.</summary>
internal static class QueryFailures
{
    public static ReplicationException NotInQuery(ServerReference server, string name) => new(
        ErrorIds.InvalidQueryParameter,
        FailureKind.InvalidArgument,
        server,
        "-Parameter has a value '" + name + "', but the statement has no @" + name + ". Nothing was run.",
        "Write @" + name + " where the value belongs, without quotes around it, or take it out of -Parameter.");

    public static ReplicationException NotAValue(ServerReference server, string name, Type type) => new(
        ErrorIds.InvalidQueryParameter,
        FailureKind.InvalidArgument,
        server,
        "The value '" + name + "' in -Parameter is of type " + type.Name + ", which no server takes as a value. Nothing was run.",
        "Pass a text, a number, a date, a time span, a Guid, bytes or $null.");
}
