using System;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using Xunit;

namespace MySqlReplication.Engine.Tests.Diagnosis;

public sealed class ErrorLogParserTests
{
    [Theory]
    [InlineData("2026-11-22T22:22:59.173555Z 11 [System] [MY-010597] [Repl] 'CHANGE REPLICATION SOURCE TO' executed.", "2026-11-22T22:22:59.1735550+00:00", ErrorLogLevel.System, 10597, "Repl", 11)]
    [InlineData("2026-11-22T22:22:59.173555+02:00 11 [Note] Slave SQL thread initialized", "2026-11-22T22:22:59.1735550+02:00", ErrorLogLevel.Note, null, null, 11)]
    [InlineData("2026-11-22 22:22:55 448 [Warning] Slave SQL: something, Error_code: 1062", "2026-11-22T22:22:55.0000000+05:00", ErrorLogLevel.Warning, 1062, null, 448)]
    [InlineData("2026-11-22  9:22:55 0x7f2a [ERROR] Slave I/O: error connecting, Internal MariaDB error code: 2003", "2026-11-22T09:22:55.0000000+05:00", ErrorLogLevel.Error, 2003, null, null)]
    [InlineData("221122  9:05:01 [ERROR] Slave I/O: Got fatal error 1236 from master when reading data from binary log: 'x', Error_code: 1236", "2022-11-22T09:05:01.0000000+05:00", ErrorLogLevel.Error, 1236, null, null)]
    [InlineData("2026-11-22T10:00:00.6NZ mysqld_safe Starting mysqld daemon", "2026-11-22T10:00:00.0000000+00:00", ErrorLogLevel.Other, null, "mysqld_safe", null)]
    [InlineData("2026-11-22T22:22:59.173555Z 11 [ERROR] [MY-010584] [Repl] Replica SQL for channel '': Worker 1 failed; Duplicate entry, Error_code: MY-001062", "2026-11-22T22:22:59.1735550+00:00", ErrorLogLevel.Error, 1062, "Repl", 11)]
    public void Lines_of_every_age_are_read(string line, string time, ErrorLogLevel level, int? code, string? subsystem, int? thread)
    {
        var entry = Assert.Single(ErrorLogParser.Read([line], "log", null, TimeSpan.FromHours(5)));

        Assert.Equal(time, entry.Time!.Value.ToString("o"));
        Assert.Equal((level, code, subsystem, (long?)thread), (entry.Level, entry.Code, entry.Subsystem, entry.Thread));
        Assert.Equal(code is 1062 or 1236 or 2003, entry.Explanation is not null);
    }

    [Fact]
    public void Further_lines_belong_to_their_entry_and_secrets_are_struck_out()
    {
        var entries = ErrorLogParser.Read(["no time: the log began before", "2026-11-22 22:22:55 1 [Note] first", "second \u001b[31m", "  third IDENTIFIED BY 'top-secret'", "2026-11-22 22:22:56 1 [Note] other\r"], "log", null, null).ToList();

        Assert.Equal(2, entries.Count);
        Assert.Equal(3, entries[0].Text.Split('\n').Length);
        Assert.DoesNotContain("top-secret", entries[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', entries[0].Text);
        Assert.Equal("other", entries[1].Text);
    }

    [Theory]
    [InlineData("Slave SQL thread initialized", true)]
    [InlineData("Relay log read failure", true)]
    [InlineData("Starting MariaDB 10.11 source revision abc", false)]
    [InlineData("InnoDB: Number of pools: 1", false)]
    [InlineData("ready for connections.", false)]
    public void What_is_about_replication_is_known(string text, bool expected)
        => Assert.Equal(expected, ErrorLogParser.IsAboutReplication(new ErrorLogEvent { Log = "log", Level = ErrorLogLevel.Note, Text = text }));
}
