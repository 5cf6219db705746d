using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>Disconnect-ReplicationServer beside what other runspaces of the process do with the same server.</summary>
public sealed class DisconnectTests
{
    [Fact]
    public async Task Who_disconnects_takes_nobody_else_s_connection()
    {
        using var session = new ModuleSession();
        using var done = new ManualResetEventSlim();
        using var made = TestSandbox.Create(session, "mariadb-10.11");
        var reading = Enumerable.Range(0, 3).Select(_ => Beside("foreach ($i in 1..200) { ($a | Invoke-ReplicationQuery -Query 'SELECT 1 AS one').one }")).ToList();
        var leaving = Beside("while (-not $done.Wait(0)) { Disconnect-ReplicationServer $a }");

        var answers = await Task.WhenAll(reading);
        done.Set();
        (await leaving).ThrowOnError();
        Assert.All(answers, answer => Assert.Equal(200, answer.ThrowOnError().Output.Count(one => one.BaseObject is 1 or 1L)));

        Task<RunResult> Beside(string script) => Task.Factory.StartNew(
            () =>
            {
                using var other = new ModuleSession();
                return other.Run(script, ("a", made.Sandbox), ("done", done));
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
