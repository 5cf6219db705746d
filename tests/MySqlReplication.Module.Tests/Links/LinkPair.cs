using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// Two real servers of one kind that may be linked: $a and $b, both with the account $repl (not in any binary log), numbers in
/// steps of ten as the tutorial has them. Nothing is linked yet.
/// </summary>
internal sealed class LinkPair : IDisposable
{
    public const string Password = "Rpw-1 'quoted' \\ back";

    private readonly TestPair _pair;

    private LinkPair(ModuleSession session, TestPair pair)
    {
        Session = session;
        _pair = pair;
    }

    public ModuleSession Session { get; }

    public ReplicationSandbox A => _pair.A;

    public ReplicationSandbox B => _pair.B;

    public string ReferenceA => "127.0.0.1:" + A.Port.ToString(CultureInfo.InvariantCulture);

    public static LinkPair Create(string server, Hashtable? options = null, Hashtable? optionsOfB = null)
    {
        var session = new ModuleSession();
        TestPair? pair = null;
        try
        {
            pair = TestPair.Create(session, server, Options(options, 1), Options(optionsOfB ?? options, 2));
            var made = new LinkPair(session, pair);
            foreach (var sandbox in new[] { made.A, made.B })
            {
                made.Execute(sandbox, "SET sql_log_bin=0; CREATE USER 'repl'@'127.0.0.1' IDENTIFIED BY 'Rpw-1 ''quoted'' \\\\ back'; GRANT REPLICATION SLAVE ON *.* TO 'repl'@'127.0.0.1'");
            }

            DefineLogin(session);
            return made;
        }
        catch
        {
            pair?.Dispose();
            session.Dispose();
            throw;
        }
    }

    /// <summary>$repl, and Login NAME PASSWORD for other credentials: the bare engine has no ConvertTo-SecureString.</summary>
    public static void DefineLogin(ModuleSession session) => session.Run(
        """
        function Login($user, $password) {
            $secret = [securestring]::new()
            $password.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
            [pscredential]::new($user, $secret)
        }
        $repl = Login repl $testPassword
        """,
        ("testPassword", Password)).ThrowOnError();

    public RunResult Run(string script, params (string Name, object? Value)[] variables) => Session.Run(script, variables);

    /// <summary>Runs a script that returns one link.</summary>
    public ReplicationLink Link(string script) => (ReplicationLink)Run(script).Single.BaseObject;

    /// <summary>Links B to A as it is done without any wish.</summary>
    public ReplicationLink Start() => Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl");

    public void Execute(ReplicationSandbox server, string sql) => Run("Invoke-ReplicationQuery $testServer $testQuery | Out-Null", ("testServer", server), ("testQuery", sql)).ThrowOnError();

    /// <summary>The first column of all rows, as texts.</summary>
    public IReadOnlyList<string> Column(ReplicationSandbox server, string sql)
        => Run("Invoke-ReplicationQuery $testServer $testQuery", ("testServer", server), ("testQuery", sql)).ThrowOnError().Output
            .Select(row => Convert.ToString(row.Properties.First().Value, CultureInfo.InvariantCulture) ?? string.Empty)
            .ToList();

    public BinlogCoordinates Position(ReplicationSandbox server)
        => ((SourceStatus)Run("Get-MasterStatus $testServer", ("testServer", server)).Single.BaseObject).Coordinates;

    public ReplicaStatus? Status(ReplicationSandbox server)
        => Run("Get-SlaveStatus $testServer", ("testServer", server)).ThrowOnError().Output.Select(o => (ReplicaStatus)o.BaseObject).FirstOrDefault();

    /// <summary>Waits until a query answers so, a minute at most.</summary>
    public async Task Until(ReplicationSandbox server, string sql, params string[] expected)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var found = Run("Invoke-ReplicationQuery $testServer $testQuery", ("testServer", server), ("testQuery", sql));
            var rows = found.Output.Select(row => Convert.ToString(row.Properties.First().Value, CultureInfo.InvariantCulture) ?? string.Empty).ToList();
            if (found.Errors.Count == 0 && rows.SequenceEqual(expected))
            {
                return;
            }

            if (watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                Assert.Fail(server.Name + " answers " + string.Join(",", rows) + string.Join(";", found.Errors) + " and not " + string.Join(",", expected) + " to " + sql);
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Purges all binary logs but the present one; MariaDB gives an old one up only when it has been checkpointed.</summary>
    public async Task PurgeAsync(ReplicationSandbox server)
    {
        var watch = Stopwatch.StartNew();
        while (Column(server, "SHOW BINARY LOGS") is { Count: > 1 } files)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), "not purged: " + string.Join(", ", files));
            Execute(server, "PURGE BINARY LOGS TO '" + files[^1] + "'");
            await Task.Delay(50);
        }
    }

    /// <summary>The one error of a script, which must have this id, a sentence, a server and a next step; nothing secret anywhere.</summary>
    public ErrorRecord Refused(string errorId, string script, params (string Name, object? Value)[] variables)
    {
        var result = Run(script, variables);
        Assert.Empty(result.Output);
        Assert.Equal([errorId], result.ErrorIds);
        var record = result.Errors[0];
        Assert.NotEqual(ErrorCategory.NotSpecified, record.CategoryInfo.Category);
        Assert.NotNull(record.TargetObject);
        Assert.NotEmpty(record.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(Password, result.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", record.ErrorDetails.Message, StringComparison.Ordinal);
        return record;
    }

    /// <summary>Refused, and -Force does not help: what is refused always.</summary>
    public ErrorRecord RefusedAlways(string errorId, string script, params (string Name, object? Value)[] variables)
    {
        Refused(errorId, script, variables);
        return Refused(errorId, script + " -Force", variables);
    }

    public void Dispose()
    {
        _pair.Dispose();
        Session.Dispose();
    }

    private static Hashtable Options(Hashtable? wanted, int offset)
    {
        var options = new Hashtable { ["auto-increment-increment"] = 10, ["auto-increment-offset"] = offset, ["log-slave-updates"] = null };
        foreach (DictionaryEntry entry in wanted ?? [])
        {
            options[entry.Key] = entry.Value;
        }

        return options;
    }
}
