using System;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Status;

/// <summary>Settings by which a server passes over errors of its applier without showing them.</summary>
internal sealed record SkippedErrors
{
    /// <summary>The error numbers of slave_skip_errors, "all" or "ddl_exist_errors"; null when none is skipped.</summary>
    public string? Errors { get; init; }

    /// <summary>Whether slave_exec_mode is IDEMPOTENT: missing and duplicate rows are no errors then.</summary>
    public bool IsIdempotent { get; init; }

    public static SkippedErrors Of(ServerFacts facts) => new()
    {
        Errors = facts.Text("replica_skip_errors", "slave_skip_errors") is { Length: > 0 } errors && !errors.Equals("OFF", StringComparison.OrdinalIgnoreCase) ? errors : null,
        IsIdempotent = "IDEMPOTENT".Equals(facts.Text("replica_exec_mode", "slave_exec_mode"), StringComparison.OrdinalIgnoreCase),
    };
}
