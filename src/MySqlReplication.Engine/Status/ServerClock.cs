using System;

namespace MySqlReplication.Engine.Status;

/// <summary>A server's clock beside this process's steady one.</summary>
/// <param name="Ticks">Its time less the steady clock's: means something beside another server's only.</param>
/// <param name="Error">By how much that can be out, either way.</param>
internal sealed record ServerClock(long Ticks, TimeSpan Error)
{
    /// <summary>By how much it is ahead of another server's; below zero when it is behind.</summary>
    public TimeSpan Ahead(ServerClock other) => TimeSpan.FromTicks(Ticks - other.Ticks);

    /// <summary>Whether the two differ by more than that, however far the answers were out.</summary>
    public bool DiffersFrom(ServerClock other, TimeSpan bound) => Ahead(other).Duration() - Error - other.Error > bound;
}
