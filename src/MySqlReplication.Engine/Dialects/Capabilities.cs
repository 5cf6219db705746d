using System.Collections.Generic;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// Named facts of a server's version, each decided here and nowhere else. Measured ones are in dialects.md; those marked
/// "manual" were read in the reference manual of a version that could not be had for measuring.
/// </summary>
internal sealed record Capabilities
{
    /// <summary>SHOW REPLICA STATUS, START REPLICA, RESET REPLICA. Manual: MySQL 8.0.22. Measured: 9.7.</summary>
    public required bool SpeaksReplica { get; init; }

    /// <summary>CHANGE REPLICATION SOURCE TO SOURCE_... . Manual: MySQL 8.0.23. Measured: 9.7; MariaDB refuses it.</summary>
    public required bool SpeaksChangeSource { get; init; }

    /// <summary>SHOW BINARY LOG STATUS. Manual: MySQL 8.2. Measured: 9.7.</summary>
    public required bool SpeaksBinaryLogStatus { get; init; }

    /// <summary>SOURCE_POS_WAIT. Manual: MySQL 8.0.26. Measured: 9.7.</summary>
    public required bool HasSourcePosWait { get; init; }

    /// <summary>FOR CHANNEL. Manual: MySQL 5.7.6.</summary>
    public required bool HasChannels { get; init; }

    /// <summary>CHANGE MASTER 'name' TO. Measured: MariaDB 10.5 and later.</summary>
    public required bool HasNamedConnections { get; init; }

    /// <summary>gtid_mode and AUTO_POSITION. Manual: MySQL 5.6.5.</summary>
    public required bool HasGtidMode { get; init; }

    /// <summary>gtid_slave_pos and MASTER_USE_GTID. Measured: MariaDB.</summary>
    public required bool HasMariaDBGtid { get; init; }

    /// <summary>
    /// The family of collations that its sessions have by default or may have, and older servers do not know: a statement of such a
    /// session stops their applier (measured, 11.8 to 10.5: error 22). Manuals: uca1400 since MariaDB 10.10, 0900 since MySQL 8.0.
    /// Null before.
    /// </summary>
    public required string? NewerCollations { get; init; }

    /// <summary>RETRY_COUNT as an option of CHANGE. Measured: 5.6, 9.7; MariaDB has only the start option.</summary>
    public required bool HasRetryCountInChange { get; init; }

    /// <summary>DELAY as an option of CHANGE. Manual: MySQL 5.6. Measured: 5.6, 9.7, MariaDB 10.5 and later.</summary>
    public required bool HasDelay { get; init; }

    /// <summary>GET_SOURCE_PUBLIC_KEY. Manual: MySQL 8.0.4 (as GET_MASTER_PUBLIC_KEY), 8.0.23 (new word). Measured: 9.7.</summary>
    public required bool HasGetPublicKey { get; init; }

    /// <summary>performance_schema.replication_* tables with MySQL's columns. Manual: MySQL 5.7.2.</summary>
    public required bool HasReplicationTables { get; init; }

    /// <summary>The longest password a link takes, in bytes of UTF-8. Measured: MySQL 32 (5.6 cuts silently, 9.7: 3056), MariaDB 96 (1470).</summary>
    public required int MaxLinkPasswordLength { get; init; }

    /// <summary>Whether a receiver can use TLS whatever the server's own certificate is. Manual: MySQL 5.7 and MariaDB are always built with it.</summary>
    public required bool ReceiverHasTls { get; init; }

    /// <summary>
    /// Whether two such servers check each other's certificate by the account's password, with no certificate authority set up.
    /// Manual: MariaDB 11.4. Measured: 11.8.
    /// </summary>
    public required bool VerifiesByPassword { get; init; }

    /// <summary>The longest user name in characters. Measured (1470): 5.6 16, 9.7 32, MariaDB 10.5 80, 10.11 and 11.8 128. Manual: 32 from MySQL 5.7.8, 128 from MariaDB 10.6.</summary>
    public required int MaxUserNameLength { get; init; }

    /// <summary>The longest host part in characters. Measured (1470): 5.6 and MariaDB 10.5 60, the others 255. Manual: 255 from MySQL 8.0.17 and MariaDB 10.6.</summary>
    public required int MaxHostPatternLength { get; init; }

    /// <summary>10.0.0.0/24 as a host part; elsewhere it is kept as a name that fits nobody. Manual: MySQL 8.0.23. Measured: 9.7; not 5.6, not MariaDB.</summary>
    public required bool HasCidrHostPattern { get; init; }

    /// <summary>super_read_only. Manual: MySQL 5.7.8.</summary>
    public required bool HasSuperReadOnly { get; init; }

    /// <summary>CREATE USER IF NOT EXISTS and ALTER USER ... IDENTIFIED BY. Manual: MySQL 5.7.6/8. Measured: 9.7, MariaDB; not 5.6.</summary>
    public required bool HasCreateUserIfNotExists { get; init; }

    /// <summary>Writes the password of a CHANGE in clear into its general log. Measured: MariaDB; 5.6 and 9.7 blot it out (note 1759 is about the network).</summary>
    public required bool LogsLinkPasswords { get; init; }

    /// <summary>RETAIN CURRENT PASSWORD: an account with two passwords at once. Manual: MySQL 8.0.14. Measured: 9.7.</summary>
    public required bool HasDualPasswords { get; init; }

    /// <summary>What a plugin keeps of a password, said in hex (IDENTIFIED WITH ... AS 0x...). Manual: MySQL 8.0.17. Measured: 9.7.</summary>
    public required bool HasHexPasswords { get; init; }

    /// <summary>CHANGE takes a login while the applier runs, only the receiver stopped. Manual: MySQL 5.7.4. Measured: 9.7; 5.6 and MariaDB refuse (1198).</summary>
    public required bool ChangesLoginBesideApplier { get; init; }

    /// <summary>Dynamic privileges such as REPLICATION_SLAVE_ADMIN. Manual: MySQL 8.0.</summary>
    public required bool HasDynamicPrivileges { get; init; }

    /// <summary>MariaDB's split privileges such as REPLICATION SLAVE ADMIN, SLAVE MONITOR. Measured: 10.5 and later.</summary>
    public required bool HasSplitPrivileges { get; init; }

    /// <summary>mysqld --initialize instead of scripts in bootstrap mode. Manual: MySQL 5.7.6. Measured: 9.7.</summary>
    public required bool InitializesItself { get; init; }

    /// <summary>secure_file_priv takes NULL (no file access from SQL). Manual: MySQL 5.7.6.</summary>
    public required bool SecureFilePrivTakesNull { get; init; }

    /// <summary>X protocol, on unless told otherwise. Manual: a plugin from MySQL 5.7.12 on, built in and on from 8.0.11 on.</summary>
    public required bool HasXProtocol { get; init; }

    /// <summary>innodb_redo_log_capacity in place of innodb_log_file_size. Manual: MySQL 8.0.30. Measured: 9.7.</summary>
    public required bool HasRedoLogCapacity { get; init; }

    /// <summary>Option names with "replica" in place of "slave". Manual: MySQL 8.0.26. Measured: 9.7; 5.6 and MariaDB do not start with log-replica-updates.</summary>
    public required bool HasReplicaOptionNames { get; init; }

    /// <summary>Takes option names in capitals. Measured: MariaDB; 5.6 and 9.7 do not start ("unknown variable").</summary>
    public required bool TakesOptionsInCapitals { get; init; }

    /// <summary>Takes an abbreviated option name that means one option only. Measured: 5.6, MariaDB; 9.7 does not start ("unknown variable"). Between them it is not known.</summary>
    public required bool TakesAbbreviations { get; init; }

    /// <summary>Reads a file of an included folder whose name has another dot before its .cnf. Measured: 9.7, MariaDB; not 5.6. Between them it is not known.</summary>
    public required bool ReadsDottedFiles { get; init; }

    /// <summary>
    /// Takes a comment behind the path of an !include line for a part of it, and cuts the last byte off one that no line end
    /// follows. Measured: 5.6, MariaDB; not 9.7. Between them it is not known.
    /// </summary>
    public required bool CutsIncludes { get; init; }

    /// <summary>Starts with master-info-repository in its file. Manual: MySQL 5.6.2 to 8.2. Measured: 5.6; not 9.7; MariaDB takes it with a warning and ignores it.</summary>
    public required bool TakesInfoRepositories { get; init; }

    /// <summary>Keeps its positions in files unless told to use tables, so that they may be behind after a crash. Manual: MySQL 5.6.2 to 8.0.1. Measured: 5.6.</summary>
    public required bool DefaultsToInfoFiles { get; init; }

    /// <summary>binlog_format is ROW without being set. Manual: MySQL 5.7.7. Measured: 9.7; 5.6 STATEMENT, MariaDB MIXED.</summary>
    public required bool DefaultsToRowFormat { get; init; }

    /// <summary>Writes a binary log named "binlog" without being told to. Manual: MySQL 8.0.3. Measured: 9.7.</summary>
    public required bool LogsByDefault { get; init; }

    /// <summary>Starts with expire-logs-days in its file. Manual: removed in MySQL 8.2. Measured: 5.6, MariaDB; not 9.7.</summary>
    public required bool TakesExpireLogsDays { get; init; }

    /// <summary>binlog_expire_logs_seconds. Manual: MySQL 8.0.1, MariaDB 10.6. Measured: 9.7, MariaDB 10.11, 11.8; not 5.6, not MariaDB 10.5.</summary>
    public required bool HasBinlogExpireSeconds { get; init; }

    /// <summary>SET PERSIST and performance_schema.persisted_variables. Manual: MySQL 8.0.0. Measured: 9.7; 5.6 and MariaDB refuse it.</summary>
    public required bool HasPersistedVariables { get; init; }

    /// <summary>information_schema.SYSTEM_VARIABLES with GLOBAL_VALUE_ORIGIN and GLOBAL_VALUE_PATH. Measured: MariaDB 10.5, 10.11, 11.8.</summary>
    public required bool HasSystemVariablesTable { get; init; }

    /// <summary>RESTART, which needs somebody that starts the server again (systemd, Windows service, mysqld_safe). Manual: MySQL 8.0.4. Measured: 9.7 (3707 without).</summary>
    public required bool HasRestart { get; init; }

    /// <summary>Semi-synchronous replication without a plugin. Manual: MariaDB 10.3. Measured: 10.5, 10.11, 11.8.</summary>
    public required bool HasSemiSyncBuiltIn { get; init; }

    /// <summary>semisync_source.so and rpl_semi_sync_source_... . Manual: MySQL 8.0.26. Measured: 9.7 has no other.</summary>
    public required bool HasSemiSyncSourceNames { get; init; }

    /// <summary>LAST_QUEUED_TRANSACTION_... in performance_schema.replication_connection_status. Manual: MySQL 8.0. Measured: 9.7.</summary>
    public required bool HasQueueTimes { get; init; }

    /// <summary>
    /// The process list's time of the receiver starts anew with every event and heartbeat. Measured: MariaDB 11.8 yes, 10.5
    /// and 10.11 no; taken as no in between.
    /// </summary>
    public required bool ReceiverTimeIsSinceLastMessage { get; init; }

    /// <summary>
    /// A link with SSL=1 does not come up without TLS. Measured: 9.7 yes; 5.6 no. Manual: MySQL from 5.7.11 on (--ssl-mode).
    /// MariaDB 10.5, 10.11, 11.8 go on in clear unless the certificate is verified too (measured).
    /// </summary>
    public required bool LinkTlsIsBinding { get; init; }

    /// <summary>A link that verifies the source's certificate does not come up without TLS. Measured: MariaDB 10.5, 10.11, 11.8; 5.6 no.</summary>
    public required bool VerifiedLinkTlsIsBinding { get; init; }

    /// <summary>
    /// Speaks TLS 1.2, the least that today's systems accept. Manual: MySQL's own builds are linked with OpenSSL from 5.7.28 on,
    /// before that with yaSSL (up to 1.1). Measured: 9.7 and MariaDB do; 5.6.24 does not.
    /// </summary>
    public required bool SpeaksTls12 { get; init; }

    /// <summary>Makes a certificate anew at every start when none is given. Manual: MariaDB 11.4. Measured: 11.8.</summary>
    public required bool MakesCertificateAtStart { get; init; }

    /// <summary>
    /// RESET SLAVE answers ok, leaves the index as it is and forgets the executed position, when the index lists a file that is not
    /// there and the server could not open its relay log; no CHANGE is taken then (1201), neither after RESET SLAVE ALL nor after a
    /// restart with relay_log_recovery. Measured: 5.6.24; 9.7 and MariaDB reset it. 5.7 is taken as 9.7.
    /// </summary>
    public required bool ResetNeedsWholeIndex { get; init; }

    /// <summary>performance_schema.error_log. Manual: MySQL 8.0.22. Measured: 9.7.</summary>
    public required bool HasErrorLogTable { get; init; }

    /// <summary>performance_schema.replication_applier_filters. Manual: MySQL 8.0. Measured: 9.7.</summary>
    public required bool HasFilterTable { get; init; }

    /// <summary>system_versioning_insert_history. Manual: MariaDB 10.11. Measured: 10.11, 11.8; not 10.5.</summary>
    public required bool HasInsertHistory { get; init; }

    /// <summary>The row_end of a current row of a system-versioned table is in 2106, not in 2038. Manual: MariaDB 11.5. Measured: 11.8; not 10.11.</summary>
    public required bool HasLongTimestamps { get; init; }

    /// <summary>The type UUID. Manual: MariaDB 10.7. Measured: 10.11, 11.8; not 10.5.</summary>
    public required bool HasUuid { get; init; }

    /// <summary>The type INET4. Manual: MariaDB 10.10. Measured: 10.11, 11.8; not 10.5.</summary>
    public required bool HasInet4 { get; init; }

    /// <summary>Rights of which one is needed to make what runs as another account; the first is the narrowest. Measured: 1227 of the five servers. Manual: MySQL 8.0 and 8.2, MariaDB 10.5.2 and 11.0.1.</summary>
    public required IReadOnlyList<string> DefinerRights { get; init; }

    /// <summary>The type VECTOR. Manual: MariaDB 11.7, MySQL 9.0. Measured: MariaDB 11.8, 9.7; not MariaDB 10.11.</summary>
    public required bool HasVector { get; init; }

    /// <summary>CLONE INSTANCE FROM. Manual: MySQL 8.0.17. Measured: 9.7.</summary>
    public required bool HasClone { get; init; }

    /// <summary>
    /// InnoDB loads an empty table in bulk while unique_checks and foreign_key_checks are off: keys are sorted and built at the end. One session
    /// alone, for the table is locked. MariaDB MDEV-24621: 10.7. Measured: 10.11, 11.8 (4.4 s of processor time for a million rows, else 6.1 s).
    /// </summary>
    public required bool LoadsEmptyTablesInBulk { get; init; }

    /// <summary>MD5(). Measured: 5.6, MariaDB; 9.7 has it no more (1046). Manual: MySQL up to 9.5.</summary>
    public required bool HasMd5 { get; init; }

    /// <summary>SHA2() that never answers NULL for want of TLS. Manual: MySQL 5.7 and MariaDB are always built with it. Measured: 9.7, MariaDB; NULL on 5.6 without.</summary>
    public required bool HasSha2 { get; init; }

    /// <summary>Decides them all.</summary>
    public static Capabilities Of(ServerVersion version)
    {
        var mysql = version.Flavour == ServerFlavour.MySql;
        var mariadb = !mysql;
        bool MySqlFrom(int major, int minor, int patch = 0) => mysql && version.IsAtLeast(major, minor, patch);
        return new Capabilities
        {
            SpeaksReplica = MySqlFrom(8, 0, 22),
            SpeaksChangeSource = MySqlFrom(8, 0, 23),
            SpeaksBinaryLogStatus = MySqlFrom(8, 2),
            HasSourcePosWait = MySqlFrom(8, 0, 26),
            HasChannels = MySqlFrom(5, 7, 6),
            HasNamedConnections = mariadb,
            HasGtidMode = MySqlFrom(5, 6, 5),
            HasMariaDBGtid = mariadb,
            NewerCollations = mariadb ? (version.IsAtLeast(10, 10) ? "uca1400" : null) : MySqlFrom(8, 0) ? "0900" : null,
            HasRetryCountInChange = MySqlFrom(5, 6),
            HasDelay = mariadb || MySqlFrom(5, 6),
            HasGetPublicKey = MySqlFrom(8, 0, 4),
            HasReplicationTables = MySqlFrom(5, 7, 2),
            MaxLinkPasswordLength = mysql ? 32 : 96,
            ReceiverHasTls = mariadb || MySqlFrom(5, 7),
            VerifiesByPassword = mariadb && version.IsAtLeast(11, 4),
            MaxUserNameLength = mariadb ? (version.IsAtLeast(10, 6) ? 128 : 80) : MySqlFrom(5, 7, 8) ? 32 : 16,
            MaxHostPatternLength = mariadb ? (version.IsAtLeast(10, 6) ? 255 : 60) : MySqlFrom(8, 0, 17) ? 255 : 60,
            HasCidrHostPattern = MySqlFrom(8, 0, 23),
            HasSuperReadOnly = MySqlFrom(5, 7, 8),
            HasCreateUserIfNotExists = mariadb || MySqlFrom(5, 7, 6),
            LogsLinkPasswords = mariadb,
            HasDualPasswords = MySqlFrom(8, 0, 14),
            HasHexPasswords = MySqlFrom(8, 0, 17),
            ChangesLoginBesideApplier = MySqlFrom(5, 7, 4),
            HasDynamicPrivileges = MySqlFrom(8, 0),
            HasSplitPrivileges = mariadb,
            HasQueueTimes = MySqlFrom(8, 0),
            ResetNeedsWholeIndex = mysql && !MySqlFrom(5, 7),
            HasErrorLogTable = MySqlFrom(8, 0, 22),
            HasFilterTable = MySqlFrom(8, 0),
            ReceiverTimeIsSinceLastMessage = mariadb && version.IsAtLeast(11, 8),
            LinkTlsIsBinding = MySqlFrom(5, 7, 11),
            VerifiedLinkTlsIsBinding = mariadb || MySqlFrom(5, 7, 11),
            SpeaksTls12 = mariadb || MySqlFrom(5, 7, 28),
            InitializesItself = MySqlFrom(5, 7, 6),
            SecureFilePrivTakesNull = MySqlFrom(5, 7, 6),
            HasXProtocol = MySqlFrom(5, 7, 12),
            HasInsertHistory = mariadb && version.IsAtLeast(10, 11),
            HasUuid = mariadb && version.IsAtLeast(10, 7),
            HasInet4 = mariadb && version.IsAtLeast(10, 10),
            DefinerRights = mariadb ? (version.IsAtLeast(11, 0, 1) ? ["SET USER"] : version.IsAtLeast(10, 5, 2) ? ["SET USER", "SUPER"] : ["SUPER"])
                : MySqlFrom(8, 2) ? ["SET_ANY_DEFINER", "SUPER"] : MySqlFrom(8, 0) ? ["SET_USER_ID", "SUPER"] : ["SUPER"],
            HasVector = MySqlFrom(9, 0) || (mariadb && version.IsAtLeast(11, 7)),
            HasClone = MySqlFrom(8, 0, 17),
            LoadsEmptyTablesInBulk = mariadb && version.IsAtLeast(10, 7),
            HasLongTimestamps = mariadb && version.IsAtLeast(11, 5),
            MakesCertificateAtStart = mariadb && version.IsAtLeast(11, 4),
            HasRedoLogCapacity = MySqlFrom(8, 0, 30),
            HasReplicaOptionNames = MySqlFrom(8, 0, 26),
            TakesOptionsInCapitals = mariadb,
            TakesAbbreviations = !MySqlFrom(9, 0),
            ReadsDottedFiles = mariadb || MySqlFrom(5, 7),
            CutsIncludes = mariadb || !MySqlFrom(5, 7),
            TakesInfoRepositories = mariadb || (MySqlFrom(5, 6, 2) && !MySqlFrom(8, 3)),
            DefaultsToInfoFiles = MySqlFrom(5, 6, 2) && !MySqlFrom(8, 0, 2),
            DefaultsToRowFormat = MySqlFrom(5, 7, 7),
            LogsByDefault = MySqlFrom(8, 0, 3),
            TakesExpireLogsDays = !MySqlFrom(8, 2),
            HasBinlogExpireSeconds = MySqlFrom(8, 0, 1) || (mariadb && version.IsAtLeast(10, 6)),
            HasPersistedVariables = MySqlFrom(8, 0),
            HasSystemVariablesTable = mariadb,
            HasRestart = MySqlFrom(8, 0, 4),
            HasMd5 = !MySqlFrom(9, 6),
            HasSha2 = mariadb || MySqlFrom(5, 7, 6),
            HasSemiSyncBuiltIn = mariadb,
            HasSemiSyncSourceNames = MySqlFrom(8, 0, 26),
        };
    }
}
