using System;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Hosting;

/// <summary>
/// Keeps answers in the order of the questions. A slot has its turn when all slots before it are done; an answer that is ready
/// waits for that no longer than the grace.
/// </summary>
internal sealed class OrderedAnswers
{
    private Task _previous = Task.CompletedTask;

    /// <summary>A place behind all that were opened before.</summary>
    public Slot Open(TimeSpan grace)
    {
        var slot = new Slot(_previous, grace);
        _previous = slot.Finished;
        return slot;
    }

    internal sealed class Slot(Task before, TimeSpan grace)
    {
        private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>This slot and all before it are done.</summary>
        public Task Finished => Task.WhenAll(before, _done.Task);

        /// <summary>Whether all before it are done.</summary>
        public bool HasTurn => before.IsCompleted;

        public void Done() => _done.TrySetResult(true);

        public Task WaitForTurnAsync(CancellationToken cancellationToken)
            => before.IsCompleted ? Task.CompletedTask : Task.WhenAny(before, Task.Delay(grace, cancellationToken));
    }
}
