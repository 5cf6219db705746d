using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Servers;

/// <summary>
/// Invoke-ReplicationQuery: runs a statement on each server and returns its rows as they come. A row has a property for each
/// column, and knows its server in a hidden one.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "ReplicationQuery", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PSObject), typeof(ReplicationPlan))]
public sealed class InvokeReplicationQueryCommand : ServerCmdlet
{
    /// <summary>The statement; several are separated by semicolons.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = string.Empty;

    /// <summary>Values for the names that begin with @ in the statement. They are never made part of its text.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>The statement's default database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    // Rows of a server that waits for its turn would gather in memory.
    internal override bool KeepsOrder => false;

    internal override bool Approve(ServerReference server)
    {
        var plan = RunQuery.Plan(server, Query, Database);
        if (IsWhatIfCached)
        {
            WriteObject(plan);
            return false;
        }

        return ShouldProcess(server.ToString(), "Run " + plan.Steps[plan.Steps.Count - 1].Text);
    }

    internal override async Task AskAsync(ServerReference server, OperationContext context, IAnswers answers, CancellationToken cancellationToken)
    {
        var rows = new RowStream(server, answers);
        await RunQuery.RunAsync(server, Query, Values(), Database, rows.TakeAsync, context, cancellationToken).ConfigureAwait(false);
        await rows.EndAsync().ConfigureAwait(false);
    }

    private Dictionary<string, object?> Values()
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Parameter ?? new Hashtable())
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!.TrimStart('@');
            var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            values[name] = value is DBNull ? null : value;
        }

        return values;
    }
}
