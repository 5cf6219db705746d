using System;
using System.IO;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Snapshots;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>Dumps as mariadb-dump and mysqldump write them today, by the options that admins give: imported, linked, the rows equal.</summary>
public sealed class RealDumpTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mysqlreplication-dump-");

    public void Dispose() => _folder.Delete(recursive: true);

    // mariadb-dump keeps no history of system-versioned tables before 10.11.
    [Theory]
    [InlineData("mariadb-10.5", "mariadb-10.5", "dump.sql.gz", "--master-data=2")]
    [InlineData("mariadb-10.11", "mariadb-10.11", "dump.sql", "--master-data=1 --gtid --dump-history")]
    [InlineData("mariadb-11.8", "mariadb-11.8", "dump.sql.gz", "--master-data=1 --gtid --dump-history")]
    [InlineData("mariadb-11.8", "mariadb-11.8", "dump.sql", "--master-data=2 --dump-history --skip-extended-insert --hex-blob --order-by-primary")]
    [InlineData("mysql-5.6", "mariadb-10.5", "dump.sql", "--master-data=1")]
    [InlineData("mysql-9", "mysql-9", "dump.sql.gz", "--source-data=2 --hex-blob --complete-insert")]
    public async Task A_dump_of_the_source_is_imported_and_followed_from_its_place(string server, string tool, string name, string options)
    {
        using var pair = new SnapshotPair(server);
        pair.Sql("a", ShopData.Statements(server, 1500));
        await DumpAsync(pair, tool, pair.Pair.A, name, options);
        var place = pair.Run("(Get-MasterStatus $a).Coordinates.ToString()").Single.ToString();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (6, 'after')");

        var imported = (ReplicationSnapshot)pair.Run("$import = Import-ReplicationSnapshot $dump -Source $a -Replica $b -JournalPath $journal; $import").Single.BaseObject;
        Assert.Equal(place, imported.Coordinates!.ToString());
        Assert.Equal(server != "mysql-5.6", imported.GtidSet is not null);
        Assert.Empty(pair.Run("Get-SlaveStatus $b").Output);
        Follow(pair);
    }

    [Theory]
    [InlineData("mariadb-10.11", "mariadb-10.11", "--dump-slave=2 --include-master-host-port --dump-history")]
    [InlineData("mariadb-11.8", "mariadb-11.8", "--dump-slave=1 --dump-history")]
    [InlineData("mysql-9", "mysql-9", "--dump-replica=2 --apply-replica-statements")]
    public async Task A_dump_of_a_replica_is_followed_from_the_place_of_its_source(string server, string tool, string options)
    {
        using var pair = new SnapshotPair(server);
        pair.Sql("a", ShopData.Statements(server, 500));
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r; $null = Copy-ReplicationSnapshot -Source $a -Replica $b -JournalPath $journal | Start-ReplicationLink -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (5, 'link')", "CREATE USER 'dump'@'%' IDENTIFIED BY 'Dump-It-1'", "GRANT ALL ON *.* TO 'dump'@'%'");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        var place = pair.Run("(Get-MasterStatus $a).Coordinates.ToString()").Single.ToString();
        await DumpAsync(pair, tool, pair.Pair.B, "dump.sql", options, isAccountThere: true);
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (6, 'after')");

        // From here on $b is the third server.
        using var third = TestSandbox.Of(pair.Session, "New-ReplicationSandbox -Name '" + TestSandbox.NewName() + "' -ServerDirectory '" + TestServers.DirectoryOf(server) + "'", "b");
        var imported = (ReplicationSnapshot)pair.Run("$import = Import-ReplicationSnapshot $dump -Source $a -Replica $b -JournalPath $journal; $import").Single.BaseObject;
        Assert.Equal(place, imported.Coordinates!.ToString());
        Assert.Empty(pair.Run("Get-SlaveStatus $b").Output);
        Follow(pair);
    }

    private static void Follow(SnapshotPair pair)
    {
        pair.Run("$null = New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r; $null = $import | Start-ReplicationLink -ReplicationCredential $r").ThrowOnError();
        pair.Sql("a", "INSERT INTO shop.nokey VALUES (7, 'later')");
        pair.Run("$null = Wait-ReplicationLink -Replica $b -Source $a").ThrowOnError();
        ShopData.AssertDumped(pair);
    }

    private async Task DumpAsync(SnapshotPair pair, string tool, MySqlReplication.Sandboxes.ReplicationSandbox of, string name, string options, bool isAccountThere = false)
    {
        if (!isAccountThere)
        {
            pair.Sql("a", "CREATE USER 'dump'@'%' IDENTIFIED BY 'Dump-It-1'", "GRANT ALL ON *.* TO 'dump'@'%'");
        }

        var path = Path.Combine(_folder.FullName, name);
        pair.Session.Runspace.SessionStateProxy.SetVariable("dump", path);
        await DumpProcess.RunAsync(tool, of, path, ["--single-transaction", "--routines", "--triggers", "--events", "--databases", "shop", "leer", "staff `x`", .. options.Split(' ')]);
    }
}
