using System;

namespace MySqlReplication.Plans;

/// <summary>What every operation gets: where to speak, how long it may take, where it keeps its journal.</summary>
/// <param name="Messages">Where sentences go.</param>
/// <param name="Progress">Where progress goes.</param>
public sealed record OperationContext(IMessageSink Messages, IProgressSink Progress)
{
    /// <summary>The overall limit of what waits; the default is 60 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long opening a connection may take; the default is 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether anybody listens to debug sentences; when nobody does, statements are not written out for them.</summary>
    public bool Traces { get; init; } = true;

    /// <summary>The journal's folder; null means the per-user state directory.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Says a verbose sentence.</summary>
    public void Verbose(string text) => Messages.Write(MessageKind.Verbose, text);

    /// <summary>Says a debug sentence.</summary>
    public void Debug(string text) => Messages.Write(MessageKind.Debug, text);

    /// <summary>Says a warning.</summary>
    public void Warning(string text) => Messages.Write(MessageKind.Warning, text);
}
