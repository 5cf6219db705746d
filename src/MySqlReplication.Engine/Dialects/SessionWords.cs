using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Settings of one's own session, the same words on all servers (measured: dialects.md section 1).</summary>
internal static class SessionWords
{
    /// <summary>What this session writes from here on stays out of the binary log.</summary>
    public static SqlStatement WithoutBinaryLog => "SET SESSION sql_log_bin = 0";

    /// <summary>And into it again.</summary>
    public static SqlStatement WithBinaryLog => "SET SESSION sql_log_bin = 1";
}
