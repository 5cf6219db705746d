using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>How one step is taken back later, as data that a journal can hold: statements on a server, or a file put back.</summary>
internal sealed record UndoAction
{
    /// <summary>The server's address, "db2:3306"; null when a file is put back.</summary>
    public string? Server { get; init; }

    /// <summary>That server's own server_uuid (MySQL), server_uid (MariaDB 10.11 and later) or server_id: another one at the same address is left alone.</summary>
    public string? ServerIdentity { get; init; }

    /// <summary>Who logged in there; null for a file.</summary>
    public string? ServerUser { get; init; }

    /// <summary>Statements in order, each as pieces (<see cref="SqlStatement.ToPieces"/>), so that they are quoted for the session that runs them.</summary>
    public IReadOnlyList<IReadOnlyList<string[]>> Statements { get; init; } = [];

    /// <summary>The user's name whose password has to be asked for, to stand in for every secret; null when none is needed.</summary>
    public string? SecretOf { get; init; }

    /// <summary>Statements run with sql_log_bin=0 in their session.</summary>
    public bool WithoutBinaryLog { get; init; }

    /// <summary>Error numbers by which the server says that it is so already ("there is no such account").</summary>
    public IReadOnlyList<int> AlreadySo { get; init; } = [];

    /// <summary>The file that was changed; null for a server.</summary>
    public string? File { get; init; }

    /// <summary>The copy of how it was, or what it was renamed to; null for a server, and for a file that was not there before.</summary>
    public string? Backup { get; init; }

    /// <summary>SHA-256 of the file as the step left it, hex: when it differs now, somebody changed it since. Null for one that was renamed.</summary>
    public string? FileHash { get; init; }

    /// <summary>The file is a relay log index in this data directory, which no server may use while it is put back; null for others.</summary>
    public string? StoppedDataDirectory { get; init; }

    /// <summary>A sentence for people, without secrets.</summary>
    public required string Text { get; init; }

    /// <summary>Statements on the server of a session; which server that is, is remembered.</summary>
    public static UndoAction OnServer(ServerSession session, params SqlStatement[] statements) => new()
    {
        Server = session.Server.ToString(),
        ServerIdentity = IdentityOf(session),
        ServerUser = session.Server.UserName,
        Statements = statements.Select(s => s.ToPieces()).ToList(),
        Text = string.Join("; ", statements.Select(s => s.Redacted)),
    };

    /// <summary>What tells this server from another at the same address.</summary>
    public static string IdentityOf(ServerSession session)
        => session.Facts.Uid ?? session.Facts.ServerId.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
