namespace MySqlReplication.Diagnosis;

// MariaDB's own numbers; MySQL uses none of 1900 to 1999.
public static partial class ErrorCatalogue
{
    private const string NotOfReplication = "nothing of replication";

    private static ErrorExplanation[] OfMariaDB() =>
    [
        Entry(1927, "ER_CONNECTION_KILLED", MariaDB, true, "The session was killed.",
            "KILL by an administrator, or the server is shutting down|a link was stopped while it waited for a lock",
            "Start-ReplicationLink if it was the applier."),
        Entry(1929, "ER_INSIDE_TRANSACTION_PREVENTS_SWITCH_SKIP_REPLICATION", MariaDB, true, "skip_replication cannot be switched inside a transaction.",
            "SET skip_replication after BEGIN", "Set it before the transaction begins."),
        Entry(1930, "ER_STORED_FUNCTION_PREVENTS_SWITCH_SKIP_REPLICATION", MariaDB, true, "skip_replication cannot be switched in a function or trigger.",
            "SET skip_replication in stored code", "Set it in the session that calls."),
        Entry(1931, "ER_QUERY_RESULT_INCOMPLETE", MariaDB, true, "The query was ended because it looked at too many rows.",
            "LIMIT ROWS EXAMINED|" + NotOfReplication, "Raise the limit."),
        Entry(1932, "ER_NO_SUCH_TABLE_IN_ENGINE", MariaDB, true, "The table is listed but its engine does not have it.",
            "files were copied by hand, or the data directory is damaged|an engine that is not loaded",
            "Look at the server's error log; take the table from the other member."),
        Entry(1933, "ER_TARGET_NOT_EXPLAINABLE", MariaDB, true, "The session that is to be explained runs no query.",
            NotOfReplication, "Try again while it runs one."),
        Entry(1934, "ER_CONNECTION_ALREADY_EXISTS", MariaDB, true, "Another named connection follows the same address already.",
            "a second connection to one host and port",
            "Get-SlaveStatus shows all connections; Remove-ReplicationLink the one that is not needed."),
        // Not an error that anything could bring about: a prefix of other messages.
        Entry(1935, "ER_MASTER_LOG_PREFIX", MariaDB, false, "Not an error: it stands before messages of a named connection.",
            NotOfReplication, "Read what follows it."),
        // Its connection has to be there and its START to fail: with a relay log of another name the server does not start at all when it has a
        // named connection (measured on 11.8).
        Entry(1936, "ER_CANT_START_STOP_SLAVE", MariaDB, false, "A named connection could not be started or stopped.",
            "START ALL SLAVES or STOP ALL SLAVES failed for this one",
            "Start-ReplicationLink REPLICA's connection by its -Channel: that names the reason."),
        Entry(1937, "ER_SLAVE_STARTED", MariaDB, true, "Not an error: a named connection was started.", "START ALL SLAVES", "Nothing."),
        Entry(1938, "ER_SLAVE_STOPPED", MariaDB, true, "Not an error: a named connection was stopped.", "STOP ALL SLAVES", "Nothing."),
        // Engines that look tables up elsewhere (FEDERATEDX, CONNECT, SPIDER) come in packages of their own, which the tests' servers lack.
        Entry(1939, "ER_SQL_DISCOVER_ERROR", MariaDB, false, "An engine could not find out a table's definition.",
            NotOfReplication, "Look at the server's error log."),
        // The servers of today say what lies beneath instead: 1146 or 1944 (measured on 11.8, the table renamed and altered).
        Entry(1940, "ER_FAILED_GTID_STATE_INIT", MariaDB, false, "The server could not read its GTID state when it started.",
            "mysql.gtid_slave_pos is damaged or of another version|the server was upgraded without mariadb-upgrade",
            "Run mariadb-upgrade, then Start-ReplicationLink."),
        Entry(1941, "ER_INCORRECT_GTID_STATE", MariaDB, true, "The text is no GTID position.",
            "a GTID set of MySQL, or a mistyped one", "Write DOMAIN-SERVER-SEQUENCE, as Get-MasterStatus shows it."),
        Entry(1942, "ER_CANNOT_UPDATE_GTID_STATE", MariaDB, true, "The applier could not write mysql.gtid_slave_pos.",
            "the table is missing, read-only or of another engine", "Run mariadb-upgrade, then Start-ReplicationLink."),
        Entry(1943, "ER_DUPLICATE_GTID_DOMAIN", MariaDB, true, "A GTID position names one domain twice.",
            "gtid_binlog_state was taken for a position", "Use ExecutedGtidSet of Get-MasterStatus."),
        Entry(1944, "ER_GTID_OPEN_TABLE_FAILED", MariaDB, true, "The table of GTID positions could not be opened.",
            "mysql.gtid_slave_pos is missing", "Run mariadb-upgrade, then Start-ReplicationLink."),
        // It travels as a sentence inside 1236, which the receiver shows: the number itself is not seen.
        Entry(1945, "ER_GTID_POSITION_NOT_FOUND_IN_BINLOG", MariaDB, false, "The source does not have the GTID that the replica asks for.",
            "the source's binary logs were purged or reset|the replica follows another source than before",
            "Get-MasterStatus SOURCE tells its GTIDs.|" + FreshCopy),
        // The servers of today say what lies beneath instead: 1146 or 1944 (measured on 11.8, the table renamed and altered).
        Entry(1946, "ER_CANNOT_LOAD_SLAVE_GTID_STATE", MariaDB, false, "The replica could not read its GTID position.",
            "mysql.gtid_slave_pos is damaged", "Run mariadb-upgrade, then Start-ReplicationLink."),
        Entry(1947, "ER_MASTER_GTID_POS_CONFLICTS_WITH_BINLOG", MariaDB, true, "The position that is set is older than the server's own binary log.",
            "gtid_slave_pos is set back on a server that has written since", "Set the position of the copy, or take a fresh one."),
        Entry(1948, "ER_MASTER_GTID_POS_MISSING_DOMAIN", MariaDB, true, "The position that is set leaves out a domain that the server's own binary log has.",
            "gtid_slave_pos is set from a server that does not know this domain", "Add that domain's last GTID to the position."),
        Entry(1949, "ER_UNTIL_REQUIRES_USING_GTID", MariaDB, true, "START SLAVE UNTIL with a GTID needs a link that goes by GTID.",
            "Using_Gtid is No", "Start-ReplicationLink -AutoPosition first."),
        Entry(1950, "ER_GTID_STRICT_OUT_OF_ORDER", MariaDB, true, "A GTID with a lower number than the last one of its domain was to be written, and gtid_strict_mode is on.",
            "two servers write in one gtid_domain_id|somebody wrote on the replica",
            "Set-MyCnfReplication -Role MasterMaster gives each member a domain of its own; then Start-ReplicationLink after both hold the same rows."),
        // It travels as a sentence inside 1236, which the receiver shows: the number itself is not seen.
        Entry(1951, "ER_GTID_START_FROM_BINLOG_HOLE", MariaDB, false, "The source lacks just the GTID that the replica asks for, and gtid_strict_mode is on.",
            "events were filtered on the source|the two have diverged",
            "Compare the two; " + FreshCopy),
        // The source would have to be replaced by another one while half a transaction is on its way.
        Entry(1952, "ER_SLAVE_UNEXPECTED_MASTER_SWITCH", MariaDB, false, "After a reconnect the source is not the one it was.",
            "a virtual address moved to another server",
            "Stop-ReplicationLink, look at both, then Start-ReplicationLink."),
        Entry(1953, "ER_INSIDE_TRANSACTION_PREVENTS_SWITCH_GTID_DOMAIN_ID_SEQ_NO", MariaDB, true, "gtid_domain_id and gtid_seq_no cannot be set inside a transaction.",
            "SET after BEGIN", "Set it before the transaction begins."),
        Entry(1954, "ER_STORED_FUNCTION_PREVENTS_SWITCH_GTID_DOMAIN_ID_SEQ_NO", MariaDB, true, "gtid_domain_id and gtid_seq_no cannot be set in a function or trigger.",
            "SET in stored code", "Set it in the session that calls."),
        // It travels as a sentence inside 1236, which the receiver shows: the number itself is not seen.
        Entry(1955, "ER_GTID_POSITION_NOT_FOUND_IN_BINLOG2", MariaDB, false, "The source does not have the GTID that the replica asks for, but later ones: the two have diverged.",
            "somebody wrote on the replica|the source was restored from an older state",
            "Compare ExecutedGtidSet of Get-SlaveStatus and Get-MasterStatus SOURCE.|" + FreshCopy),
        Entry(1956, "ER_BINLOG_MUST_BE_EMPTY", MariaDB, true, "This can be set only while the binary log is empty.",
            "gtid_binlog_state on a server that has written", "Only after RESET MASTER, which every replica of it would notice."),
        Entry(1957, "ER_NO_SUCH_QUERY", MariaDB, true, "There is no query with this id.", NotOfReplication, "Look again with SHOW PROCESSLIST."),
        // BINLOG with damaged text says 1575 (measured on 11.8).
        Entry(1958, "ER_BAD_BASE64_DATA", MariaDB, false, "The text of a BINLOG statement is damaged.",
            "a dump of the binary log was edited or cut", "Make the dump again."),
        Entry(1959, "ER_INVALID_ROLE", MariaDB, true, "There is no such role.", "a role that was made on one member only", "CREATE ROLE on the other with sql_log_bin = 0."),
        // An account would have to go between the login and the statement that looks it up.
        Entry(1960, "ER_INVALID_CURRENT_USER", MariaDB, false, "The session's account is not valid any more.", "the account was dropped meanwhile", "Log in anew."),
        Entry(1961, "ER_CANNOT_GRANT_ROLE", MariaDB, true, "The role cannot be granted.", "a role to itself, or by somebody who may not", "Grant it as its administrator."),
        Entry(1962, "ER_CANNOT_REVOKE_ROLE", MariaDB, true, "The role cannot be taken away.", "it was never granted here", "Make both sides agree with sql_log_bin = 0."),
        // Two sessions would have to set it in the same moment.
        Entry(1963, "ER_CHANGE_SLAVE_PARALLEL_THREADS_ACTIVE", MariaDB, false, "slave_parallel_threads is being changed by somebody else.", "two sessions at once", "Try again."),
        Entry(1964, "ER_PRIOR_COMMIT_FAILED", MariaDB, true, "A worker gave up because the transaction before its own failed.",
            "an error of another worker: that one counts", "Mend what the applier's own error names, then Start-ReplicationLink."),
        Entry(1965, "ER_IT_IS_A_VIEW", MariaDB, true, "It is a view, not a table.", "the object is a table on the other member", "Compare SHOW CREATE on both sides."),
        Entry(1966, "ER_SLAVE_SKIP_NOT_IN_GTID", MariaDB, true, "With GTIDs and parallel workers no event can be skipped by counting.",
            "sql_slave_skip_counter with several domains", "Mend the row instead of skipping its event."),
    ];
}
