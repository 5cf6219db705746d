using System;
using System.Collections.Generic;
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
}
