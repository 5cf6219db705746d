using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>
/// The real systemd as process 1 of namespaces of its own, with the units of a test and the journal: nothing of it is seen outside,
/// and all of it ends with it. Loopback and the file system are those of this machine, so that the module reaches its servers.
/// </summary>
internal sealed class ServiceUnderSystemd : IDisposable
{
    private const string Boot =
        """
        set -e
        mount --make-rprivate /
        mount -t tmpfs tmpfs /run
        mount -t proc proc /proc
        mkdir -p /run/systemd/system
        cp "$1"/*.service /run/systemd/system/
        printf '%s\n' '[Unit]' 'DefaultDependencies=no' "Wants=systemd-journald.service $2" > /run/systemd/system/test.target
        export container=other
        exec "$3" --system --unit=test.target --log-target=null
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("mysqlreplication-systemd-").FullName;
    private readonly Process _systemd;

    /// <param name="units">Their files, by their names without ".service".</param>
    public ServiceUnderSystemd(params (string Name, string Text)[] units)
    {
        foreach (var (name, text) in units)
        {
            File.WriteAllText(Path.Combine(_folder, name + ".service"), text);
        }

        File.WriteAllText(Path.Combine(_folder, "boot.sh"), Boot);
        string[] line = ["--pid", "--fork", "--kill-child", "--mount", "--cgroup", "--uts", "--ipc", "bash", Path.Combine(_folder, "boot.sh"), _folder, string.Join(' ', units.Select(u => u.Name + ".service")), Program];
        _systemd = Process.Start(new ProcessStartInfo("unshare", line) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Within = ["nsenter", "--target", First().ToString(CultureInfo.InvariantCulture), "--pid", "--mount", "--uts"];
    }

    /// <summary>Why it cannot be had here; null when it can.</summary>
    public static string? Missing => !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "systemd in namespaces of its own needs root on Linux"
        : !File.Exists(Program) || !File.Exists("/usr/bin/unshare") || !File.Exists("/usr/bin/nsenter") ? "no systemd or no util-linux on this machine"
        : null;

    /// <summary>Runs a program in its namespaces.</summary>
    public string[] Within { get; }

    private static string Program => "/lib/systemd/systemd";

    public void Dispose()
    {
        // Killing what holds the namespaces kills its first process (--kill-child), and that everything in them.
        _systemd.Kill();
        _systemd.WaitForExit();
        _systemd.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The process that unshare forked, once it is systemd and answers.
    private int First()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60); Thread.Sleep(50))
        {
            var children = $"/proc/{_systemd.Id}/task/{_systemd.Id}/children";
            if (File.Exists(children) && int.TryParse(File.ReadAllText(children).Trim(), CultureInfo.InvariantCulture, out var child)
                && Says("nsenter", "--target", child.ToString(CultureInfo.InvariantCulture), "--pid", "--mount", "systemctl", "is-active", "test.target") == "active")
            {
                return child;
            }
        }

        throw new InvalidOperationException("systemd did not come up: " + _systemd.StandardError.ReadToEnd());
    }

    private static string Says(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
        _ = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return said;
    }
}
