using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>How one step is taken back later, as data that a journal can hold: statements on a server, or a file put back.</summary>
internal sealed record UndoAction
{
    /// <summary>The server's address, "db2:3306"; null when a file is put back.</summary>
    public string? Server { get; init; }

    /// <summary>Who logged in there; null for a file.</summary>
    public string? ServerUser { get; init; }

    /// <summary>Statements in order, each as pieces (<see cref="SqlStatement.ToPieces"/>), so that they are quoted for the session that runs them.</summary>
    public IReadOnlyList<IReadOnlyList<string[]>> Statements { get; init; } = [];

    /// <summary>Whose password has to be asked for; null when none is needed.</summary>
    public string? SecretOf { get; init; }

    /// <summary>Statements run with sql_log_bin=0 in their session.</summary>
    public bool WithoutBinaryLog { get; init; }

    /// <summary>The file that was changed; null for a server.</summary>
    public string? File { get; init; }

    /// <summary>The copy of how it was; null when there was no file before.</summary>
    public string? Backup { get; init; }

    /// <summary>SHA-256 of the file as the step left it, hex: when it differs now, somebody changed it since.</summary>
    public string? FileHash { get; init; }

    /// <summary>A sentence for people, without secrets.</summary>
    public required string Text { get; init; }

    /// <summary>Statements on a server.</summary>
    public static UndoAction OnServer(ServerReference server, params SqlStatement[] statements) => new()
    {
        Server = server.ToString(),
        ServerUser = server.UserName,
        Statements = statements.Select(s => s.ToPieces()).ToList(),
        Text = string.Join("; ", statements.Select(s => s.Redacted)),
    };
}
