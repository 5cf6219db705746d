using System;
using System.Collections.Generic;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Dialects;

/// <summary>How the administrator's accounts of a new data directory are put in order, and what each family needs said in its option file.</summary>
internal sealed class SandboxWords(ServerVersion version)
{
    /// <summary>The administrator of every sandbox.</summary>
    public const string Administrator = "root";

    // localhost is the socket, 127.0.0.1 is TCP (names are not resolved).
    private static readonly string[] Hosts = ["localhost", "127.0.0.1"];

    private readonly Capabilities _capabilities = Capabilities.Of(version);

    private bool IsMariaDB => version.Flavour == ServerFlavour.MariaDB;

    /// <summary>Whether the program fills an empty data directory by itself; else it reads scripts in bootstrap mode.</summary>
    public bool InitializesItself => _capabilities.InitializesItself;

    /// <summary>
    /// The file of a data directory that holds the server's uuid, and what stands in it; null on MariaDB, which has none. A server
    /// that starts without it makes one itself, and 5.6 makes it of the microsecond and a number that two servers started together
    /// share: on a machine with a coarse clock two came out equal (seen in CI).
    /// </summary>
    public (string File, string Text)? Identity(Guid uuid) => IsMariaDB ? null : ("auto.cnf", "[auto]\nserver-uuid=" + uuid.ToString("D") + "\n");

    /// <summary>Whether it is given a certificate, instead of making one at every start.</summary>
    public bool WantsCertificate => _capabilities.MakesCertificateAtStart;

    /// <summary>The scripts that make the system tables, in order; those that a release does not have are left out.</summary>
    public IReadOnlyList<string> Scripts => IsMariaDB
        ?
        [
            "system_tables.sql", "performance_tables.sql", "system_tables_data.sql",
            "fill_help_tables.sql", "maria_add_gis_sp_bootstrap.sql", "sys_schema.sql",
        ]
        : ["system_tables.sql", "system_tables_data.sql", "fill_help_tables.sql"];

    /// <summary>What those names begin with: MariaDB changed it with 11.</summary>
    public static IReadOnlyList<string> ScriptPrefixes { get; } = ["mariadb_", "mysql_", string.Empty];

    /// <summary>Lines before the scripts. MariaDB's data script reads @auth_root_socket: NULL means root with an empty password instead of a socket login.</summary>
    public IReadOnlyList<string> BeforeScripts => IsMariaDB
        ? ["create database mysql;", "use mysql;", "set @auth_root_socket=NULL;"]
        : ["create database mysql;", "use mysql;"];

    /// <summary>Lines that leave root at localhost and 127.0.0.1 and nobody else: run where the directory is initialised, grant tables not loaded in bootstrap mode.</summary>
    public IReadOnlyList<string> Accounts => InitializesItself
        ?
        [
            "CREATE USER 'root'@'127.0.0.1';",
            "GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
            "GRANT PROXY ON ''@'' TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
        ]
        :
        [
            IsMariaDB
                ? "DELETE FROM mysql.global_priv WHERE NOT (User = 'root' AND Host IN ('localhost', '127.0.0.1')) AND User <> 'mariadb.sys';"
                : "DELETE FROM mysql.user WHERE NOT (User = 'root' AND Host IN ('localhost', '127.0.0.1'));",
            "DELETE FROM mysql.proxies_priv WHERE Host NOT IN ('localhost', '127.0.0.1');",
        ];

    /// <summary>Gives the administrator a password, leaving no trace in the binary log.</summary>
    public IEnumerable<SqlStatement> SetPassword(string password)
    {
        yield return new SqlStatement("SET SESSION sql_log_bin = 0");
        foreach (var host in Hosts)
        {
            yield return _capabilities.HasCreateUserIfNotExists
                ? new SqlStatement("ALTER USER ").Account(Administrator, host).Words(" IDENTIFIED BY ").Secret(password)
                : new SqlStatement("SET PASSWORD FOR ").Account(Administrator, host).Words(" = PASSWORD(").Secret(password).Words(")");
        }
    }

    /// <summary>Whether a release may lack this script and be complete.</summary>
    public static bool IsOptional(string script) => script is "sys_schema.sql" or "maria_add_gis_sp_bootstrap.sql" or "performance_tables.sql";

    /// <summary>Options by which a data directory is filled quickly and small.</summary>
    public IEnumerable<KeyValuePair<string, string?>> InitialOptions()
    {
        yield return new("innodb-buffer-pool-size", "16M");
        yield return new("innodb-flush-log-at-trx-commit", "0");
        yield return new("innodb-doublewrite", "0");
        if (_capabilities.HasRedoLogCapacity)
        {
            // Filling the system tables outruns 8 MB: the server then waits for its own log writer for seconds.
            yield return new("innodb-redo-log-capacity", "64M");
        }
        else
        {
            yield return new("innodb-log-file-size", "5M");
        }
    }

    /// <summary>Options by which this version starts quickly, small, and listens nowhere else.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Options()
    {
        yield return new("innodb-buffer-pool-size", "16M");
        yield return new("innodb-flush-log-at-trx-commit", "0");
        yield return new("innodb-doublewrite", "0");
        yield return new("innodb-fast-shutdown", "2");
        if (IsMariaDB)
        {
            yield return new("innodb-log-file-size", "5M");
            yield return new("aria-pagecache-buffer-size", "1M");
            yield return new("key-buffer-size", "1M");
            yield break;
        }

        yield return new("sync-binlog", "0");
        yield return new("table-open-cache", "400");
        yield return new("table-definition-cache", "400");
        if (!_capabilities.HasReplicationTables)
        {
            // Later versions tell of their replication workers there, so it stays on; before, it only costs 400 MB.
            yield return new("performance-schema", "OFF");
        }

        if (!_capabilities.HasRedoLogCapacity)
        {
            yield return new("innodb-log-file-size", "5M");
        }
        else
        {
            yield return new("innodb-redo-log-capacity", "8M");
        }

        if (_capabilities.SecureFilePrivTakesNull)
        {
            // The built-in folder (/var/lib/mysql-files) is missing where nothing was installed: MY-010095, and the server ends.
            yield return new("secure-file-priv", "NULL");
        }

        if (_capabilities.HasXProtocol)
        {
            // It would listen on port 33060 of every address, whatever bind-address says.
            yield return new("loose-mysqlx", "OFF");
        }
    }
}
