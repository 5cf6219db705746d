using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using MySqlReplication.Configuration;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>MySQL's own RESTART under a supervisor that does what mysqld_safe does: exit status 16 is started again, anything else is the end.</summary>
public sealed class SupervisedRestartTests
{
    // sql/sql_restart_server.cc: the server restarts only when MYSQLD_PARENT_PID is its parent, and ends with 16 then.
    private const string Supervisor =
        """
        trap 'kill $child; wait $child; exit' TERM
        while :; do
            MYSQLD_PARENT_PID=$$ "$@" >/dev/null 2>&1 </dev/null & child=$!
            wait $child; code=$?
            [ $code = 16 ] || { [ $code != 0 ] && [ -n "$STUBBORN" ] && sleep 0.2; } || exit
        done
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_comes_back_with_the_new_values_and_a_file_that_kills_it_is_put_back(bool stubborn)
    {
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, "mysql-9");
        var line = File.ReadAllText("/proc/" + sandbox.Sandbox.ProcessId + "/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(w => !w.StartsWith("--init-file", StringComparison.Ordinal)).ToArray();
        session.Run("$null = Stop-ReplicationSandbox $a.Name; $to = '127.1:' + $a.Port; $login = $a.Credential.GetCredential(); $WarningPreference = 'SilentlyContinue'").ThrowOnError();
        string One(string expression) => session.Run($"(Invoke-ReplicationQuery $to 'SELECT {expression} AS v' -Credential $login).v").ThrowOnError().Output[0].ToString()!;
        void Come() => session.Run("$watch = [Diagnostics.Stopwatch]::StartNew(); while (-not (Invoke-ReplicationQuery $to 'SELECT 1' -Credential $login -ErrorAction SilentlyContinue) -and $watch.Elapsed.TotalSeconds -lt 90) { }");

        // Reached by a name that no sandbox has, it is a server like any other.
        var supervisor = Supervise(line, stubborn);
        try
        {
            Come();
            var plan = session.Run("Restart-ReplicationServer $to -Credential $login -WhatIf").ThrowOnError();
            Assert.Equal("1", One("@@server_id > 0"));
            var before = ProcessId(sandbox.Sandbox.OptionFile);
            var plain = (ServerRestart)session.Run("Restart-ReplicationServer $to -Credential $login").Single.BaseObject;
            Assert.Equal((true, "RESTART"), (plain.Changed, plain.Method));
            Assert.True(plain.Away > TimeSpan.Zero);
            Assert.NotEqual(before, ProcessId(sandbox.Sandbox.OptionFile));
            Assert.Equal("RESTART", ((MySqlReplication.Plans.ReplicationPlan)plan.Single.BaseObject).Steps.Single().Text);

            var change = (ServerRestart)session.Run("Set-MyCnfReplication $a.OptionFile -ServerId 78 -Server $to -Credential $login | Restart-ReplicationServer -Credential $login").Single.BaseObject;
            Assert.Equal((true, true), (change.Changed, change.InForce));
            Assert.Equal("78", One("@@server_id"));

            // It ends with 1: mysqld_safe leaves it at that, a unit with Restart=on-failure tries again.
            var file = File.ReadAllText(sandbox.Sandbox.OptionFile);
            var failed = session.Run("Set-MyCnfReplication $a.OptionFile -LogBin /nowhere/at/all/x | Restart-ReplicationServer -Server $to -Credential $login -TimeoutSeconds " + (stubborn ? 120 : 15));
            Assert.Equal([stubborn ? "RestartRolledBack" : "RestartFailed"], failed.ErrorIds);
            Assert.Contains("/nowhere/at/all/x", failed.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Contains("is again as it was", failed.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Equal(file, File.ReadAllText(sandbox.Sandbox.OptionFile));
            if (!stubborn)
            {
                Assert.Contains("nobody has started it", failed.Errors[0].Exception.Message, StringComparison.Ordinal);
                supervisor.Dispose();
                supervisor = Supervise(line, stubborn);
            }

            Come();
            Assert.Equal("78", One("@@server_id"));
        }
        finally
        {
            using (Process.Start("kill", ["-TERM", supervisor.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                supervisor.WaitForExit();
            }

            supervisor.Dispose();
        }
    }

    // As the server that answers has written it down.
    private static string ProcessId(string optionFile)
        => File.ReadAllText(File.ReadLines(optionFile).Single(l => l.StartsWith("pid-file=", StringComparison.Ordinal)).Split('=')[1]).Trim();

    private static Process Supervise(string[] line, bool stubborn)
    {
        var info = new ProcessStartInfo("bash", ["-c", Supervisor, "supervisor", .. line]);
        info.Environment["STUBBORN"] = stubborn ? "1" : string.Empty;
        return Process.Start(info)!;
    }
}
