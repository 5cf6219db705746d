using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MySqlReplication.Benchmarks;

/// <summary>Two sandboxes with room for real data, $a with it and $b without; data is made by the server itself.</summary>
internal sealed class SnapshotBench : IDisposable
{
    private const double RowBytes = 201;
    private readonly string _name = "bench" + Guid.NewGuid().ToString("N")[..8];
    private readonly Runspace _runspace;

    /// <summary>Makes them; the options are those of a server with memory, not safe against a crash of the machine.</summary>
    public SnapshotBench(string server, string more = "")
    {
        Prefix = Fetched(server);
        Folder = Directory.CreateTempSubdirectory("bench-snapshot-").FullName;
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        Invoke("Import-Module '" + Program.Manifest + "' -ErrorAction Stop");
        Invoke("$options = @{ 'innodb-buffer-pool-size' = '1G'; 'innodb-flush-log-at-trx-commit' = '2'; 'innodb-doublewrite' = 'OFF'; 'max-allowed-packet' = '64M';"
            + " 'table-open-cache' = '4000'; 'table-definition-cache' = '4000'; 'local-infile' = 'ON'; 'sync-binlog' = '0'; " + more + " }");
        Invoke("$a, $b = New-ReplicationSandbox -Name '" + _name + "' -Count 2 -ServerDirectory '" + Prefix + "' -Option $options");
        foreach (var member in new[] { "a", "b" })
        {
            WriteLogin(member);
        }
    }

    /// <summary>Where the server was unpacked.</summary>
    public string Prefix { get; }

    public bool IsMariaDB => Path.GetFileName(Prefix).StartsWith("mariadb", StringComparison.Ordinal);

    /// <summary>For dumps and journals; gone at the end.</summary>
    public string Folder { get; }

    /// <summary>An option file with the login of a member, "a" or "b", readable by its owner only.</summary>
    public string LoginFile(string member) => Path.Combine(Folder, member + ".cnf");

    /// <summary>Writes it, as the login is now: CLONE brings the accounts of the donor.</summary>
    public void WriteLogin(string member)
    {
        var file = LoginFile(member);
        File.WriteAllText(file, string.Empty);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(
            file,
            "[client]\nuser=" + Text("$" + member + ".Credential.UserName") + "\npassword=\"" + Password(member) + "\"\nsocket=" + Text("$" + member + ".Socket") + "\n");
    }

    public string Password(string member) => Text("$" + member + ".Credential.GetCredential().GetNetworkCredential().Password");

    public string Text(string expression) => Invoke(expression)[0].ToString();

    public void Sql(string member, string sql) => Invoke("$null = Invoke-ReplicationQuery $" + member + " \"SET SESSION sql_log_bin = 0; " + (IsMariaDB ? string.Empty : "SET SESSION cte_max_recursion_depth = 100000000; ") + sql + "\" -Database mysql -TimeoutSeconds 3600");

    public string Value(string member, string sql) => Text("(Invoke-ReplicationQuery $" + member + " \"" + sql + "\" -TimeoutSeconds 3600).PSObject.Properties.Value");

    /// <summary>One big table with half of the bytes and ten that share the other half, each with a secondary key.</summary>
    public void Fill(string database, double megabytes)
    {
        var rows = (long)(megabytes * 1048576 / RowBytes / 2);
        Sql("a", "DROP DATABASE IF EXISTS " + database + "; CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
        Sql("a", "SET SESSION unique_checks = 0, foreign_key_checks = 0; CREATE TABLE " + database + ".big (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL, amount DECIMAL(12,2) NOT NULL, rate DOUBLE,"
            + " created DATETIME NOT NULL, name VARCHAR(64) NOT NULL, note VARCHAR(255), KEY customer (customer)) ENGINE=InnoDB;"
            + " INSERT INTO " + database + ".big SELECT seq, (seq * 7919) % 100003, (seq % 1000000) / 100, seq / 7, '2020-01-01' + INTERVAL seq % 80000000 SECOND, CONCAT('customer ', LEFT(SHA2(seq, 256), 32)), CONCAT(SHA2(seq, 256), LEFT(SHA2(seq + 1, 256), 40)) FROM "
            + Numbers(database, rows));
        for (var i = 0; i < 10; i++)
        {
            Sql("a", "SET SESSION unique_checks = 0, foreign_key_checks = 0; CREATE TABLE " + database + ".t" + i + " LIKE " + database + ".big; INSERT INTO " + database + ".t" + i + " SELECT * FROM " + database + ".big WHERE id <= " + (rows / 10));
        }

        Sql("a", "ANALYZE TABLE " + database + ".big, " + string.Join(", ", Enumerable.Range(0, 10).Select(i => database + ".t" + i)));
    }

    /// <summary>Many tables of twenty rows.</summary>
    public void FillSmall(string database, int tables)
    {
        Sql("a", "DROP DATABASE IF EXISTS " + database + "; CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
        for (var i = 0; i < tables; i += 50)
        {
            Sql("a", string.Join("; ", Enumerable.Range(i, Math.Min(50, tables - i)).Select(t =>
                "CREATE TABLE " + database + ".s" + t + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL, name VARCHAR(64) NOT NULL, created DATETIME NOT NULL, KEY customer (customer)) ENGINE=InnoDB;"
                + " INSERT INTO " + database + ".s" + t + " SELECT seq, seq * 7, CONCAT('name ', seq), '2020-01-01' + INTERVAL seq MINUTE FROM " + Numbers(database, 20))));
        }
    }

    /// <summary>What the copy must have brought.</summary>
    public string Count(string member, string database) => Value(member, "SELECT CONCAT(COUNT(*), ' tables') AS c FROM information_schema.TABLES WHERE TABLE_SCHEMA = '" + database + "'")
        + ", " + (database.StartsWith("small", StringComparison.Ordinal) ? string.Empty : Value(member, "SELECT CONCAT(COUNT(*), ' rows') AS c FROM " + database + ".big"));

    /// <summary>Milliseconds of one run into an empty target; what came is counted afterwards.</summary>
    public double Timed(string database, Action run, bool counts = true)
    {
        Sql("b", "DROP DATABASE IF EXISTS " + database);
        var watch = Stopwatch.StartNew();
        run();
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return !counts || Count("a", database) == Count("b", database) ? milliseconds : throw new InvalidOperationException(database + " did not come over: " + Count("b", database) + ", not " + Count("a", database));
    }

    public void Copy(string database, string more = "-ThrottleLimit 2") => Invoke(CopyCommand(database, more));

    public string CopyCommand(string database, string more) => "$copy = Copy-ReplicationSnapshot -Source $a -Replica $b -Database " + database + " -LeaveWritable " + more + " -JournalPath '" + Folder + "' -Confirm:$false";

    public List<PSObject> Invoke(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        var output = shell.AddScript(script).Invoke().ToList();
        return shell.HadErrors && shell.Streams.Error.Count > 0 ? throw new InvalidOperationException(script + ": " + shell.Streams.Error[0]) : output;
    }

    public void Dispose()
    {
        Invoke("Get-ReplicationSandbox '" + _name + "*' | Remove-ReplicationSandbox -Confirm:$false");
        _runspace.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string Numbers(string database, long rows) => IsMariaDB
        ? database + ".seq_1_to_" + rows
        : "(WITH RECURSIVE n AS (SELECT 1 AS seq UNION ALL SELECT seq + 1 FROM n WHERE seq < " + rows + ") SELECT seq FROM n) numbers";

    private static string Fetched(string server)
    {
        var start = new ProcessStartInfo(Path.Combine(Program.Root, "tests", "servers", "fetch.sh"), server) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? line.Trim().Split('\t')[1] : throw new InvalidOperationException(server + " could not be brought.");
    }
}
