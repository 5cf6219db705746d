using System;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Hosting;

/// <summary>
/// Keeps answers in the order of the questions. A slot has its turn when all slots before it have written; an answer that is
/// ready waits for that no longer than the grace, and even then behind those before it that are ready too.
/// </summary>
internal sealed class OrderedAnswers
{
    private Slot? _last;

    /// <summary>A place behind all that were opened before.</summary>
    public Slot Open(TimeSpan grace) => _last = new Slot(_last, grace);

    internal sealed class Slot
    {
        private readonly TimeSpan _grace;
        private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<bool> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _before;
        private Slot? _previous;

        public Slot(Slot? previous, TimeSpan grace)
        {
            _grace = grace;
            _previous = previous is { Through.IsCompleted: false } ? previous : null;
            _before = _previous?.Through ?? Task.CompletedTask;
            Through = _previous is null ? _written.Task : Task.WhenAll(_before, _written.Task);
        }

        /// <summary>Whether all before it have written.</summary>
        public bool HasTurn => _before.IsCompleted;

        // This slot and all before it have written.
        private Task Through { get; }

        /// <summary>All answers are there.</summary>
        public void Ready() => _ready.TrySetResult(true);

        /// <summary>All answers are written, or never will be.</summary>
        public void Done()
        {
            _ready.TrySetResult(true);
            _written.TrySetResult(true);
        }

        public async Task WaitForTurnAsync(CancellationToken cancellationToken)
        {
            if (!_before.IsCompleted)
            {
                await Task.WhenAny(_before, Task.Delay(_grace, cancellationToken)).ConfigureAwait(false);
                for (var slot = _previous; slot is not null && !_before.IsCompleted; slot = slot._previous)
                {
                    if (slot._ready.Task.IsCompleted)
                    {
                        await slot._written.Task.ConfigureAwait(false);
                    }
                }
            }

            // The chain must not keep a whole session's slots alive.
            _previous = _before.IsCompleted ? null : _previous;
        }
    }
}
