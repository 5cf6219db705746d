using System;
using MySqlReplication.Servers;

namespace MySqlReplication.Diagnosis;

/// <summary>One entry of a server's error log.</summary>
public sealed record ErrorLogEvent
{
    /// <summary>The server that it was read from; null when only a file was read.</summary>
    public ServerReference? Server { get; init; }

    /// <summary>The file, or performance_schema.error_log.</summary>
    public required string Log { get; init; }

    /// <summary>
    /// When it was written; null when the line has no time. A time without a zone is taken in the server's own zone when the server
    /// was asked, else in this machine's.
    /// </summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How the server ranks it.</summary>
    public required ErrorLogLevel Level { get; init; }

    /// <summary>The server's error number: the one inside the text when there is one, else the message's own; null when there is none.</summary>
    public int? Code { get; init; }

    /// <summary>The part of the server ("Repl", "InnoDB"); null where the log does not say.</summary>
    public string? Subsystem { get; init; }

    /// <summary>The thread's number as the log has it; null when it has none.</summary>
    public long? Thread { get; init; }

    /// <summary>The text, with further lines that belong to it; secrets struck out.</summary>
    public required string Text { get; init; }

    /// <summary>What the number means; null when there is none, or the catalogue does not have it.</summary>
    public ErrorExplanation? Explanation { get; init; }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
