using System;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.MainJob;

/// <summary>Every example runs to its end in a process of its own, as a user runs it, and leaves no server behind.</summary>
public sealed class ExamplesTests
{
    private static readonly string Folder = Path.Combine(ModuleSession.RepositoryRoot, "examples");

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void The_master_master_demo_works_breaks_and_is_mended(string server)
    {
        var output = Run("01-MasterMaster.ps1", server);

        Assert.Contains("rows on B: 1(A) 11(A) 21(A)", output, StringComparison.Ordinal);
        Assert.Contains("rows on A: 1(A) 11(A) 21(A) 22(B) 32(B) 42(B)", output, StringComparison.Ordinal);
        Assert.Contains("rows on A: 1(A) 2(B) 11(A) 12(B) 21(A) 22(B)", output, StringComparison.Ordinal);
        Assert.Matches("NO +[^ ]+ +[^ ]+ +[?] relay log not usable +Stopped +Stopped", output);
        Assert.Contains("The pair worked, broke, and was mended", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_way_example_shows_its_plan_and_takes_itself_back()
    {
        var output = Run("02-OneWay.ps1", "mysql-9");

        Assert.Contains("CHANGE REPLICATION SOURCE TO", output, StringComparison.Ordinal);
        Assert.Contains("SOURCE_PASSWORD='********'", string.Concat(output.Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.5")]
    [InlineData("mariadb-11.8")]
    public void A_busy_server_becomes_a_pair_that_holds_the_same(string server)
    {
        var output = Run("03-BusyServer.ps1", server);

        Assert.Contains("Copied         : ", output, StringComparison.Ordinal);
        Assert.Matches("Verified       : 3 tables with [0-9]+ rows are equal", output);
        Assert.Matches("on A: (.+)\r?\n +on B: \\1\r?\n", output);
        Assert.Matches(" [1-9][0-9]* of them were sold since the copy", output);
    }

    [Fact]
    public void Every_example_is_run_by_a_test()
        => Assert.Equal(["01-MasterMaster.ps1", "02-OneWay.ps1", "03-BusyServer.ps1"], Directory.GetFiles(Folder, "*.ps1").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static string Run(string example, string server)
    {
        using var host = new HostProcess { Limit = TimeSpan.FromMinutes(5) };
        var name = TestSandbox.NewName();
        var result = host.Run(["-Module", ModuleSession.Manifest, Path.Combine(Folder, example), "-ServerDirectory", TestServers.DirectoryOf(server), "-Name", name]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Empty(result.Error.Trim());
        using var session = new ModuleSession();
        Assert.Empty(session.Run("Get-ReplicationSandbox '" + name + "*'").ThrowOnError().Output);
        return result.Output;
    }
}
