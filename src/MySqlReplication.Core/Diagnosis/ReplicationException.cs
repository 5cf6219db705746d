using System;

namespace MySqlReplication.Diagnosis;

/// <summary>
/// The one exception of the module: what happened in a sentence, an ErrorId that is a public promise, and what to type next.
/// Carries no secret; the server's own text is inside the message, cleaned.
/// </summary>
public sealed class ReplicationException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="errorId">One of <see cref="ErrorIds"/>.</param>
    /// <param name="kind">What sort it is.</param>
    /// <param name="target">The server (<see cref="Servers.ServerReference"/>) or file it is about.</param>
    /// <param name="message">A sentence for an admin.</param>
    /// <param name="recommendedAction">The next command to type, or what to change; null when there is none.</param>
    /// <param name="innerException">The cause, if its text is known to be free of secrets.</param>
    public ReplicationException(string errorId, FailureKind kind, object? target, string message, string? recommendedAction = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        TargetObject = target;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The public name of this failure.</summary>
    public string ErrorId { get; }

    /// <summary>What sort it is.</summary>
    public FailureKind Kind { get; }

    /// <summary>The server or file.</summary>
    public object? TargetObject { get; }

    /// <summary>What to do next; null when there is nothing to say.</summary>
    public string? RecommendedAction { get; }

    /// <summary>The server's error number; null when no server spoke.</summary>
    public int? ServerErrorCode { get; init; }
}
