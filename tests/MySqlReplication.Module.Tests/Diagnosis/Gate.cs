using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>A named lock of a server that a session of its own holds: who comes to it waits until it is opened. Sessions meet there, whatever else the machine does.</summary>
internal sealed class Gate : IDisposable
{
    /// <summary>Statements that come to it and go through when it is open.</summary>
    public const string Pass = "DO GET_LOCK('gate', 300); DO RELEASE_LOCK('gate')";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly ModuleSession _session;
    private readonly Task<RunResult> _holder;
    private bool _open;

    /// <summary>Closes it.</summary>
    /// <param name="session">Looks at the server.</param>
    /// <param name="sandbox">The server, which is $a of that session.</param>
    public Gate(ModuleSession session, ReplicationSandbox sandbox)
    {
        _session = session;
        _holder = Beside(sandbox, "DO GET_LOCK('gate', 0); DO SLEEP(600)");
        Until(_holder, () => Number("SELECT IS_USED_LOCK('gate') IS NOT NULL") == 1);
    }

    /// <summary>Runs statements in a session and a thread of their own.</summary>
    public static Task<RunResult> Beside(ReplicationSandbox sandbox, string sql) => Task.Factory.StartNew(
        () =>
        {
            using var other = new ModuleSession();
            return other.Run("Invoke-ReplicationQuery $a $sql -TimeoutSeconds 700", ("a", sandbox), ("sql", sql));
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Waits until so many sessions stand before it; fails with what the last of them said when it ended instead.</summary>
    public void Reached(int sessions, Task<RunResult> last)
        => Until(last, () => Number("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO GET_LOCK(''gate''%' AND ID <> CONNECTION_ID()") >= sessions);

    /// <summary>Lets all go on.</summary>
    public void Open()
    {
        _open = true;

        // One after the other, in one session: a row goes down a pipeline before its statement's session is free, and the server may have no place for a second one.
        _session.Run("$held = Invoke-ReplicationQuery $a 'SELECT IS_USED_LOCK(''gate'') AS id'; Invoke-ReplicationQuery $a \"KILL $($held.id)\"").ThrowOnError();
        _holder.Wait();
    }

    public void Dispose()
    {
        if (!_open)
        {
            Open();
        }
    }

    private static void Until(Task<RunResult> running, Func<bool> isSo)
    {
        var met = false;
        SpinWait.SpinUntil(() => (met = isSo()) || running.IsCompleted, Limit);
        Assert.True(met, running.IsCompleted ? running.Result.AllText : "It did not come to the gate.");
    }

    private long Number(string sql) => Convert.ToInt64(_session.Run("Invoke-ReplicationQuery $a $look", ("look", sql)).ThrowOnError().Output[0].Properties.First().Value, System.Globalization.CultureInfo.InvariantCulture);
}
