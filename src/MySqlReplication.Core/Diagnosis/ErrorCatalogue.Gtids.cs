namespace MySqlReplication.Diagnosis;

// GTIDs of MySQL.
public static partial class ErrorCatalogue
{
    private static ErrorExplanation[] Gtids() =>
    [
        Entry(1776, "ER_BAD_SLAVE_AUTO_POSITION", MySql, true, "File and position were given while the link goes by GTID.",
            "AUTO_POSITION is on",
            "Start-ReplicationLink -AutoPosition, or -Coordinates: one of the two."),
        Entry(1777, "ER_AUTO_POSITION_REQUIRES_GTID_MODE_NOT_OFF", MySql, true, "AUTO_POSITION was asked for while gtid_mode is OFF.",
            "the server does not use GTIDs",
            "Start-ReplicationLink with -Coordinates, or switch GTIDs on first."),
        Entry(1781, "ER_CANT_SET_GTID_NEXT_TO_GTID_WHEN_GTID_MODE_IS_OFF", MySql, true, "A transaction with a GTID came to a server whose gtid_mode is OFF.",
            "the source has GTIDs on and the replica off",
            "Change gtid_mode on one, a step at a time, then Start-ReplicationLink."),
        Entry(1782, "ER_CANT_SET_GTID_NEXT_TO_ANONYMOUS_WHEN_GTID_MODE_IS_ON", MySql, true, "A transaction without a GTID came to a server whose gtid_mode is ON.",
            "the source has GTIDs off and the replica on|old events of the time before GTIDs",
            "Change gtid_mode on one, a step at a time, then Start-ReplicationLink."),
        Entry(1785, "ER_GTID_UNSAFE_NON_TRANSACTIONAL_TABLE", MySql, true, "One transaction changes transactional and non-transactional tables, which GTIDs do not allow.",
            "MyISAM tables beside InnoDB ones",
            "ALTER TABLE ... ENGINE=InnoDB for tables that are written together with InnoDB ones."),
        Entry(1786, "ER_GTID_UNSAFE_CREATE_SELECT", "MySQL 5.6 to 8.0.20", true, "CREATE TABLE ... SELECT is not allowed with GTIDs.",
            "enforce_gtid_consistency is on",
            "Make it two statements: CREATE TABLE, then INSERT ... SELECT."),
        Entry(1787, "ER_GTID_UNSAFE_CREATE_DROP_TEMPORARY_TABLE_IN_TRANSACTION", "MySQL 5.6 and 5.7", true, "CREATE or DROP TEMPORARY TABLE inside a transaction is not allowed with GTIDs.",
            "enforce_gtid_consistency is on",
            "Create the temporary table before the transaction begins."),
        Entry(1837, "ER_GTID_NEXT_TYPE_UNDEFINED_GROUP", MySql, true, "A session set gtid_next to one GTID, used it, and did not set it again.",
            "an empty transaction was injected and gtid_next was not set back",
            "SET gtid_next = 'AUTOMATIC' in that session."),
        Entry(1840, "ER_CANT_SET_GTID_PURGED_WHEN_GTID_EXECUTED_IS_NOT_EMPTY", "MySQL 5.6 and 5.7", true, "gtid_purged can be set only while gtid_executed is empty.",
            "a dump that sets gtid_purged is loaded into a server that has executed transactions",
            "Load it into an empty server, or leave the SET out of the dump and start by coordinates."),
        Entry(1858, "ER_SQL_SLAVE_SKIP_COUNTER_NOT_SETTABLE_IN_GTID_MODE", "MySQL 5.6 and 5.7", true, "With GTIDs no event can be skipped by counting.",
            "sql_slave_skip_counter was set while gtid_mode is ON",
            "Mend the row instead; Get-SlaveStatus names the transaction."),
        Entry(1884, "ER_GTID_UNSAFE_BINLOG_SPLITTABLE_STATEMENT_AND_GTID_GROUP", MySql, true, "A statement would need several GTIDs and only one is set.",
            "DROP TABLE of temporary and other tables, or of tables of different engines, under one gtid_next",
            "Write the changes as separate statements."),
        Entry(3546, "ER_CANT_SET_GTID_PURGED_DUE_SETS_CONSTRAINTS", FromMySql8, true, "gtid_purged cannot be set to this: it overlaps what was executed.",
            "a dump that sets gtid_purged is loaded into a server that knows those transactions",
            "Load it into an empty server, or leave the SET out of the dump."),
    ];
}
