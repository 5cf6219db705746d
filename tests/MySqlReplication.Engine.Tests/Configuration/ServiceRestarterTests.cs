using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>
/// The Windows service path as far as it goes without Windows: an sc.exe that a script stands in for, with its answers and exit codes
/// (1062 not started, 1056 runs already, 1060 no such service) and states that take their time, as those of the real one do.
/// </summary>
public sealed class ServiceRestarterTests : IDisposable
{
    private const string StandIn =
        """
        #!/usr/bin/env bash
        folder=$(dirname "$0"); state=$folder/$2.state
        echo "$*" >> "$folder/asked"
        [ -e "$state" ] || { printf '[SC] %s FAILED 1060:\r\n\r\nThe specified service does not exist as an installed service.\r\n' "$1"; exit 36; }
        read -r number word < "$state"
        case $1 in
            query)
                # A pending state is over after it has been looked at twice.
                case $word in
                    STOP_PENDING) echo "3 STOP_SOON" > "$state" ;;
                    STOP_SOON) word=STOP_PENDING; echo "1 STOPPED" > "$state" ;;
                esac
                printf '\r\nSERVICE_NAME: %s \r\n        TYPE               : 10  WIN32_OWN_PROCESS  \r\n        STATE              : %s  %s \r\n        WIN32_EXIT_CODE    : 1  (0x1)\r\n' "$2" "$number" "$word" ;;
            stop)
                [ "$number" = 4 ] || { printf '[SC] ControlService FAILED 1062:\r\n\r\nThe service has not been started.\r\n'; exit 38; }
                echo "3 STOP_PENDING" > "$state" ;;
            start)
                [ "$number" = 1 ] || { printf '[SC] StartService FAILED 1056:\r\n\r\nAn instance of the service is already running.\r\n'; exit 32; }
                echo "4 RUNNING" > "$state" ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public ServiceRestarterTests()
    {
        WriteProgram(StandIn.Replace("\r\n", "\n", StringComparison.Ordinal));
        Environment.SetEnvironmentVariable("PATH", _folder.Path + Path.PathSeparator + _path);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_service_is_stopped_waited_for_and_started()
    {
        _folder.Write("MySQL84.state", "4 RUNNING\n");
        var service = Service("MySQL84");
        await service.StopAsync(CancellationToken.None);
        Assert.True(service.Ran);
        Assert.Equal("1 STOPPED\n", _folder.Text("MySQL84.state"));
        Assert.Contains("has ended", await service.GaveUpAsync(CancellationToken.None), StringComparison.Ordinal);
        await service.StartAsync(CancellationToken.None);
        Assert.Null(await service.GaveUpAsync(CancellationToken.None));
        Assert.Equal(["query MySQL84", "stop MySQL84", "query MySQL84", "query MySQL84", "query MySQL84", "query MySQL84", "start MySQL84", "query MySQL84"], _folder.Text("asked").TrimEnd().Split('\n'));
        Assert.Empty(await service.SaidSinceAsync(DateTimeOffset.Now, CancellationToken.None));
    }

    [Fact]
    public async Task One_that_does_not_run_is_only_started()
    {
        _folder.Write("MySQL84.state", "1 STOPPED\n");
        var service = Service("MySQL84");
        await service.StopAsync(CancellationToken.None);
        Assert.False(service.Ran);
        await service.BeginAnewAsync(CancellationToken.None);
        await service.StartAsync(CancellationToken.None);
        Assert.DoesNotContain("stop", _folder.Text("asked"), StringComparison.Ordinal);
        Assert.Equal("4 RUNNING\n", _folder.Text("MySQL84.state"));
    }

    [Fact]
    public async Task What_the_manager_refuses_is_told_in_its_words()
    {
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => Service("nosuch").StopAsync(CancellationToken.None));
        Assert.Equal(ErrorIds.ServiceControlFailed, failure.ErrorId);
        Assert.Contains("does not exist as an installed service", failure.Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder.Path, "sc.exe"));
        failure = await Assert.ThrowsAsync<ReplicationException>(() => Service("MySQL84").StopAsync(CancellationToken.None));
        Assert.Equal(ErrorIds.ServiceControlFailed, failure.ErrorId);
        Assert.Contains("there is no 'sc.exe' on this machine", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_end_in_time_is_said_to_be_so()
    {
        _folder.Write("MySQL84.state", "4 RUNNING\n");
        WriteProgram(StandIn.Replace("echo \"1 STOPPED\" > \"$state\"", ":", StringComparison.Ordinal));
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => new ServiceRestarter(ServiceCommands.Windows("MySQL84"), "MySQL84", TimeSpan.FromSeconds(1), null).StopAsync(CancellationToken.None));
        Assert.Contains("did not end within 1 s", failure.Message, StringComparison.Ordinal);
    }

    // By a shell: what another test starts at this moment inherits for an instant what this process has open, and a file that is open
    // for writing cannot be executed (ETXTBSY).
    private void WriteProgram(string text)
    {
        using var shell = Process.Start("/bin/sh", ["-c", "printf %s \"$2\" > \"$1\" && chmod 700 \"$1\"", "sh", Path.Combine(_folder.Path, "sc.exe"), text]);
        shell.WaitForExit();
    }

    private static ServiceRestarter Service(string name) => new(ServiceCommands.Windows(name), name, TimeSpan.FromSeconds(30), null);
}
