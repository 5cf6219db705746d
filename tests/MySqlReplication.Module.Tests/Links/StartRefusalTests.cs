using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>Refused before anything is sent, made for real; both servers stay as they were.</summary>
public sealed class StartRefusalTests
{
    private const string New = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl";

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public async Task Servers_and_places_that_do_not_fit(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Execute(pair.A, "CREATE DATABASE hello; CREATE TABLE hello.t (id INT PRIMARY KEY); FLUSH LOGS; INSERT INTO hello.t VALUES (1); FLUSH LOGS; INSERT INTO hello.t VALUES (2)");
        var files = pair.Column(pair.A, "SHOW BINARY LOGS");
        await pair.PurgeAsync(pair.A);
        var before = (pair.Position(pair.A), pair.Position(pair.B));

        // One server under two names.
        pair.RefusedAlways(ErrorIds.SameServer, "Start-ReplicationLink -Source \"root@localhost:$($b.Port)\" -Replica $b -ReplicationCredential $repl -Credential $b.Credential.GetCredential()");
        pair.RefusedAlways(ErrorIds.SourceIsSocket, "Start-ReplicationLink -Source \"root@$($a.Socket)\" -Replica $b -ReplicationCredential $repl -Credential $a.Credential.GetCredential()");

        // Places that the source does not have.
        var gone = pair.RefusedAlways(ErrorIds.CoordinatesPurged, New + " -Coordinates ($file + ':4')", ("file", files[0]));
        Assert.Contains(files[^1], gone.ErrorDetails.Message, StringComparison.Ordinal);
        pair.RefusedAlways(ErrorIds.CoordinatesNotFound, New + " -Coordinates nosuch.000001:4");
        pair.RefusedAlways(ErrorIds.CoordinatesNotFound, New + " -Coordinates ($file + ':99999999')", ("file", files[^1]));
        pair.RefusedAlways(ErrorIds.CoordinatesNotFound, New + " -Coordinates ($file + ':5')", ("file", files[^1]));
        pair.RefusedAlways(ErrorIds.CoordinatesNotFound, New + " -Coordinates ($file + ':1')", ("file", files[^1]));

        // Logins that a replica does not keep; no server is asked, and no part of a password is shown.
        pair.RefusedAlways(ErrorIds.LinkLoginMissing, "Start-ReplicationLink -Source $a -Replica $b -Coordinates (Get-MasterStatus $a).Coordinates");
        pair.RefusedAlways(ErrorIds.LinkPasswordTooLong, "$long = (Login repl ('x' * " + (server.StartsWith("mysql", StringComparison.Ordinal) ? "33" : "97") + ")); Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $long -Coordinates (Get-MasterStatus $a).Coordinates");
        pair.RefusedAlways(ErrorIds.LinkLoginNotStorable, "$line = (Login repl \"a`nb\"); Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $line");

        Assert.Null(pair.Status(pair.B));
        Assert.Equal(before, (pair.Position(pair.A), pair.Position(pair.B)));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Data_and_no_position(string server)
    {
        using var pair = LinkPair.Create(server);

        // By GTID a place is found; by file it is not. What a server wrote without a GTID is lost to AUTO_POSITION as well.
        pair.Execute(pair.A, "SET sql_log_bin=0; CREATE DATABASE hello; CREATE TABLE hello.t (id INT PRIMARY KEY)");
        var refusal = pair.RefusedAlways(server.StartsWith("mysql-9", StringComparison.Ordinal) ? ErrorIds.GtidHistoryMissing : ErrorIds.StartPositionNeeded, New);
        Assert.Contains("hello", refusal.ErrorDetails.Message, StringComparison.Ordinal);
        var reverse = pair.RefusedAlways(server.StartsWith("mysql-9", StringComparison.Ordinal) ? ErrorIds.GtidHistoryMissing : ErrorIds.StartPositionNeeded, "Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $repl");
        Assert.Contains("hello", reverse.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Null(pair.Status(pair.A));
        Assert.Null(pair.Status(pair.B));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Equal_ids_and_no_binary_log(string server)
    {
        using (var equal = LinkPair.Create(server, new Hashtable { ["server-id"] = 77 }))
        {
            equal.RefusedAlways(ErrorIds.EqualServerId, New);
        }

        using var silent = LinkPair.Create(server, new Hashtable { ["skip-log-bin"] = null }, []);
        silent.RefusedAlways(ErrorIds.BinlogDisabled, New);
    }

    [Theory]
    [MemberData(nameof(TestServers.MySql), MemberType = typeof(TestServers))]
    public void No_id_and_a_copied_identity(string server)
    {
        using var pair = LinkPair.Create(server);
        var id = pair.Column(pair.B, "SELECT @@GLOBAL.server_id").Single();
        pair.Execute(pair.B, "SET GLOBAL server_id=0");
        pair.RefusedAlways(ErrorIds.ServerIdMissing, New);
        pair.Execute(pair.B, "SET GLOBAL server_id=" + id);

        // A data directory copied together with its auto.cnf.
        pair.Run("$null = Stop-ReplicationSandbox $b.Name").ThrowOnError();
        File.Copy(Path.Combine(pair.A.DataDirectory, "auto.cnf"), Path.Combine(pair.B.DataDirectory, "auto.cnf"), overwrite: true);
        pair.Run("$null = Start-ReplicationSandbox $b.Name").ThrowOnError();
        var refusal = pair.RefusedAlways(ErrorIds.EqualServerUuid, New);
        Assert.Contains(Path.Combine(pair.B.DataDirectory, "auto.cnf"), refusal.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Gtid_modes_that_differ()
    {
        using var pair = LinkPair.Create("mysql-9", [], new Hashtable { ["gtid-mode"] = "OFF" });
        pair.RefusedAlways(ErrorIds.GtidModeDiffers, New);
        using var off = LinkPair.Create("mysql-9", new Hashtable { ["gtid-mode"] = "OFF" });
        off.RefusedAlways(ErrorIds.AutoPositionUnavailable, New + " -AutoPosition");
        Assert.Contains("OFF on both", off.Start().ModeReason!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mariadb-10.5", "mariadb-10.11")]
    [InlineData("mariadb-10.11", "mariadb-11.8")]
    [InlineData("mariadb-10.5", "mariadb-11.8")]
    public void A_pair_of_two_versions_is_an_upgrade_state_works_with_force_and_says_so(string older, string newer)
    {
        using var session = new ModuleSession();
        using var a = TestSandbox.CreateMany(session, older, 1, new Hashtable { ["auto-increment-increment"] = 10, ["auto-increment-offset"] = 1 })[0];
        var options = new Hashtable { ["auto-increment-increment"] = 10, ["auto-increment-offset"] = 2 };
        if ((older, newer) == ("mariadb-10.5", "mariadb-11.8"))
        {
            // Measured: what a session of 11.8 has by default stops the applier of 10.5 (error 22). The refusal says so, and what helps.
            options["collation-server"] = "utf8mb4_general_ci";
            options["character-set-collations"] = string.Empty;
        }

        using var b = TestSandbox.CreateMany(session, newer, 1, options)[0];
        var result = session.Run("New-ReplicationUser -Server $a -Peer $b -UserName repl | Start-ReplicationLink -Force", ("a", a.Sandbox), ("b", b.Sandbox)).ThrowOnError();
        var link = (MySqlReplication.Links.ReplicationLink)result.Single.BaseObject;
        Assert.Contains(link.Decisions, d => d.StartsWith("Upgrade state", StringComparison.Ordinal));

        // The way back, from the newer to the older, is what a pair of two versions adds.
        session.Run("$back = New-ReplicationUser -Server $b -Peer $a -UserName repl").ThrowOnError();
        var refused = session.Run("$back | Start-ReplicationLink");
        Assert.Equal([ErrorIds.UpgradeStateOnly], refused.ErrorIds);
        var pair = (MySqlReplication.Links.ReplicationLink)session.Run("$back | Start-ReplicationLink -Force").Single.BaseObject;
        Assert.Contains(pair.Decisions, d => d.StartsWith("Upgrade state", StringComparison.Ordinal));

        Assert.Equal(older == "mariadb-10.5", refused.Errors[0].Exception.Message.Contains("uca1400", StringComparison.Ordinal));
        Assert.Equal(older == "mariadb-10.5", refused.Errors[0].Exception.Message.Contains("character-set-collations= (empty)", StringComparison.Ordinal));

        // Rows go both ways, and both are healthy.
        session.Run(
            """
            Invoke-ReplicationQuery $a 'CREATE DATABASE hello; CREATE TABLE hello.t (id INT AUTO_INCREMENT PRIMARY KEY, who CHAR(1)) ENGINE=InnoDB; INSERT INTO hello.t (who) VALUES ("a")'
            Wait-ReplicationLink -Replica $b -Coordinates (Get-MasterStatus $a).Coordinates | Out-Null
            Invoke-ReplicationQuery $b 'INSERT INTO hello.t (who) VALUES ("b")'
            Wait-ReplicationLink -Replica $a -Coordinates (Get-MasterStatus $b).Coordinates | Out-Null
            """).ThrowOnError();
        foreach (var member in new[] { "$a", "$b" })
        {
            Assert.Equal(["1a", "2b"], session.Run("(Invoke-ReplicationQuery " + member + " 'SELECT CONCAT(id, who) AS v FROM hello.t ORDER BY id').v").ThrowOnError().Output.Select(o => o.ToString()));
            Assert.Equal("Running Running", session.Run("Get-SlaveStatus " + member + " | ForEach-Object { \"$($_.Receiver) $($_.Applier)\" }").Single.ToString());
        }
    }
}
