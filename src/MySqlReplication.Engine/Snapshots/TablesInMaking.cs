using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// Makes tables one after the other, the largest first, while others fill those that are there: a server spends the time of a CREATE TABLE
/// waiting for its disk, and side by side they are no faster (measured: MariaDB 10.11, 500 tables, one to four sessions). On a thread of its own:
/// pool threads that wait for the next answer spin, and take the processors from the servers.
/// </summary>
internal sealed class TablesInMaking : IDisposable
{
    private readonly Dictionary<string, Task> _made = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end;
    private readonly Task _work;

    /// <summary>Begins.</summary>
    /// <param name="tables">With their definitions, in the order in which they are wanted.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="whenAll">Is done when all are there.</param>
    public TablesInMaking(
        IReadOnlyList<TableDefinition> tables, Action<TableDefinition> make, CancellationToken cancellationToken, Action? whenAll = null)
    {
        var waiting = new List<(IReadOnlyList<TableDefinition> Group, TaskCompletionSource<bool> Made)>();
        foreach (var group in TableGroups.Of(tables))
        {
            var made = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((group, made));
            foreach (var table in group)
            {
                _made[table.FullName] = made.Task;
            }
        }

        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _work = Task.Factory.StartNew(() => Work(waiting, make, whenAll, _end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Returns when a table may be filled.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">ObjectNotTaken, of this table or one before it.</exception>
    public void Wait(TableDefinition table, CancellationToken cancellationToken)
    {
        var made = _made[table.FullName];
        Task.WaitAny([made], cancellationToken);
        made.GetAwaiter().GetResult();
    }

    /// <summary>Ends when all are made.</summary>
    public Task EndAsync() => _work;

    /// <summary>Ends the work behind the table that is being made.</summary>
    public void Dispose()
    {
        _end.End();
        Task.WaitAny(_work);
        _ = _work.Exception;
        _end.Dispose();
    }

    private static void Work(IReadOnlyList<(IReadOnlyList<TableDefinition> Group, TaskCompletionSource<bool> Made)> waiting, Action<TableDefinition> make, Action? whenAll, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (group, made) in waiting)
            {
                foreach (var table in group)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    make(table);
                }

                made.SetResult(true);
            }

            whenAll?.Invoke();
        }
        catch (Exception e)
        {
            foreach (var (_, made) in waiting)
            {
                // Somebody may be waiting, or nobody any more.
                made.TrySetException(e);
                _ = made.Task.Exception;
            }

            throw;
        }
    }
}
