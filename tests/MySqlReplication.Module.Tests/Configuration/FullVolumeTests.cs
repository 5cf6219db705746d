using System;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>A volume that is full while an option file is written: the old file stands, whole, and nothing else is left.</summary>
public sealed class FullVolumeTests
{
    // A volume of 64 KiB in a mount namespace of the host's own; the file takes more than half of it, so that its copy or its successor does not fit.
    [Theory]
    [InlineData(40)]
    [InlineData(28)]
    public void The_old_file_stays_and_nothing_else_is_left(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/unshare"), "a volume of its own needs root and unshare");
        using var host = new HostProcess();
        var volume = Directory.CreateDirectory(Path.Combine(host.Folder, "volume")).FullName;
        host.Within = ["unshare", "--mount", "bash", "-c", "mount -t tmpfs -o size=64k none \"$1\" && shift && exec \"$@\"", "unshare", volume];
        var result = host.Run("-Module", ModuleSession.Manifest, host.Script(
            $$"""
            $file = '{{volume}}/my.cnf'
            $text = "[mysqld]`nserver-id=1`n" + ("# 456789012345`n" * (64 * {{kilobytes}}))
            [IO.File]::WriteAllText($file, $text)
            Set-MyCnfReplication $file -ServerId 2 -RelayLog ('r' * 1000) -JournalPath '{{host.Folder}}/journal' -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            '== ' + $Error[0].FullyQualifiedErrorId.Split(',')[0] + ' ' + $Error.Count + ' | ' + $Error[0].ErrorDetails.RecommendedAction
            '== ' + ([IO.File]::ReadAllText($file) -ceq $text)
            '== ' + ([IO.Directory]::GetFileSystemEntries('{{volume}}') -join ' ')
            """));
        var said = result.Output.Split('\n').Where(l => l.StartsWith("== ", StringComparison.Ordinal)).Select(l => l[3..].TrimEnd()).ToList();
        Assert.True(said.Count == 3, result.Output + result.Error);
        Assert.StartsWith("OptionFileNotWritten 1 | ", said[0], StringComparison.Ordinal);
        Assert.Contains("full disk", said[0], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["True", volume + "/my.cnf"], said[1..]);
    }
}
