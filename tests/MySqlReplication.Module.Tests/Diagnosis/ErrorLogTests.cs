using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

public sealed class ErrorLogTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void What_a_server_wrote_about_its_link_is_read_from_it_and_from_its_file(string server)
    {
        using var link = new FaultyLink(server);
        link.Sql("b", "SET sql_log_bin = 0; INSERT INTO d.t VALUES (2, 'here')");
        link.Sql("a", "INSERT INTO d.t VALUES (2, 'there')");
        link.Expect("DuplicateKey", LinkStep.Applier);

        // The status tells it a moment before the log does.
        List<ErrorLogEvent> fromServer = [];
        Assert.True(SpinWait.SpinUntil(
            () => (fromServer = link.Session.Run("$b | Get-ReplicationErrorLog").ThrowOnError().Output.Select(o => (ErrorLogEvent)o.BaseObject).ToList()).Any(e => e.Code == 1062 && e.Level == ErrorLogLevel.Error),
            TimeSpan.FromSeconds(90)));

        // Servers write the same as a warning beside it.
        var fault = fromServer.Last(e => e.Code == 1062 && e.Level == ErrorLogLevel.Error);
        Assert.Equal(1062, fault.Explanation!.Number);
        Assert.InRange(fault.Time!.Value, DateTimeOffset.Now.AddMinutes(-15), DateTimeOffset.Now.AddSeconds(2));
        Assert.Equal(link.B.Server.ToString(), fault.Server!.ToString());
        Assert.Equal(link.IsToday ? "performance_schema.error_log" : link.B.ErrorLog, fault.Log);
        Assert.DoesNotContain("Repl-pw-1", string.Join("\n", fromServer.Select(e => e.Text)), StringComparison.Ordinal);
        Assert.True(link.Session.Run("$b | Get-ReplicationErrorLog -All").ThrowOnError().Output.Count > fromServer.Count);
        Assert.Empty(link.Session.Run("$b | Get-ReplicationErrorLog -Since ([DateTime]::Now.AddHours(1))").ThrowOnError().Output);
        Assert.All(link.Session.Run("$b | Get-ReplicationErrorLog -Level Error").ThrowOnError().Output, o => Assert.Equal(ErrorLogLevel.Error, ((ErrorLogEvent)o.BaseObject).Level));

        // The file itself; a copy that was rotated away and packed, beside it.
        var folder = Directory.CreateTempSubdirectory("mysqlreplication-log-").FullName;
        try
        {
            var log = Path.Combine(folder, "host.err");
            File.Copy(link.B.ErrorLog, log);
            using (var packed = new GZipStream(File.Create(log + ".1.gz"), CompressionLevel.Fastest))
            {
                packed.Write(File.ReadAllBytes(log));
            }

            var file = link.Session.Run("Get-ReplicationErrorLog -Path $log", ("log", log)).ThrowOnError().Output.Select(o => (ErrorLogEvent)o.BaseObject).ToList();
            Assert.Contains(file, e => e.Code == 1062 && e.Level == ErrorLogLevel.Error);
            Assert.Equal(2 * file.Count, link.Session.Run("Get-ReplicationErrorLog -Path $log -IncludeRotated", ("log", log)).ThrowOnError().Output.Count);
            Assert.Equal(["ErrorLogNotFound"], link.Session.Run("Get-ReplicationErrorLog -LiteralPath ($log + '.nosuch')", ("log", log)).ErrorIds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_server_that_writes_to_no_file_or_on_another_machine_is_said_so()
    {
        using var link = new FaultyLink("mariadb-11.8", link: false);
        var moved = link.B.ErrorLog + ".away";
        File.Move(link.B.ErrorLog, moved);
        var away = link.Session.Run("$b | Get-ReplicationErrorLog");
        Assert.Equal(["ErrorLogNotReachable"], away.ErrorIds);
        Assert.Contains(link.B.ErrorLog, away.Errors[0].ToString(), StringComparison.Ordinal);
    }

    // What a tunnel leads to: a server of another machine, at an address of this one, that names a file which is here too.
    [Fact]
    public void A_file_of_this_machine_is_not_taken_for_that_of_a_server_elsewhere()
    {
        using var link = new FaultyLink("mariadb-11.8", link: false);
        Assert.NotEmpty(link.Session.Run("$b | Get-ReplicationErrorLog -All").ThrowOnError().Output);
        var command = File.ReadAllText($"/proc/{link.B.ProcessId}/cmdline").TrimEnd('\0').Split('\0');
        var variables = File.ReadAllText($"/proc/{link.B.ProcessId}/environ").TrimEnd('\0').Split('\0').Select(v => v.Split('=', 2)).Where(v => v.Length == 2).ToList();
        link.Session.Run("$null = $b | Stop-ReplicationSandbox").ThrowOnError();
        var start = new ProcessStartInfo("unshare", ["--uts", "sh", "-c", "hostname elsewhere && exec \"$@\"", "sh", .. command.Where(part => !part.StartsWith("--init-file", StringComparison.Ordinal))]) { RedirectStandardError = true, RedirectStandardOutput = true };
        variables.ForEach(v => start.Environment[v[0]] = v[1]);
        using var elsewhere = Process.Start(start)!;
        try
        {
            _ = elsewhere.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = elsewhere.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            for (var limit = Stopwatch.StartNew(); link.Session.Run("Invoke-ReplicationQuery $b 'DO 0'").ErrorIds.Count > 0;)
            {
                Assert.SkipWhen(elsewhere.HasExited, "This machine lets nobody give a process another host name.");
                Assert.True(limit.Elapsed < TimeSpan.FromSeconds(60));
            }

            Assert.Equal("elsewhere", link.Value("b", "SELECT @@hostname"));
            foreach (var address in new[] { "$b", "[MySqlReplication.Servers.ServerReference]::Parse($b.Socket).WithCredential($b.Credential)" })
            {
                var away = link.Session.Run("Get-ReplicationErrorLog (" + address + ") -All");
                Assert.Equal(["ErrorLogNotReachable"], away.ErrorIds);
                Assert.Empty(away.Output);
            }
        }
        finally
        {
            elsewhere.Kill(entireProcessTree: true);
            elsewhere.WaitForExit();
        }
    }

    // The same name of the machine, and in the directory that the server names another one's files.
    [Fact]
    public void A_file_beside_another_server_s_data_is_not_taken_for_the_asked_one_s()
    {
        using var link = new FaultyLink("mysql-5.6", link: false);
        Assert.NotEmpty(link.Session.Run("$b | Get-ReplicationErrorLog -All").ThrowOnError().Output);
        File.Copy(Path.Combine(link.A.DataDirectory, "auto.cnf"), Path.Combine(link.B.DataDirectory, "auto.cnf"), overwrite: true);
        var away = link.Session.Run("$b | Get-ReplicationErrorLog -All");
        Assert.Equal(["ErrorLogNotReachable"], away.ErrorIds);
        Assert.Empty(away.Output);
    }
}
