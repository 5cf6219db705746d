using System;
using System.Collections.Generic;

namespace MySqlReplication.Engine.Status;

/// <summary>What the rows of one origin took to the replica.</summary>
internal sealed record OriginHeartbeats(OriginPath Path, IReadOnlyList<TimeSpan> Samples)
{
    /// <summary>Why there are fewer samples than asked for, or none; null when there are not.</summary>
    public string? Why { get; init; }

    /// <summary>Whether rows were sent; if not, nothing was written and nothing is known.</summary>
    public bool WasSent { get; init; }

    /// <summary>Whose rows passed the origin, where it may not be written to; null when they were its own.</summary>
    public UpstreamServer? By { get; init; }
}
