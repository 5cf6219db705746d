using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Engine.Snapshots;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Statements of snapshots. What all servers take word for word is static; measured on all five.</summary>
internal abstract class SnapshotWords
{
    // What a server may have set for all sessions, and what would leave rows out or cut a long work off; the longest wait is that of Windows.
    private static readonly (string Name, string Value)[] Limits =
    [
        ("sql_select_limit", "18446744073709551615"), ("sql_big_selects", "1"), ("sql_safe_updates", "0"), ("autocommit", "1"), ("completion_type", "0"), ("wait_timeout", "2147483"),
        ("max_execution_time", "0"), ("max_statement_time", "0"), ("idle_transaction_timeout", "0"), ("idle_readonly_transaction_timeout", "0"), ("idle_write_transaction_timeout", "0"),
    ];

    private static readonly Regex FiveDigits = new("'[0-9]{5}'", RegexOptions.CultureInvariant);

    // What would refuse a definition that the source has, or make another of it.
    private static readonly (string Name, string Value)[] Strictness =
    [
        ("innodb_strict_mode", "0"), ("sql_require_primary_key", "0"), ("sql_generate_invisible_primary_key", "0"), ("restrict_fk_on_non_standard_key", "0"), ("check_constraint_checks", "0"), ("explicit_defaults_for_timestamp", "1"),
    ];

    /// <summary>Whether a session may set a variable that the server has.</summary>
    protected virtual bool Sets(string variable) => true;

    /// <summary>Holds every commit still.</summary>
    public static SqlStatement Lock => "FLUSH TABLES WITH READ LOCK";

    public static SqlStatement Unlock => "UNLOCK TABLES";

    public static SqlStatement BeginSnapshot => "START TRANSACTION WITH CONSISTENT SNAPSHOT";

    /// <summary>Where a snapshot goes back to when it lets go of what it has read; its moment stays (MySQL manual, mysqldump --single-transaction).</summary>
    public static SqlStatement BeforeReads => "SAVEPOINT before_reads";

    /// <summary>
    /// What a session has to be told before its snapshot, or it lets go of nothing until its end; null when nothing. Takes the right to
    /// write past the binary log.
    /// </summary>
    public virtual SqlStatement? ToLetGo => null;

    /// <summary>Lets go of the tables that were read since.</summary>
    public static SqlStatement AfterReads => "ROLLBACK TO SAVEPOINT before_reads";

    public static SqlStatement RepeatableRead => "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    /// <summary>The values come as they are stored, converted to no character set.</summary>
    public static SqlStatement RawResults => "SET SESSION character_set_results = NULL";

    /// <summary>The first of them alone: it holds for SHOW GLOBAL VARIABLES too, which tells what there is.</summary>
    public static SqlStatement AllRows => Set(Limits.Take(1));

    /// <summary>No limit that a server sets for everybody's sessions leaves rows out of what this one reads, or ends it.</summary>
    public static SqlStatement WithoutLimits(ServerFacts facts) => Set(Limits.Where(l => facts.Has(l.Name)));

    /// <summary>Definitions are taken as they are, also those that the target would not take from its users; null where it takes all.</summary>
    public SqlStatement? TakeAll(ServerFacts facts) => Strictness.Where(s => Sets(s.Name) && facts.Flag(s.Name) is { } on && on != (s.Value == "1")).ToList() is { Count: > 0 } stricter ? Set(stricter) : null;

    /// <summary>Texts that SHOW CREATE writes are read back with the same meaning.</summary>
    /// <remarks>A default of a TIMESTAMP is shown in the session's time zone, and is made in that of <see cref="LoaderSession"/>.</remarks>
    public static SqlStatement CatalogueMode => "SET SESSION sql_mode = '', sql_quote_show_create = 1, time_zone = '+00:00'";

    public static SqlStatement ShowEngines => "SELECT ENGINE, TRANSACTIONS FROM information_schema.ENGINES WHERE SUPPORT IN ('YES', 'DEFAULT')";

    public static SqlStatement ShowCollations => "SELECT COLLATION_NAME, CHARACTER_SET_NAME FROM information_schema.COLLATIONS";

    /// <summary>MariaDB: where the binary log ended when this session's snapshot began; null elsewhere.</summary>
    public virtual SqlStatement? ShowSnapshotPosition => null;

    /// <summary>MariaDB: lets row_start and row_end of system-versioned tables be written (10.11 and later); null when it cannot be.</summary>
    public virtual SqlStatement? WriteHistory => null;

    /// <summary>The words behind ALTER EVENT by which a replica keeps an event from running.</summary>
    public virtual string EventDisabledOnReplica => "DISABLE ON SLAVE";

    /// <summary>Keeps the server from working out statistics of a table while it is loaded; null where it does not disturb.</summary>
    public virtual SqlStatement? HoldStatistics(TableDefinition table) => null;

    /// <summary>Takes <see cref="HoldStatistics"/> back; the statistics are worked out then.</summary>
    public virtual SqlStatement? ReleaseStatistics(TableDefinition table) => null;

    /// <summary>Says which GTIDs the loaded data holds; null when the server keeps none.</summary>
    /// <param name="missing">MySQL: what it has not executed itself. MariaDB: its new gtid_slave_pos.</param>
    public abstract SqlStatement? SetGtids(string missing);

    /// <summary>As many warnings as a server can list.</summary>
    public const int MostWarnings = 65535;

    /// <summary>Lists all warnings of a statement, not only the first 64.</summary>
    public static SqlStatement KeepAllWarnings => "SET SESSION max_error_count = " + MostWarnings.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The number of a warning that means no loss when a dump is loaded: that a value for a generated column is ignored, which the server makes
    /// itself. Null where dumps hold no such values.
    /// </summary>
    public virtual int? HarmlessWarning => null;

    /// <summary>MariaDB: where its own binary log ends, by GTID.</summary>
    public static SqlStatement ShowGtidOfLog => "SELECT @@GLOBAL.gtid_binlog_pos";

    /// <summary>
    /// Whether what information_schema listed is about this very database: most of its views take names that differ by case or accent for
    /// the same (measured: 5.6, MariaDB), also where databases do not.
    /// </summary>
    public static bool IsOf(RawRow row, string database, ServerFacts facts) => facts.Number("lower_case_table_names") is > 0 || string.Equals(Convert.ToString(row[0].Value, CultureInfo.InvariantCulture), database, StringComparison.Ordinal);

    /// <summary>Tables of a database with their sizes.</summary>
    public static SqlStatement ShowTables(string database) => new SqlStatement(
        "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS, DATA_LENGTH, TABLE_COLLATION, CREATE_TIME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ").Text(database).Words(" ORDER BY TABLE_NAME");

    /// <summary>What InnoDB stores, each with a number: NAME and TABLE_ID, of all databases. Takes PROCESS.</summary>
    public abstract SqlStatement ShowStoredTables { get; }

    /// <summary>Whether a server that writes a binary log takes functions and triggers from those without SUPER, and functions that do not say what they do (1418, 1419).</summary>
    public static SqlStatement ShowTrust => "SELECT @@GLOBAL.log_bin_trust_function_creators";

    /// <summary>The collation of a database, which its CREATE names.</summary>
    public static SqlStatement ShowCollation(string database) => new SqlStatement("SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ").Text(database);

    /// <summary>Gives a database another collation.</summary>
    public static SqlStatement SetCollation(string database, string collation) => new SqlStatement("ALTER DATABASE ").Name(database).Words(" COLLATE ").Name(collation);

    /// <summary>Whether there is an event.</summary>
    public static SqlStatement FindEvent(string database, string name)
        => new SqlStatement("SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ").Text(database).Words(" AND EVENT_NAME = ").Text(name);

    /// <summary>The sql_mode for a program that was made under another one: without what this server does not know any more.</summary>
    public virtual string ModeOf(string mode) => mode;

    /// <summary>Columns of a database's tables: all that the server tells of them, which is not the same everywhere.</summary>
    public static SqlStatement ShowColumns(string database) => new SqlStatement(
        "SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ").Text(database).Words(" ORDER BY TABLE_NAME, ORDINAL_POSITION");

    /// <summary>The first column of each primary key of a database.</summary>
    public static SqlStatement ShowKeys(string database) => new SqlStatement(
        "SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.STATISTICS WHERE INDEX_NAME = 'PRIMARY' AND SEQ_IN_INDEX = 1 AND TABLE_SCHEMA = ").Text(database);

    /// <summary>The names of a table's keys.</summary>
    public static SqlStatement ShowKeys(string database, string table) => new SqlStatement(
        "SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ").Text(database).Words(" AND TABLE_NAME = ").Text(table);

    /// <summary>Takes keys off a table.</summary>
    public static SqlStatement DropKeys(string database, string table, IEnumerable<string> names)
    {
        var alter = new SqlStatement("ALTER TABLE ").Name(database).Words(".").Name(table);
        var before = " DROP KEY ";
        foreach (var name in names)
        {
            alter.Words(before).Name(name);
            before = ", DROP KEY ";
        }

        return alter;
    }

    /// <summary>ER_TEMP_FILE_WRITE_FAILURE: tmpdir has no room for sorting a key (measured: MySQL 5.6 and 9, MariaDB 10.5).</summary>
    public const int NoRoomToSort = 1878;

    /// <summary>Makes keys of a table, all in one reading of it.</summary>
    /// <param name="database">Its database.</param>
    /// <param name="table">Its name.</param>
    /// <param name="definitions">The keys as SHOW CREATE TABLE writes them.</param>
    /// <param name="unsorted">Whether the rows are put into a new table one by one: slower, and no file in tmpdir.</param>
    public static SqlStatement AddKeys(string database, string table, IEnumerable<string> definitions, bool unsorted)
        => new SqlStatement("ALTER TABLE ").Name(database).Words(".").Name(table).Append(SqlStatement.OfUser(" ADD " + string.Join(", ADD ", definitions) + (unsorted ? ", ALGORITHM=COPY" : string.Empty)));

    /// <summary>Triggers in the order in which they fire.</summary>
    public virtual SqlStatement ShowTriggers(string database) => new SqlStatement(
        "SELECT TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ").Text(database)
        .Words(" ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER");

    /// <summary>What the foreign keys of a database's tables point at.</summary>
    public static SqlStatement ShowReferences(string database) => new SqlStatement(
        "SELECT DISTINCT CONSTRAINT_SCHEMA, TABLE_NAME, UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ").Text(database)
        .Words(" ORDER BY TABLE_NAME, REFERENCED_TABLE_NAME");

    public static SqlStatement ShowRoutines(string database) => new SqlStatement(
        "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ").Text(database).Words(" ORDER BY ROUTINE_TYPE, ROUTINE_NAME");

    public static SqlStatement ShowEvents(string database) => new SqlStatement(
        "SELECT EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ").Text(database).Words(" ORDER BY EVENT_NAME");

    /// <summary>MariaDB: all that a sequence keeps, one row.</summary>
    public static SqlStatement ShowSequence(string database, string name) => new SqlStatement("SELECT * FROM ").Name(database).Words(".").Name(name);

    /// <summary>MariaDB: puts a sequence where another one stands.</summary>
    /// <param name="database">Its database.</param>
    /// <param name="name">Its name.</param>
    /// <param name="made">What it keeps now.</param>
    /// <param name="next">Its next value.</param>
    /// <param name="cycles">How often it has begun anew.</param>
    public static SqlStatement SetSequence(string database, string name, RawRow made, decimal next, decimal cycles)
        => new SqlStatement("INSERT INTO ").Name(database).Words(".").Name(name).Words(" VALUES (" + string.Join(", ", Enumerable.Range(0, made.Count).Select(i => made[i].Key switch
        {
            "next_not_cached_value" => Text(next),
            "cycle_count" => Text(cycles),
            _ => Convert.ToString(made[i].Value, CultureInfo.InvariantCulture),
        })) + ")");

    private static string Text(decimal number) => number.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A column that stands for a row of a table all of whose columns the server works out itself.</summary>
    public static SnapshotColumn RowOf(string generated) => new(generated, "CAST('1' AS BINARY)", ColumnForm.Generated);

    /// <summary>Columns of a view: 1356 when what it is made of is gone.</summary>
    public static SqlStatement ShowViewColumns(string database, string name) => new SqlStatement("SHOW COLUMNS FROM ").Name(database).Words(".").Name(name);

    /// <summary>The variable that says which collation a character set has where a definition names none; null for a server that has none.</summary>
    public abstract string? DefaultCollations(ServerFacts facts);

    /// <summary>Gives the session those of the source: an older one's definitions name only the character set. Null where nothing has to be said.</summary>
    /// <param name="facts">This server.</param>
    /// <param name="ofSource">What <see cref="DefaultCollations"/> is on the source.</param>
    public abstract SqlStatement? SetDefaultCollations(ServerFacts facts, string? ofSource);

    /// <summary>Whether this server has a type.</summary>
    /// <param name="type">A DATA_TYPE that other servers tell of.</param>
    public virtual bool Knows(string type) => true;

    /// <summary>How a column's value is selected so that nothing of it is lost; null for a type that is not known here.</summary>
    /// <param name="name">The column.</param>
    /// <param name="type">Its DATA_TYPE.</param>
    /// <param name="characterSet">Its character set; null for none.</param>
    /// <param name="definition">Its COLUMN_TYPE, which lists the members of an ENUM.</param>
    public virtual SnapshotColumn? Column(string name, string type, string? characterSet, string? definition = null)
    {
        SnapshotColumn Of(string before, string behind, ColumnForm form) => new(name, new SqlStatement(before).Name(name).Words(behind), form);
        switch (type.ToUpperInvariant())
        {
            case "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "BIGINT" or "DECIMAL":
                return Of("CAST(", " AS BINARY)", ColumnForm.Number);

            // As a double, because a FLOAT is written with six digits only; a string, because a literal -0 is 0.
            case "FLOAT":
                return Of("CAST(", " * 1e0 AS BINARY)", ColumnForm.Plain);

            // Never anything that is worked out: that is cut to 22 characters (measured, 9.7: -1.234567890123457e-10 for ...568e-10).
            case "DOUBLE" or "DATE" or "DATETIME" or "TIMESTAMP" or "TIME" or "YEAR":
                return Of("CAST(", " AS BINARY)", ColumnForm.Plain);
            // As five digits, which no member is called: also 0, the empty text that stands for a bad value, which a number 0 is not taken for without a warning.
            // Not where a byte is no character.
            case "ENUM" when !FiveDigits.IsMatch(definition ?? string.Empty) && characterSet is not ("ucs2" or "utf16" or "utf16le" or "utf32"):
                return Of("CAST(LPAD(", " + 0, 5, '0') AS BINARY)", ColumnForm.Member);
            case "ENUM" or "SET" or "BIT":
                return Of("CAST(", " + 0 AS BINARY)", ColumnForm.Index);

            // The collation only makes the server call it binary: nothing is converted, and max_allowed_packet does not count as it does for CAST.
            case "CHAR" or "VARCHAR" or "TINYTEXT" or "TEXT" or "MEDIUMTEXT" or "LONGTEXT" when characterSet is not null:
                return Of(string.Empty, " COLLATE " + characterSet + "_bin", ColumnForm.Bytes);
            case "BINARY" or "VARBINARY" or "TINYBLOB" or "BLOB" or "MEDIUMBLOB" or "LONGBLOB" or "VECTOR" or "GEOMETRY" or "POINT" or "LINESTRING" or "POLYGON"
                or "MULTIPOINT" or "MULTILINESTRING" or "MULTIPOLYGON" or "GEOMETRYCOLLECTION" or "GEOMCOLLECTION":
                return Of(string.Empty, string.Empty, ColumnForm.Bytes);
            default:
                return null;
        }
    }

    private static SqlStatement Set(IEnumerable<(string Name, string Value)> settings) => new("SET SESSION " + string.Join(", ", settings.Select(s => s.Name + " = " + s.Value)));

    /// <summary>SHOW CREATE of a program, and the column that holds the statement.</summary>
    public static (SqlStatement Show, string Column) ShowCreate(string kind, string database, string name)
    {
        var words = kind.ToUpperInvariant();
        var column = kind switch
        {
            "trigger" => "SQL Original Statement",
            "view" => "Create View",
            "procedure" => "Create Procedure",
            "function" => "Create Function",
            "package" => "Create Package",
            "package body" => "Create Package Body",
            "event" => "Create Event",
            "sequence" or "table" => "Create Table",
            "database" => "Create Database",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no SHOW CREATE for it."),
        };
        var show = new SqlStatement("SHOW CREATE " + words + " ");
        return (kind == "database" ? show.Name(database) : show.Name(database).Words(".").Name(name), column);
    }

    /// <summary>What holds a session of the loader: nothing logged, nothing checked twice, values as they are.</summary>
    public virtual IReadOnlyList<SqlStatement> LoaderSession(bool logs) =>
    [
        logs ? SessionWords.WithoutBinaryLog : "DO 0",
        "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00', foreign_key_checks = 0, unique_checks = 0",
        "SET SESSION net_read_timeout = 3600, net_write_timeout = 3600, lock_wait_timeout = 120",
    ];
}
