using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>
/// Restart-ReplicationServer -ServiceName by its real command lines: against the real systemd where one can be had, and against a
/// systemctl that a script stands in for. What must hold is the same: waiting, new values, the way back, the words of the server.
/// </summary>
public sealed class ServiceRestartTests
{
    // A unit as packages have it, but for the limit of starts: two in a minute, so that forgiving is proven too.
    private const string Unit =
        """
        [Unit]
        DefaultDependencies=no
        StartLimitIntervalSec=600
        StartLimitBurst=4
        [Service]
        Type={0}
        TimeoutSec=60
        Restart=on-failure
        RestartSec=200ms
        ExecStart={1}
        """;

    // What a service manager does, and no more: one process a unit, its state, its words in a file.
    private const string StandIn =
        """
        #!/usr/bin/env bash
        units=$(dirname "$0")/units
        for unit; do :; done
        [ -e "$units/$unit.sh" ] || { [ "$1" = show ] && { echo inactive; exit 0; }; echo "Failed: Unit $unit.service not loaded." >&2; exit 5; }
        alive() { [ -e "$units/$unit.pid" ] && kill -0 "$(cat "$units/$unit.pid")" 2>/dev/null; }
        echo "$*" >> "$units/asked"
        case " $* " in
            *' reset-failed '*) rm -f "$units/$unit.failed" ;;
            *' show '*) if alive; then echo active; elif [ -e "$units/$unit.failed" ]; then echo failed; else echo inactive; fi ;;
            *' stop '*) if alive; then kill "$(cat "$units/$unit.pid")"; fi; while alive; do sleep 0.05; done ;;
            *' start '*)
                [ ! -e "$units/$unit.failed" ] || { echo "Failed to start $unit.service: Start request repeated too quickly." >&2; exit 1; }
                setsid bash "$units/$unit.sh" >>"$units/$unit.log" 2>&1 </dev/null & echo $! > "$units/$unit.pid"
                for _ in $(seq 600); do
                    alive || { touch "$units/$unit.failed"; echo "Job for $unit.service failed because the control process exited with error code." >&2; exit 1; }
                    [ -e "$units/$unit.ready" ] && ! grep -q . "$units/$unit.ready" && exit 0
                    [ -e "$units/$unit.ready" ] && [ "$(cat "$(cat "$units/$unit.ready")" 2>/dev/null)" = "$(cat "$units/$unit.pid")" ] && exit 0
                    sleep 0.05
                done ;;
        esac
        """;

    private const string Script =
        """
        $s = Get-ReplicationSandbox {0}
        $to = 'root@127.0.0.1:' + $s.Port
        $login = $s.Credential.GetCredential()
        function Said($what, $value) {{ "== $what`: " + $value }}
        function Failed($what) {{ Said $what ("" + $Error[0].FullyQualifiedErrorId.Split(',')[0] + ' | ' + ($Error[0].Exception.Message -replace '\s+', ' ')) ; $Error.Clear() }}
        function One($query) {{ (Invoke-ReplicationQuery $to $query -Credential $login).v }}
        $ErrorActionPreference = 'SilentlyContinue'
        $WarningPreference = 'SilentlyContinue'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        while ($null -eq (One 'SELECT 1 AS v') -and $watch.Elapsed.TotalSeconds -lt 90) {{ }}
        $Error.Clear()
        $plan = Restart-ReplicationServer $to -Credential $login -ServiceName db -WhatIf
        Said plan $plan.Steps[0].Text
        $r = Restart-ReplicationServer $to -Credential $login -ServiceName db
        Said plain "$($r.Changed) $($r.Method) $($r.Away -gt [timespan]::Zero)"
        $r = Set-MyCnfReplication $s.OptionFile -ServerId 77 -RelayLog renamed -Server $to -Credential $login | Restart-ReplicationServer -Credential $login -ServiceName db
        Said change "$($r.Changed) $($r.InForce) $(One 'SELECT CONCAT(@@server_id, @@relay_log) AS v')"
        $r = Set-MyCnfReplication $s.OptionFile -ServerId 77 -RelayLog renamed -Server $to -Credential $login | Restart-ReplicationServer -Credential $login -ServiceName db
        Said again "$($r.Changed) $($r.InForce)"
        $Error.Clear()
        $before = [IO.File]::ReadAllText($s.OptionFile)
        foreach ($i in 1..3) {{
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Set-MyCnfReplication $s.OptionFile -LogBin /nowhere/at/all/x | Restart-ReplicationServer -Server $to -Credential $login -ServiceName db -TimeoutSeconds 100
            Failed wrong
            Said after "$([IO.File]::ReadAllText($s.OptionFile) -ceq $before) $(One 'SELECT @@server_id AS v') $($watch.Elapsed.TotalSeconds -lt 45)"
        }}
        Restart-ReplicationServer $to -Credential $login -ServiceName other
        Failed other
        Restart-ReplicationServer $to -Credential $login -ServiceName nosuch
        Failed nosuch
        Said runs (One 'SELECT @@server_id AS v')
        """;

    [Theory]
    [InlineData("mariadb-11.8", "notify")]
    [InlineData("mysql-9", "notify")]
    [InlineData("mysql-5.6", "simple")]
    public void Units_of_the_real_systemd(string server, string type)
    {
        Assert.SkipWhen(ServiceUnderSystemd.Missing is not null, ServiceUnderSystemd.Missing ?? string.Empty);
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, server);
        var line = Prepare(session, sandbox.Sandbox, logs: server != "mariadb-11.8");
        using var systemd = new ServiceUnderSystemd(("db", string.Format(System.Globalization.CultureInfo.InvariantCulture, Unit, type, line)), ("other", string.Format(System.Globalization.CultureInfo.InvariantCulture, Unit, "simple", "/bin/sleep 1000")));
        using var host = new HostProcess { Limit = TimeSpan.FromMinutes(4), Within = systemd.Within };
        Prove(host, sandbox.Sandbox);
    }

    [Theory]
    [InlineData("mariadb-10.11")]
    public void Units_of_a_stand_in_for_systemctl(string server)
    {
        using var session = new ModuleSession();
        using var sandbox = TestSandbox.Create(session, server);
        var line = Prepare(session, sandbox.Sandbox, logs: true);
        using var host = new HostProcess { Limit = TimeSpan.FromMinutes(4) };
        var units = Directory.CreateDirectory(Path.Combine(host.Folder, "bin", "units")).FullName;
        var program = Path.Combine(host.Folder, "bin", "systemctl");
        Executable.Write(program, StandIn);
        File.WriteAllText(Path.Combine(units, "db.sh"), "exec " + line + "\n");
        File.WriteAllText(Path.Combine(units, "db.ready"), Regex.Match(File.ReadAllText(sandbox.Sandbox.OptionFile), "pid-file=(.*)").Groups[1].Value);
        File.WriteAllText(Path.Combine(units, "other.sh"), "exec sleep 1000\n");
        File.WriteAllText(Path.Combine(units, "other.ready"), string.Empty);
        host.Environment["PATH"] = Path.GetDirectoryName(program) + ":" + Environment.GetEnvironmentVariable("PATH");
        try
        {
            Run(host, program, "start", "--", "db");
            Run(host, program, "start", "--", "other");
            Prove(host, sandbox.Sandbox);
            Assert.Contains("--no-ask-password reset-failed -- db", File.ReadAllLines(Path.Combine(units, "asked")));
        }
        finally
        {
            Run(host, program, "stop", "--", "db");
            Run(host, program, "stop", "--", "other");
        }
    }

    // The line that started the sandbox, with its libraries, is the unit's.
    private static string Prepare(ModuleSession session, ReplicationSandbox sandbox, bool logs)
    {
        var line = File.ReadAllText("/proc/" + sandbox.ProcessId + "/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(w => !w.StartsWith("--init-file", StringComparison.Ordinal));
        var libraries = File.ReadAllText("/proc/" + sandbox.ProcessId + "/environ").Split('\0').Where(v => v.StartsWith("LD_LIBRARY_PATH=", StringComparison.Ordinal));
        session.Run("$null = Stop-ReplicationSandbox $a.Name").ThrowOnError();
        if (!logs)
        {
            // As MariaDB's packages have it: what it says goes to the journal.
            File.WriteAllLines(sandbox.OptionFile, File.ReadAllLines(sandbox.OptionFile).Where(l => !l.StartsWith("log-error", StringComparison.Ordinal)));
        }

        return string.Join(' ', ["/usr/bin/env", .. libraries, .. line]);
    }

    private static void Prove(HostProcess host, ReplicationSandbox sandbox)
    {
        var result = host.Run("-Module", ModuleSession.Manifest, host.Script(string.Format(System.Globalization.CultureInfo.InvariantCulture, Script, sandbox.Name)));
        var said = result.Output.Split('\n').Where(l => l.StartsWith("== ", StringComparison.Ordinal)).Select(l => l[3..].TrimEnd()).ToList();
        List<string> Of(string what) => said.Where(l => l.StartsWith(what + ": ", StringComparison.Ordinal)).Select(l => l[(what.Length + 2)..]).ToList();
        Assert.True(Of("runs").Count == 1, result.Output + result.Error);

        Assert.Equal(["systemctl --no-ask-password stop -- db; systemctl --no-ask-password start -- db"], Of("plan"));
        Assert.Equal(["True systemd unit db True"], Of("plain"));
        Assert.Equal(["True True 77renamed"], Of("change"));
        Assert.Equal(["False True"], Of("again"));
        Assert.Equal(3, Of("wrong").Count);
        Assert.All(Of("wrong"), w => Assert.StartsWith("RestartRolledBack | ", w, StringComparison.Ordinal));
        Assert.All(Of("wrong"), w => Assert.Contains("/nowhere/at/all/x", w, StringComparison.Ordinal));
        Assert.All(Of("wrong"), w => Assert.Contains("is again as it was", w, StringComparison.Ordinal));
        Assert.All(Of("after"), a => Assert.Equal("True 77 True", a));
        Assert.StartsWith("ServiceNotOfServer | systemd unit other is stopped", Of("other").Single(), StringComparison.Ordinal);
        Assert.Contains("started again", Of("other").Single(), StringComparison.Ordinal);
        Assert.StartsWith("ServiceControlFailed | systemd unit nosuch: ", Of("nosuch").Single(), StringComparison.Ordinal);
        Assert.Equal(["77"], Of("runs"));
    }

    private static void Run(HostProcess host, string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { WorkingDirectory = host.Folder })!;
        process.WaitForExit();
    }
}
