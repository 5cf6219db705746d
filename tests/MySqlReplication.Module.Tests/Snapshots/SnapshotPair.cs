using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Two servers, $a with data and $b without, and what it takes to compare them.</summary>
internal sealed class SnapshotPair : IDisposable
{
    private const string Transactions = "SELECT trx_mysql_thread_id FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id > 0";

    // Far beyond what any of these waits needs on a loaded machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly TestPair _pair;
    private readonly string _journal = Directory.CreateTempSubdirectory("mysqlreplication-journal-").FullName;

    public SnapshotPair(string server, IDictionary? options = null, IDictionary? optionsOfB = null, string? serverOfB = null)
    {
        Server = server;
        Session = new ModuleSession();
        _pair = TestPair.Create(Session, server, options, optionsOfB, serverOfB: serverOfB);
        Session.Runspace.SessionStateProxy.SetVariable("journal", _journal);
        Session.Runspace.SessionStateProxy.SetVariable("r", ServerSeat.Credential("repl", "Snap-Shot-1"));
    }

    public string Server { get; }

    public string Journal => _journal;

    public ModuleSession Session { get; }

    public TestPair Pair => _pair;

    public RunResult Run(string script, params (string Name, object? Value)[] variables) => Session.Run(script, variables);

    /// <summary>Runs statements on $a or $b; a SET SESSION holds for all that follow.</summary>
    public void Sql(string on, params IEnumerable<string> statements)
    {
        var settings = new Dictionary<string, string>();
        foreach (var statement in statements)
        {
            if (statement.StartsWith("SET SESSION ", StringComparison.Ordinal))
            {
                settings[statement.Split(' ')[2]] = statement;
                continue;
            }

            Session.Run("$null = Invoke-ReplicationQuery $" + on + " $sql -TimeoutSeconds 300", ("sql", string.Concat(settings.Values.Select(s => s + "; ")) + statement)).ThrowOnError();
        }
    }

    /// <summary>All values of a query, row by row, as text.</summary>
    public List<string> Rows(string on, string sql)
        => Session.Run("Invoke-ReplicationQuery $" + on + " $sql -TimeoutSeconds 300", ("sql", sql)).ThrowOnError().Output
            .Select(row => string.Join("|", row.Properties.Where(p => p.MemberType == PSMemberTypes.NoteProperty).Select(p => p.Value is byte[] bytes ? Convert.ToHexString(bytes) : p.Value?.ToString() ?? "NULL"))).ToList();

    public string Value(string on, string sql) => Rows(on, sql).Single();

    /// <summary>Runs a script beside the test, in a session of its own, with the variables that this one has.</summary>
    public Task<RunResult> Begin(string script, WaitHandle? stopWhen = null)
    {
        var variables = new[] { "a", "b", "journal", "path" }.Select(name => (name, (object?)Session.Runspace.SessionStateProxy.GetVariable(name))).ToArray();
        return Task.Run(() =>
        {
            using var session = new ModuleSession();
            return stopWhen is null ? session.Run(script, variables) : session.Run(script, stopWhen, variables);
        });
    }

    /// <summary>Runs a script and stops it, as Ctrl-C does, as soon as something is so.</summary>
    public RunResult RunUntil(string script, Func<bool> so)
    {
        using var stop = new ManualResetEvent(false);
        var running = Begin(script, stop);
        try
        {
            Until(running, so);
        }
        finally
        {
            stop.Set();
            running.Wait();
        }

        return running.Result;
    }

    /// <summary>Waits until a query brings so many rows while something runs, and returns those very rows: the next read may bring others.</summary>
    public List<string> Meet(Task<RunResult> running, string on, string sql, int count = 1)
    {
        List<string> met = [];
        Until(running, () => (met = Rows(on, sql)).Count >= count);
        return met;
    }

    /// <summary>Waits until something is so while something else runs, if anything; fails with what that said when it ended before.</summary>
    public void Until(Task<RunResult>? running, Func<bool> so)
    {
        var met = false;
        SpinWait.SpinUntil(() => running is { IsCompleted: true } || (met = so()), Limit);
        Assert.True(met, running is { IsCompleted: true } ? running.Result.AllText : string.Join("; ", Rows("a", "SHOW FULL PROCESSLIST")) + "; " + string.Join("; ", Rows("b", "SHOW FULL PROCESSLIST")));
    }

    /// <summary>
    /// Waits until no session has a transaction open: a server ends those of a lost client when it finds out. It lists them from a
    /// cache that is renewed only when nobody has read it for a tenth of a second (trx0i_s.cc), so each look comes after a pause.
    /// </summary>
    public void UntilNoTransaction(string on)
    {
        var watch = Stopwatch.StartNew();
        do
        {
            Assert.True(watch.Elapsed < Limit, string.Join("; ", Rows(on, "SHOW FULL PROCESSLIST")));
            Thread.Sleep(200);
        }
        while (Rows(on, Transactions).Count > 0);
    }

    /// <summary>Every table's checksum, ordered rows as bytes and definition, and every program's definition, the same on both.</summary>
    public void AssertEqual(params string[] databases)
    {
        foreach (var database in databases)
        {
            var text = "'" + database.Replace("'", "''", StringComparison.Ordinal) + "'";
            AssertSame("SHOW CREATE DATABASE " + Name(database));
            var tables = Rows("a", "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = " + text + " ORDER BY 1");
            Assert.Equal(tables, Rows("b", "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = " + text + " ORDER BY 1"));
            foreach (var table in tables)
            {
                var name = Name(database) + "." + Name(table.Split('|')[0]);
                AssertSame("SHOW CREATE TABLE " + name);
                if (table.EndsWith("|BASE TABLE", StringComparison.Ordinal) || table.EndsWith("|SYSTEM VERSIONED", StringComparison.Ordinal))
                {
                    AssertSame("CHECKSUM TABLE " + name);
                    AssertRows(database, table.Split('|')[0], table.EndsWith("VERSIONED", StringComparison.Ordinal) ? " FOR SYSTEM_TIME ALL" : string.Empty);
                }
                else if (table.EndsWith("|SEQUENCE", StringComparison.Ordinal))
                {
                    AssertSame("SELECT * FROM " + name);
                }
            }

            // Names of databases that differ by case are one to these lists.
            text = text + " AND BINARY {0} = " + text;
            AssertSame("SELECT EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER, TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = " + Of(text, "TRIGGER_SCHEMA") + " ORDER BY 1, 2, 3, 4");
            AssertSame("SELECT EVENT_NAME, DEFINER, TIME_ZONE, EVENT_DEFINITION, EXECUTE_AT, INTERVAL_VALUE, INTERVAL_FIELD, SQL_MODE, STARTS, ENDS, ON_COMPLETION, EVENT_COMMENT, CHARACTER_SET_CLIENT, COLLATION_CONNECTION, DATABASE_COLLATION"
                + " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = " + Of(text, "EVENT_SCHEMA") + " ORDER BY 1");
            foreach (var (kind, list) in new[]
            {
                ("TRIGGER", "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = " + Of(text, "TRIGGER_SCHEMA") + " ORDER BY 1"),
                ("PROCEDURE", "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'PROCEDURE' AND ROUTINE_SCHEMA = " + Of(text, "ROUTINE_SCHEMA") + " ORDER BY 1"),
                ("FUNCTION", "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION' AND ROUTINE_SCHEMA = " + Of(text, "ROUTINE_SCHEMA") + " ORDER BY 1"),
                ("PACKAGE", "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'PACKAGE' AND ROUTINE_SCHEMA = " + Of(text, "ROUTINE_SCHEMA") + " ORDER BY 1"),
                ("PACKAGE BODY", "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'PACKAGE BODY' AND ROUTINE_SCHEMA = " + Of(text, "ROUTINE_SCHEMA") + " ORDER BY 1"),
            })
            {
                AssertSame(list);
                foreach (var program in Rows("a", list))
                {
                    AssertSame("SHOW CREATE " + kind + " " + Name(database) + "." + Name(program));
                }
            }
        }
    }

    /// <summary>Every table's ordered rows as bytes, the same on both: for servers that print definitions in their own ways.</summary>
    public void AssertRowsEqual(params string[] databases)
    {
        foreach (var database in databases)
        {
            var text = "'" + database.Replace("'", "''", StringComparison.Ordinal) + "'";
            var tables = Rows("a", "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND TABLE_SCHEMA = " + text);
            Assert.NotEmpty(tables);
            foreach (var table in tables)
            {
                AssertRows(database, table.Split('|')[0], table.EndsWith("VERSIONED", StringComparison.Ordinal) ? " FOR SYSTEM_TIME ALL" : string.Empty, foldsZero: true);
            }
        }
    }

    public void Dispose()
    {
        _pair.Dispose();
        Session.Dispose();
        Directory.Delete(_journal, recursive: true);
    }

    private static string Of(string text, string column) => text.Replace("{0}", column, StringComparison.Ordinal);

    private static string Name(string name) => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";

    private void AssertSame(string sql)
    {
        // When a trigger was made is its own affair.
        static string Timeless(string row) => System.Text.RegularExpressions.Regex.Replace(row, @"\|\d+[-/.]\d+[-/.]\d+ \d+:\d+:\d+( [AP]M)?$", string.Empty);
        Assert.Equal(Rows("a", sql).Select(Timeless), Rows("b", sql).Select(Timeless));
    }

    private void AssertRows(string database, string table, string time, bool foldsZero = false)
    {
        var columns = Rows("a", "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '" + database.Replace("'", "''", StringComparison.Ordinal) + "' AND TABLE_NAME = '" + table.Replace("'", "''", StringComparison.Ordinal) + "' ORDER BY ORDINAL_POSITION");
        // Releases print a negative zero in their own ways; it is the same number.
        var bytes = string.Join(", ", columns.Select(c => "IFNULL(" + (foldsZero ? "IF(HEX(CAST(" + Name(c) + " AS BINARY)) = '2D30', '30', HEX(CAST(" + Name(c) + " AS BINARY)))" : "HEX(CAST(" + Name(c) + " AS BINARY))") + ", '-')"));
        var sql = "SELECT CONCAT_WS(',', " + bytes + (time.Length == 0 ? string.Empty : ", ROW_START, ROW_END") + ") AS r FROM " + Name(database) + "." + Name(table) + time + " ORDER BY 1";
        var hash = "SELECT COUNT(*), SUM(CRC32(r)), BIT_XOR(CRC32(CONCAT(r, 'x'))) FROM (" + sql + ") t";
        Assert.Equal(Value("a", hash), Value("b", hash));
    }
}
