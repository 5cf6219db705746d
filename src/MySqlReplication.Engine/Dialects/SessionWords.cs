using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Settings of one's own session, the same words on all servers (measured: dialects.md section 1).</summary>
internal static class SessionWords
{
    /// <summary>The cipher of this session's connection, empty when it is not encrypted. Taken by all five.</summary>
    public static SqlStatement ShowCipher => "SHOW SESSION STATUS LIKE 'Ssl_cipher'";

    /// <summary>What this session writes from here on stays out of the binary log.</summary>
    public static SqlStatement WithoutBinaryLog => "SET SESSION sql_log_bin = 0";

    /// <summary>And into it again.</summary>
    public static SqlStatement WithBinaryLog => "SET SESSION sql_log_bin = 1";
}
