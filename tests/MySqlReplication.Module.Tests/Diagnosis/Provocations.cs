using System.Collections.Generic;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>How each error that a statement can bring about is brought about.</summary>
internal static class Provocations
{
    private const string Any = "my|maria";
    private const string Old = "mysql-5.6|maria";
    private const string TwoSessions = "mysql-5.6|mariadb-11.8"; // They take seconds: on one of each family.
    private const string MySql9 = "mysql-9";
    private const string MariaDB = "maria";

    /// <summary>A table of MariaDB of which there is the definition and nothing else.</summary>
    public const string Ghost = "ghost";

    // Five characters of a file's name each; a path holds 512 at most.
    private static readonly string LongName = new('\u4e00', 50);

    /// <summary>Run once before the others.</summary>
    public const string Before =
        "CREATE DATABASE d; CREATE TABLE d.t (i INT PRIMARY KEY, s VARCHAR(3)) ENGINE=InnoDB; INSERT INTO d.t VALUES (1, 'a'), (2, 'b'); CREATE TABLE d.m (i INT) ENGINE=MyISAM; "
        + "CREATE TABLE d.c (i INT, FOREIGN KEY (i) REFERENCES d.t (i)) ENGINE=InnoDB; INSERT INTO d.c VALUES (1); ALTER TABLE d.t ADD INDEX x (s); CREATE VIEW d.v AS SELECT 1; "
        + "CREATE USER 'plain'@'127.0.0.1' IDENTIFIED BY 'Plain-pw-1'; GRANT SELECT, INSERT, UPDATE ON d.* TO 'plain'@'127.0.0.1'";

    public static IReadOnlyList<Provocation> ByStatement { get; } =
    [
        new(1007, Any, "CREATE DATABASE d"),
        new(1008, Any, "DROP DATABASE nosuch"),
        new(1044, Any, "CREATE DATABASE mine") { AsPlainUser = true },
        new(1049, Any, "USE nosuch"),
        new(1050, Any, "CREATE TABLE d.t (i INT)"),
        new(1051, Any, "DROP TABLE d.nosuch"),
        new(1054, Any, "SELECT nosuch FROM d.t"),
        new(1060, Any, "ALTER TABLE d.t ADD COLUMN s INT"),
        new(1061, Any, "ALTER TABLE d.t ADD INDEX x (s)"),
        new(1062, Any, "INSERT INTO d.t VALUES (1, 'z')"),
        new(1064, Any, "START REPLICATION OF EVERYTHING"),
        new(1091, Any, "ALTER TABLE d.t DROP COLUMN nosuch"),
        new(1141, Any, "SHOW GRANTS FOR 'nobody'@'nowhere'"),
        new(1142, Any, "SELECT * FROM mysql.user") { AsPlainUser = true },
        new(1146, Any, "SELECT * FROM d.nosuch"),
        new(1193, Any, "SET GLOBAL nosuch = 1"),
        new(1198, Old, "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, MASTER_USER='x'; START SLAVE; CHANGE MASTER TO MASTER_PORT=2") { After = "STOP SLAVE; RESET SLAVE ALL" },
        new(1200, Old, "START SLAVE"),
        new(1200, MySql9, "START REPLICA"),
        new(1205, TwoSessions, "SET innodb_lock_wait_timeout = 1; UPDATE d.t SET s = 'x' WHERE i = 2") { Meanwhile = "START TRANSACTION; UPDATE d.t SET s = 'y' WHERE i = 2; " + Gate.Pass },
        new(1213, TwoSessions, "START TRANSACTION; UPDATE d.t SET s = 'x' WHERE i = 1; " + Gate.Pass + "; UPDATE d.t SET s = 'x' WHERE i = 2")
        {
            Meanwhile = "START TRANSACTION; UPDATE d.t SET s = 'y' WHERE i = 2; " + Gate.Pass + "; UPDATE d.t SET s = 'y' WHERE i = 1",
        },
        new(1227, Any, "SHOW BINARY LOGS") { AsPlainUser = true },
        new(1290, Any, "INSERT INTO d.t VALUES (9, 'z')") { AsPlainUser = true, After = "SET GLOBAL read_only = 0" },
        new(1396, Any, "CREATE USER 'plain'@'127.0.0.1' IDENTIFIED BY 'Plain-pw-2'"),
        new(1406, Any, "SET sql_mode = 'STRICT_ALL_TABLES'; INSERT INTO d.t VALUES (5, 'abcdef')"),
        new(1412, TwoSessions, "ALTER TABLE d.t ADD COLUMN later INT, ALGORITHM=COPY; ALTER TABLE d.t DROP COLUMN later, ALGORITHM=COPY") { Meanwhile = "START TRANSACTION WITH CONSISTENT SNAPSHOT; " + Gate.Pass + "; SELECT * FROM d.t" },
        new(1418, Any, "CREATE FUNCTION d.f() RETURNS INT RETURN 1"),
        new(1451, Any, "DELETE FROM d.t WHERE i = 1"),
        new(1452, Any, "INSERT INTO d.c VALUES (77)"),
        new(1580, Any, "SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = 1; DROP TABLE mysql.general_log") { After = "SET GLOBAL general_log = 0; SET GLOBAL log_output = 'FILE'" },

        new(1860, "mysql", "CREATE DATABASE `" + LongName + "`; CREATE TABLE `" + LongName + "`.`" + LongName + LongName[..14] + "` (i INT)") { After = "DROP DATABASE `" + LongName + "`" },
        new(1777, "mysql-5.6", "CHANGE MASTER TO MASTER_AUTO_POSITION = 1"),
        new(1781, "mysql-5.6", "SET gtid_next = 'aaaaaaaa-0000-1111-2222-333333333333:5'"),

        new(1776, MySql9, "CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION = 1; CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE = 'x', SOURCE_LOG_POS = 4") { After = "RESET REPLICA ALL" },
        new(1782, MySql9, "SET gtid_next = 'ANONYMOUS'"),
        new(1785, MySql9, "START TRANSACTION; INSERT INTO d.t VALUES (6, 'a'); INSERT INTO d.m VALUES (1)"),
        new(1819, MySql9, "INSTALL COMPONENT 'file://component_validate_password'; CREATE USER 'weak'@'x' IDENTIFIED BY 'a'") { After = "UNINSTALL COMPONENT 'file://component_validate_password'" },
        new(1837, MySql9, "SET gtid_next = 'aaaaaaaa-0000-1111-2222-333333333333:5'; BEGIN; COMMIT; INSERT INTO d.t VALUES (7, 'a')"),
        new(3021, MySql9, "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=1, SOURCE_USER='x'; START REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_PORT=2"),
        new(3081, MySql9, "RESET REPLICA"),
        new(3085, MySql9, "CHANGE REPLICATION FILTER REPLICATE_DO_DB = (x)") { After = "STOP REPLICA" },
        new(3056, MySql9, "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = '123456789012345678901234567890123'"),
        new(3074, MySql9, "START REPLICA FOR CHANNEL 'nosuch'"),
        new(3139, MySql9, "CHANGE REPLICATION SOURCE TO IGNORE_SERVER_IDS = (9)") { After = "RESET REPLICA ALL" },
        new(3546, MySql9, "SET GLOBAL gtid_purged = '+aaaaaaaa-0000-1111-2222-333333333333:5'"),
        new(3707, MySql9, "RESTART"),
        new(4016, MySql9, "SET GLOBAL sql_replica_skip_counter = 1; SHOW WARNINGS") { IsWarning = true, After = "SET GLOBAL sql_replica_skip_counter = 0" },

        new(1617, MariaDB, "SHOW SLAVE 'nosuch' STATUS"),
        new(1929, MariaDB, "START TRANSACTION; SET skip_replication = 1"),
        new(1934, MariaDB, "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, MASTER_USER='x'; CHANGE MASTER 'other' TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, MASTER_USER='x'"),
        new(1937, MariaDB, "START ALL SLAVES; SHOW WARNINGS") { IsWarning = true },
        new(1938, MariaDB, "STOP ALL SLAVES; SHOW WARNINGS") { IsWarning = true },
        new(1949, MariaDB, "CHANGE MASTER TO MASTER_USE_GTID = no; START SLAVE UNTIL master_gtid_pos = '0-1-5'") { After = "RESET SLAVE ALL" },
        new(1941, MariaDB, "SET GLOBAL gtid_slave_pos = 'nonsense'"),
        new(1943, MariaDB, "SET GLOBAL gtid_slave_pos = '0-1-1,0-2-2'"),
        new(1947, MariaDB, "SET GLOBAL gtid_strict_mode = 1; SET @old = CONCAT('0-', @@server_id, '-1'); SET GLOBAL gtid_slave_pos = @old"),
        new(1948, MariaDB, "SET GLOBAL gtid_slave_pos = ''"),
        new(1950, MariaDB, "SET gtid_seq_no = 1; INSERT INTO d.t VALUES (50, 'a')") { After = "SET GLOBAL gtid_strict_mode = 0" },
        new(1953, MariaDB, "START TRANSACTION; SET gtid_domain_id = 3"),
        new(1956, MariaDB, "SET GLOBAL gtid_binlog_state = '0-1-1'"),
        new(1957, MariaDB, "KILL QUERY ID 999999999"),
        new(1959, MariaDB, "SET ROLE nosuch"),
        new(1961, MariaDB, "CREATE ROLE r1; GRANT r1 TO r1"),
        new(1965, MariaDB, "DROP TABLE d.v"),
        new(1927, MariaDB, "KILL CONNECTION_ID()"),
        new(1930, MariaDB, "CREATE FUNCTION d.skips() RETURNS INT DETERMINISTIC BEGIN SET skip_replication = 1; RETURN 1; END; SELECT d.skips()"),
        new(1931, MariaDB, "SELECT * FROM d.t x, d.t y LIMIT ROWS EXAMINED 0; SHOW WARNINGS") { IsWarning = true },
        new(1932, MariaDB, "SELECT * FROM d." + Ghost),
        new(1933, MariaDB, "EXECUTE IMMEDIATE CONCAT('SHOW EXPLAIN FOR ', CONNECTION_ID())"),
        new(1954, MariaDB, "CREATE FUNCTION d.domain() RETURNS INT DETERMINISTIC BEGIN SET gtid_domain_id = 3; RETURN 1; END; SELECT d.domain()"),
        new(1962, MariaDB, "CREATE ROLE r2; REVOKE r2 FROM 'plain'@'127.0.0.1'"),
        new(1966, MariaDB, "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, MASTER_USER='x', MASTER_USE_GTID=slave_pos; SET GLOBAL slave_parallel_threads = 2; SET GLOBAL gtid_slave_pos = '1-9-1,2-9-1'; SET GLOBAL sql_slave_skip_counter = 1")
        {
            After = "RESET SLAVE ALL; SET GLOBAL slave_parallel_threads = 0",
        },
        new(1944, MariaDB, "ALTER TABLE mysql.gtid_slave_pos ADD COLUMN more INT; SET GLOBAL gtid_slave_pos = '1-9-2,2-9-1'") { After = "ALTER TABLE mysql.gtid_slave_pos DROP COLUMN more" },
    ];

    /// <summary>On a MySQL 5.6 that uses GTIDs.</summary>
    public static IReadOnlyList<Provocation> OnOldGtids { get; } =
    [
        new(1786, "mysql-5.6", "CREATE TABLE d.copy SELECT * FROM d.t"),
        new(1787, "mysql-5.6", "START TRANSACTION; CREATE TEMPORARY TABLE d.tmp (i INT) ENGINE=InnoDB"),
        new(1840, "mysql-5.6", "SET GLOBAL gtid_purged = 'aaaaaaaa-0000-1111-2222-333333333333:1-5'"),
        new(1858, "mysql-5.6", "SET GLOBAL sql_slave_skip_counter = 1"),
        new(1884, "mysql-5.6", "CREATE TABLE d.base (i INT) ENGINE=InnoDB; CREATE TEMPORARY TABLE d.passing (i INT) ENGINE=InnoDB; SET gtid_next = 'aaaaaaaa-0000-1111-2222-333333333333:77'; DROP TABLE d.passing, d.base"),
    ];

    /// <summary>On a MySQL of today whose server id is 0.</summary>
    public static IReadOnlyList<Provocation> OnNoServerId { get; } =
    [
        new(1794, MySql9, "START REPLICA"),
    ];

    /// <summary>By logins and by what a session sends, in ErrorCatalogueTests.</summary>
    public static IReadOnlyList<int> ByLogin { get; } = [1040, 1045, 1130, 1158];

    /// <summary>
    /// By links that are broken on purpose, in LinkFaultTests, LinkFaultMoreTests, RelayLogFaultTests, ErrorNumberTests, WorkerErrorTests,
    /// ClusterLinkTests and StartFailureTests, which assert the number.
    /// </summary>
    public static IReadOnlyList<int> ByLink { get; } =
    [
        1032, 1043, 1201, 1236, 1590, 1593, 1594, 1595, 1597, 1610, 1677, 1755, 1756, 1866, 1872, 1942, 1964, 2003, 2005, 2007, 2013, 2026, 2027, 2059, 2061, 3100,
    ];
}
