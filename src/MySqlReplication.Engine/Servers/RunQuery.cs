using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Servers;

/// <summary>Runs somebody's own statement on a server.</summary>
public static class RunQuery
{
    /// <summary>What would be run, with passwords struck out. Asks nobody.</summary>
    public static ReplicationPlan Plan(ServerReference server, string query, string? database)
    {
        var steps = new List<PlanStep>();
        void Add(SqlStatement statement, string reason) => steps.Add(new PlanStep
        {
            Number = steps.Count + 1,
            Target = server.ToString(),
            Kind = PlanStepKind.Statement,
            Text = statement.Redacted,
            Reason = reason,
            Reversibility = Reversibility.Irreversible,
        });

        if (database is not null)
        {
            Add(new SqlStatement("USE ").Name(database), "-Database is the statement's default database");
        }

        Add(SqlStatement.OfUser(query), "it was asked for");
        return new ReplicationPlan { Summary = "Run a statement on " + server, Server = server, Steps = steps };
    }

    /// <summary>Runs it and hands over each row as it comes.</summary>
    /// <param name="server">Where.</param>
    /// <param name="query">The statement, or several with ; between them.</param>
    /// <param name="parameters">Values for the names that begin with @ in it.</param>
    /// <param name="database">The default database; null for none.</param>
    /// <param name="take">Gets the column names, distinct, and the values of each row.</param>
    /// <param name="context">Where to speak.</param>
    /// <param name="cancellationToken">Ends it, on the server too.</param>
    /// <exception cref="ReplicationException">InvalidQueryParameter, StatementFailed, PrivilegeMissing, ServerTimeout, and those of connecting.</exception>
    public static async Task RunAsync(
        ServerReference server,
        string query,
        IReadOnlyDictionary<string, object?> parameters,
        string? database,
        Func<IReadOnlyList<string>, object?[], Task> take,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        Check(server, query, parameters);
        parameters = parameters.ToDictionary(parameter => parameter.Key, parameter => Plain(parameter.Value));
        using var connection = await ServerConnection.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        if (database is not null)
        {
            await connection.UseDatabaseAsync(database, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<string> names = [];
        long rows = 0;
        var changed = await connection.RunAsync(
            SqlStatement.OfUser(query),
            parameters,
            columns => names = ColumnNames.Distinct(columns),
            values =>
            {
                rows++;
                return take(names, values);
            },
            cancellationToken).ConfigureAwait(false);
        context.Verbose(server + ": " + rows.ToString(CultureInfo.InvariantCulture) + " rows returned"
            + (changed >= 0 ? ", " + changed.ToString(CultureInfo.InvariantCulture) + " rows affected." : "."));
    }

    private static void Check(ServerReference server, string query, IReadOnlyDictionary<string, object?> parameters)
    {
        foreach (var parameter in parameters)
        {
            // A name that is not used is a slip of the pen: the server would take the one that was meant as NULL.
            if (!Uses(query, parameter.Key))
            {
                throw QueryFailures.NotInQuery(server, parameter.Key);
            }

            if (parameter.Value is not (null or string or char or bool or byte or sbyte or short or ushort or int or uint or long or ulong
                or float or double or decimal or DateTime or DateTimeOffset or TimeSpan or Guid or byte[] or Enum or System.Numerics.BigInteger))
            {
                throw QueryFailures.NotAValue(server, parameter.Key, parameter.Value.GetType());
            }
        }
    }

    // Texts mean the same to every server; the driver would send a Guid as bytes and an enum as its number.
    private static object? Plain(object? value) => value switch
    {
        Guid guid => guid.ToString("D"),
        Enum word => word.ToString(),
        System.Numerics.BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        _ => value,
    };

    private static bool Uses(string query, string name)
    {
        for (var at = query.IndexOf("@" + name, StringComparison.OrdinalIgnoreCase); at >= 0; at = query.IndexOf("@" + name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var after = at + 1 + name.Length;
            if (after == query.Length || !(char.IsLetterOrDigit(query[after]) || query[after] is '_' or '$' or '.'))
            {
                return true;
            }
        }

        return false;
    }
}
