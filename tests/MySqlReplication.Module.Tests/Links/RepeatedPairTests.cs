using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Repair;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>One pair built, broken by a renamed relay log, mended and taken apart, again and again: no row is lost or doubled, nothing is left behind.</summary>
public sealed class RepeatedPairTests
{
    private const string Rows = "SELECT COUNT(*) FROM hello.t";

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-11.8")]
    public Task Twice(string server) => BuildBreakMendAsync(server, rounds: 2);

    [Theory]
    [Trait("kind", "soak")]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public Task Thirty_times(string server)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "a long run: MYSQLREPLICATION_SOAK=1");
        return BuildBreakMendAsync(server, rounds: 30);
    }

    private static async Task BuildBreakMendAsync(string server, int rounds)
    {
        using var pair = LinkPair.Create(server, new Hashtable { ["gtid-domain-id"] = 1, ["relay-log"] = "round0" }.Fit(server), new Hashtable { ["gtid-domain-id"] = 2, ["relay-log"] = "round0" }.Fit(server));
        pair.Start();
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (id INT AUTO_INCREMENT PRIMARY KEY, round INT, origin CHAR(1))");
        for (var round = 1; round <= rounds; round++)
        {
            // Built: the first link goes on or is new, the second begins where B is now.
            pair.Run("$null = Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl").ThrowOnError();
            pair.Run("$null = Wait-ReplicationLink $b -Source $a; $null = Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $repl").ThrowOnError();
            pair.Execute(pair.A, "INSERT INTO hello.t (round, origin) VALUES (" + round + ", 'A')");
            pair.Execute(pair.B, "INSERT INTO hello.t (round, origin) VALUES (" + round + ", 'B')");
            await BothHaveAsync(pair, (round * 4) - 2);

            // Broken: A stops, its relay log gets another name, B writes on.
            pair.Run("$null = Stop-ReplicationSandbox $a.Name").ThrowOnError();
            File.WriteAllLines(pair.A.OptionFile, File.ReadAllLines(pair.A.OptionFile).Select(l => l.StartsWith("relay-log=", StringComparison.Ordinal) ? "relay-log=round" + round : l));
            pair.Execute(pair.B, "INSERT INTO hello.t (round, origin) VALUES (" + round + ", 'B')");
            pair.Run("$null = Start-ReplicationSandbox $a.Name").ThrowOnError();

            // Mended: nothing more to do the second time, and B, which lost its source, tries at once.
            Assert.True(((RelayLogRepair)pair.Run("Repair-RelayLog $a -Confirm:$false").Single.BaseObject).Changed);
            Assert.False(((RelayLogRepair)pair.Run("Repair-RelayLog $a -Confirm:$false").Single.BaseObject).Changed);
            pair.Run("$null = Start-ReplicationLink -Source $a -Replica $b").ThrowOnError();
            pair.Execute(pair.A, "INSERT INTO hello.t (round, origin) VALUES (" + round + ", 'A')");
            await BothHaveAsync(pair, round * 4);

            // Taken apart, one side or the other, while nobody writes.
            pair.Run("$null = Remove-ReplicationLink " + (round % 2 == 0 ? "$a, $b" : "$a") + " -Confirm:$false").ThrowOnError();
            if (round % 2 == 0)
            {
                // B forgot its link: where A is now is where it goes on.
                pair.Run("$null = Get-MasterStatus $a | Start-ReplicationLink -Replica $b -ReplicationCredential $repl").ThrowOnError();
            }
        }

        Assert.Equal(pair.Column(pair.A, "SELECT CONCAT(id, origin, round) FROM hello.t ORDER BY id"), pair.Column(pair.B, "SELECT CONCAT(id, origin, round) FROM hello.t ORDER BY id"));

        // A renamed relay log is left where it is by every server, and by the repair: index and at most two files of each round, and nothing more.
        Assert.True(Directory.GetFiles(pair.A.DataDirectory, "round*").Length <= 3 * (rounds + 1), "more than the renamed relay logs lie about: " + string.Join(", ", Directory.GetFiles(pair.A.DataDirectory, "round*").Select(Path.GetFileName)));
    }

    private static async Task BothHaveAsync(LinkPair pair, int rows)
    {
        await pair.Until(pair.A, Rows, rows.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await pair.Until(pair.B, Rows, rows.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>Options that only some servers know.</summary>
file static class Fitting
{
    public static Hashtable Fit(this Hashtable options, string server)
    {
        if (server.StartsWith("mysql", StringComparison.Ordinal))
        {
            options.Remove("gtid-domain-id");
        }

        return options;
    }
}
