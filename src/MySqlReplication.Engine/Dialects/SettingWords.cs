using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Settings of a running server, and where they come from.</summary>
internal static class SettingWords
{
    /// <summary>The process list, the same words everywhere: Id, User, Host, db, Command, Time.</summary>
    public static SqlStatement Sessions => "SHOW PROCESSLIST";

    /// <summary>This session's own number in that list.</summary>
    public static SqlStatement OwnSession => "SELECT CONNECTION_ID()";

    /// <summary>What SET PERSIST has kept (mysqld-auto.cnf): name and value.</summary>
    public static SqlStatement Persisted => "SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.persisted_variables";

    /// <summary>Name, source and file of each variable; null where the server does not tell.</summary>
    public static SqlStatement? Origins(Capabilities server) => server.HasPersistedVariables ? new SqlStatement("SELECT VARIABLE_NAME, VARIABLE_SOURCE, VARIABLE_PATH FROM performance_schema.variables_info")
        : server.HasSystemVariablesTable ? new SqlStatement("SELECT VARIABLE_NAME, GLOBAL_VALUE_ORIGIN, GLOBAL_VALUE_PATH FROM information_schema.SYSTEM_VARIABLES")
        : null;

    /// <summary>Replicated temporary tables that the applier holds open (manual: Replica_open_temp_tables from 8.0.26 on).</summary>
    public static SqlStatement OpenTemporaryTables => "SHOW GLOBAL STATUS WHERE Variable_name IN ('Slave_open_temp_tables', 'Replica_open_temp_tables')";

    /// <summary>Seconds since the server started.</summary>
    public static SqlStatement Uptime => "SHOW GLOBAL STATUS LIKE 'Uptime'";

    /// <summary>Ends and starts the server. Manual: MySQL 8.0.4.</summary>
    public static SqlStatement Restart => "RESTART";

    /// <summary>Sets a running value until the next start.</summary>
    public static SqlStatement SetGlobal(string variable, string value) => Set("SET GLOBAL ", variable, value);

    /// <summary>Sets a running value and keeps it. Measured: 9.7.</summary>
    public static SqlStatement SetPersist(string variable, string value) => Set("SET PERSIST ", variable, value);

    /// <summary>Keeps a value for the next start; the running one stays. Measured: 9.7.</summary>
    public static SqlStatement SetPersistOnly(string variable, string value) => Set("SET PERSIST_ONLY ", variable, value);

    /// <summary>Forgets a kept value; the running one stays.</summary>
    public static SqlStatement ResetPersist(string variable) => new SqlStatement("RESET PERSIST IF EXISTS ").Words(variable);

    // Variables are named by the catalogue, never by anybody outside.
    private static SqlStatement Set(string words, string variable, string value) => long.TryParse(value, out var number)
        ? new SqlStatement(words).Words(variable + " = ").Number(number)
        : new SqlStatement(words).Words(variable + " = ").Text(value);
}
