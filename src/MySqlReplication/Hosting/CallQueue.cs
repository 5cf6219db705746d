using System;
using System.Collections.Generic;
using System.Threading;

namespace MySqlReplication.Hosting;

/// <summary>
/// What workers want done on the pipeline's thread, in the order in which they said it. Who waits sleeps at once: a thread that
/// spins takes the processor from the worker that it waits for, or from the server on the same machine.
/// </summary>
internal sealed class CallQueue
{
    private readonly Queue<Call> _calls = new();

    public void Add(Call call)
    {
        lock (_calls)
        {
            _calls.Enqueue(call);
            Monitor.Pulse(_calls);
        }
    }

    /// <summary>Adds one that is taken with the next: who waits is not woken twice.</summary>
    public void AddBeforeNext(Call call)
    {
        lock (_calls)
        {
            _calls.Enqueue(call);
        }
    }

    /// <summary>The next one, if there is one.</summary>
    public Call? TryTake()
    {
        lock (_calls)
        {
            return _calls.Count > 0 ? _calls.Dequeue() : null;
        }
    }

    /// <summary>The next one, waited for.</summary>
    public Call Take()
    {
        lock (_calls)
        {
            while (_calls.Count == 0)
            {
                Monitor.Wait(_calls);
            }

            return _calls.Dequeue();
        }
    }

    /// <summary>Something to be done, and who must hear when it throws or is not done any more.</summary>
    internal sealed class Call(Action<Exception>? fault, Action action)
    {
        public Action<Exception>? Fault => fault;

        public Action Action => action;
    }
}
