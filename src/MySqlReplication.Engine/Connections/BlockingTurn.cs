using System;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Leave to keep a thread of the pool waiting for one server's answer. An answer that is there in half a millisecond costs less so
/// than by way of the thread that watches all sockets and another one that then goes on, which look for more work in vain and take
/// the processor from the server beside them (measured: two thirds of what a status cost). Few may at once, and nobody waits for
/// leave: who gets none goes the usual way, so two hundred servers, or one that does not answer, hold nobody up.
/// </summary>
internal static class BlockingTurn
{
    private static readonly int Most = Math.Max(2, Environment.ProcessorCount / 2);
    private static int _taken;

    [ThreadStatic]
    private static bool _isHere;

    /// <summary>Whether this thread has a turn now and may go on waiting.</summary>
    public static bool IsHere => _isHere;

    /// <summary>Takes one, if there is one.</summary>
    public static bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= Most)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Does something on a thread of the pool, or one <paramref name="apart"/>, and gives the turn back when it is done, however long that takes.</summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> work, bool apart = false) => Task.Factory.StartNew(
        async () =>
        {
            try
            {
                return await BeginAsync(work).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _taken);
            }
        },
        CancellationToken.None,
        apart ? TaskCreationOptions.LongRunning : TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default).Unwrap();

    private static Task<T> BeginAsync<T>(Func<Task<T>> work)
    {
        _isHere = true;
        try
        {
            return work();
        }
        finally
        {
            _isHere = false;
        }
    }
}
