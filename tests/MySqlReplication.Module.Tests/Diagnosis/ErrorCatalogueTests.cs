using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>The catalogue of server errors: whole, and what it calls provoked is provoked here on real servers.</summary>
public sealed partial class ErrorCatalogueTests
{
    // What the issue asks for, and MariaDB's own range.
    private static readonly int[] Wanted =
    [
        1007, 1008, 1032, 1040, 1045, 1050, 1062, 1130, 1141, 1146, 1153, 1158, 1159, 1189, 1193, 1198, 1200, 1201, 1205, 1213, 1227, 1236, 1290, 1396, 1412, 1418, 1452, 1580, 1590, 1593, 1594, 1595, 1597,
        1610, 1664, 1677, 1755, 1756, 1776, 1777, 1782, 1785, 1786, 1787, 1794, 1819, 1837, 1840, 1858, 1860, 1872, 1884, 2002, 2003, 2005, 2006, 2013, 2026, 2054, 2055, 2059, 2061, 3021, 3056, 3074, 3081,
        3085, 3100, 3139, 3546, 3707, 4016, 13114, 13117, 13120, 13121, 13124, .. Enumerable.Range(1927, 40).Except([1928]),
    ];

    [Fact]
    public void Every_number_is_there_with_causes_and_actions()
    {
        Assert.All(Wanted, number => Assert.NotNull(ErrorCatalogue.Find(number)));
        Assert.All(ErrorCatalogue.Entries, entry =>
        {
            Assert.All(entry.Causes.Concat(entry.Actions).Append(entry.Meaning), text => Assert.Matches(@"\S.+\S", text));
            Assert.EndsWith(".", entry.Meaning, StringComparison.Ordinal);
        });
        var twice = ErrorCatalogue.Entries.GroupBy(e => (e.Number, e.Case)).Where(g => g.Count() > 1).Select(g => g.Key);
        Assert.Empty(twice);
        Assert.Null(ErrorCatalogue.Find(0));
        Assert.Null(ErrorCatalogue.Find(null));
    }

    [Fact]
    public void Actions_name_only_commands_that_are_exported()
    {
        using var session = new ModuleSession();
        var known = session.Run("Get-Command -Module MySqlReplication").ThrowOnError().Output.Select(c => c.ToString()).ToHashSet(StringComparer.Ordinal);
        var named = ErrorCatalogue.Entries.SelectMany(e => e.Causes.Concat(e.Actions).Append(e.Meaning)).SelectMany(text => CommandName().Matches(text)).Select(m => m.Value).Distinct();

        Assert.DoesNotContain(named, name => !known.Contains(name));
    }

    [Theory]
    [InlineData(1236, "Could not find first log file name in binary log index file", "purged")]
    [InlineData(1236, "Client requested master to start replication from position > file size", "position past the end")]
    [InlineData(13114, "Got fatal error 1236 from source when reading data from binary log: 'Could not find first log file name in binary log index file'", "purged")]
    [InlineData(1236, "Binary log is not open", "binary log off")]
    [InlineData(1236, "bogus data in log event; the first event 'a' at 4, the last event read from './a' at 7", "position in an event")]
    [InlineData(1236, "binlog truncated in the middle of event; consider out of disk space on master; the first event 'a' at 4", "truncated event")]
    [InlineData(1236, "log event entry exceeded max_allowed_packet; Increase max_allowed_packet on master; the first event 'a' at 4", "size")]
    [InlineData(1236, "something new", null)]
    [InlineData(13117, "Fatal error: The replica I/O thread stops because source and replica have equal MySQL server ids; these ids must be different", "equal server ids")]
    public void Cases_of_one_number_are_told_apart(int number, string text, string? expected)
        => Assert.Equal(expected, ErrorCatalogue.Find(number, text)!.Case);

    [Fact]
    public void A_number_of_the_other_family_is_not_explained_by_it()
    {
        Assert.Null(ErrorCatalogue.Find(1950, null, ServerFlavour.MySql));
        Assert.Null(ErrorCatalogue.Find(3021, null, ServerFlavour.MariaDB));
        Assert.NotNull(ErrorCatalogue.Find(1062, null, ServerFlavour.MariaDB));
    }

    [Fact]
    public void What_is_called_provoked_is_provoked_by_a_test_and_nothing_else()
    {
        var provoked = Provocations.ByStatement.Concat(Provocations.OnOldGtids).Concat(Provocations.OnNoServerId).Select(p => p.Number).Concat(Provocations.ByLogin).Concat(Provocations.ByLink).ToHashSet();

        Assert.Equal([], ErrorCatalogue.Entries.Where(e => e.IsProvoked && !provoked.Contains(e.Number) && !e.OtherNumbers.Any(provoked.Contains)).Select(e => e.Number));
        Assert.Equal([], provoked.Where(number => !ErrorCatalogue.Entries.Any(e => e.IsProvoked && (e.Number == number || e.OtherNumbers.Contains(number)))));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task Servers_say_these_numbers(string server)
    {
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, server);
        session.Run("Invoke-ReplicationQuery $a $sql", ("sql", Provocations.Before)).ThrowOnError();

        if (server.StartsWith("maria", StringComparison.Ordinal))
        {
            File.Copy(Path.Combine(sandbox.Sandbox.DataDirectory, "d", "t.frm"), Path.Combine(sandbox.Sandbox.DataDirectory, "d", Provocations.Ghost + ".frm"));
        }

        await Provoke(session, sandbox.Sandbox, server, Provocations.ByStatement);
        Logins(session, sandbox.Sandbox, server);
    }

    [Fact]
    public async Task A_MySQL_of_the_first_GTIDs_says_these_numbers()
    {
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, "mysql-5.6", new Hashtable { ["gtid-mode"] = "ON", ["enforce-gtid-consistency"] = "ON", ["log-slave-updates"] = "ON" });
        session.Run("Invoke-ReplicationQuery $a $sql", ("sql", Provocations.Before)).ThrowOnError();

        await Provoke(session, sandbox.Sandbox, "mysql-5.6", Provocations.OnOldGtids);
    }

    [Fact]
    public async Task A_server_without_an_id_and_half_sent_statements_say_these_numbers()
    {
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, "mysql-9", new Hashtable { ["server-id"] = "0" });
        await Provoke(session, sandbox.Sandbox, "mysql-9", Provocations.OnNoServerId);

        // The server closes what older ones close without a word.
        session.Run("Invoke-ReplicationQuery $a \"CREATE USER 'raw'@'127.0.0.1' IDENTIFIED BY ''\"").ThrowOnError();
        using var broken = HalfSentStatement.LogIn(sandbox.Sandbox.Port, "raw");
        broken.Begin();
        broken.HangUp();
        Assert.Equal(1158, broken.Answer());
    }

    [GeneratedRegex(@"\b(?:Get|Set|New|Test|Start|Stop|Remove|Wait|Repair|Undo|Connect|Disconnect|Invoke|Measure|Copy|Export|Import|Skip|Switch|Compare|Find|Restart)-[A-Z]\w+")]
    private static partial Regex CommandName();

    private static async Task Provoke(ModuleSession session, ReplicationSandbox sandbox, string server, IEnumerable<Provocation> all)
    {
        var wrong = new List<string>();
        foreach (var one in all.Where(p => p.Servers.Split('|').Any(s => server.StartsWith(s, StringComparison.Ordinal))))
        {
            if (one.Number == 1290)
            {
                session.Run("Invoke-ReplicationQuery $a 'SET GLOBAL read_only = 1'").ThrowOnError();
            }

            RunResult[] results = one.Meanwhile is not null ? await Meet(session, sandbox, one)
                : [one.AsPlainUser ? AsPlainUser(session, one.Sql) : session.Run("Invoke-ReplicationQuery $a $sql", ("sql", one.Sql))];
            var said = one.IsWarning
                ? results[0].ThrowOnError().Output.Select(row => Convert.ToInt32(row.Properties["Code"].Value, CultureInfo.InvariantCulture)).ToList()
                : results.SelectMany(Numbers).ToList();
            if (!said.Contains(one.Number))
            {
                wrong.Add($"{one.Number}: '{one.Sql}' gave {string.Join(", ", said)} {string.Join("; ", results.SelectMany(r => r.Errors))}");
            }

            if (one.After is not null)
            {
                session.Run("Invoke-ReplicationQuery $a $sql", ("sql", one.After)).ThrowOnError();
            }
        }

        Assert.Empty(wrong);
    }

    // Two sessions, each as far as it has to be before the other goes on.
    private static async Task<RunResult[]> Meet(ModuleSession session, ReplicationSandbox sandbox, Provocation one)
    {
        using var gate = new Gate(session, sandbox);
        var meanwhile = Gate.Beside(sandbox, one.Meanwhile!);
        gate.Reached(1, meanwhile);
        var itself = Gate.Beside(sandbox, one.Sql);
        if (one.Sql.Contains(Gate.Pass, StringComparison.Ordinal))
        {
            gate.Reached(2, itself);
        }
        else
        {
            await itself;
        }

        gate.Open();
        return await Task.WhenAll(itself, meanwhile);
    }

    private static void Logins(ModuleSession session, ReplicationSandbox sandbox, string server)
    {
        Assert.Equal([1045], Numbers(session.Run("Invoke-ReplicationQuery ('127.0.0.1:' + $a.Port) 'SELECT 1' -Credential $c", ("c", ServerSeat.Credential("plain", "wrong")))));

        // MariaDB takes no limit below ten.
        if (server.StartsWith("mysql", StringComparison.Ordinal))
        {
            session.Run("Disconnect-ReplicationServer ('127.0.0.1:' + $a.Port); Invoke-ReplicationQuery $a 'SET GLOBAL max_connections = 1'").ThrowOnError();
            using (new Gate(session, sandbox))
            {
                // Who holds the gate takes the one place; the other one is for administrators.
                List<int> seen = [];
                Assert.True(SpinWait.SpinUntil(() => (seen = Numbers(AsPlainUser(session, "SELECT 1"))).Contains(1040), TimeSpan.FromSeconds(90)), "1040 expected, got " + string.Join(", ", seen));
            }

            session.Run("Invoke-ReplicationQuery $a 'SET GLOBAL max_connections = 151'").ThrowOnError();
        }

        // Nobody is left who may come from 127.0.0.1. The account that does it is the last to go.
        session.Run(
            """
            Disconnect-ReplicationServer ('127.0.0.1:' + $a.Port)
            $mine = "$((Invoke-ReplicationQuery $a 'SELECT CURRENT_USER() AS me').me)"
            $others = Invoke-ReplicationQuery $a "SELECT CONCAT('''', User, '''@''', Host, '''') AS account, CONCAT(User, '@', Host) AS name FROM mysql.user WHERE Host IN ('127.0.0.1', '%', '127.0.0.%')"
            $others | Where-Object { $_.name -ne $mine } | ForEach-Object { Invoke-ReplicationQuery $a "DROP USER $($_.account)" }
            $others | Where-Object { $_.name -eq $mine } | ForEach-Object { Invoke-ReplicationQuery $a "DROP USER $($_.account)" }
            Disconnect-ReplicationServer ('127.0.0.1:' + $a.Port)
            """).ThrowOnError();
        Assert.Equal([1130], Numbers(AsPlainUser(session, "SELECT 1")));
    }

    private static RunResult AsPlainUser(ModuleSession session, string sql)
        => session.Run("Invoke-ReplicationQuery ('127.0.0.1:' + $a.Port) $sql -Credential $c", ("sql", sql), ("c", ServerSeat.Credential("plain", "Plain-pw-1")));

    private static List<int> Numbers(RunResult result)
        => result.Errors.Select(e => (e.Exception as ReplicationException)?.ServerErrorCode).OfType<int>().ToList();
}
