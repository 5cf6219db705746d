using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>kill -9 at any moment of writing an option file leaves the old file or the new one, whole, and the next run works.</summary>
public sealed class KilledWriteTests
{
    [Fact]
    public Task Five_times() => KillAsync(5);

    [Fact]
    [Trait("kind", "soak")]
    public Task A_hundred_times()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MYSQLREPLICATION_SOAK") == "1", "a long run: MYSQLREPLICATION_SOAK=1");
        return KillAsync(100);
    }

    private static async Task KillAsync(int times)
    {
        using var session = new ModuleSession();
        var folder = Directory.CreateTempSubdirectory("mysqlreplication-killed-");
        try
        {
            // Large, so that a write takes a while.
            var file = Path.Combine(folder.FullName, "my.cnf");
            var journal = Path.Combine(folder.FullName, "journal");
            File.WriteAllText(file, "[mysqld]\nauto-increment-offset=9\n" + string.Concat(Enumerable.Repeat("# " + new string('x', 2000) + "\n", 1500)));
            string Offset(int offset) => "Set-MyCnfReplication '" + file + "' -AutoIncrementOffset " + offset + " -JournalPath '" + journal + "'";
            var whole = new[] { 1, 2 }.Select(offset =>
            {
                session.Run(Offset(offset)).ThrowOnError();
                return File.ReadAllBytes(file);
            }).ToList();
            Assert.Contains("auto-increment-offset=2", Encoding.ASCII.GetString(whole[1], 0, 100), StringComparison.Ordinal);

            var random = new Random(1);
            for (var i = 0; i < times; i++)
            {
                using var host = new HostProcess();
                host.StartPiped("-Module", ModuleSession.Manifest, host.Script("while ($true) { $null = " + Offset(1) + "; $null = " + Offset(2) + "; 'written' }"));
                await host.SeeAsync("written");
                await Task.Delay(random.Next(120), TestContext.Current.CancellationToken);
                host.Signal("KILL");
                Assert.Equal(137, host.End().ExitCode);

                var now = File.ReadAllBytes(file);
                var which = whole.FindIndex(w => w.AsSpan().SequenceEqual(now));
                Assert.True(which >= 0, "neither the old nor the new file: " + now.Length + " bytes");
                session.Run(Offset(which == 0 ? 2 : 1)).ThrowOnError();
                foreach (var other in Directory.GetFiles(folder.FullName).Where(f => f != file))
                {
                    File.Delete(other);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
