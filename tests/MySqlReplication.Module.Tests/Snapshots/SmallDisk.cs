using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>A directory moved onto a file system of its own that has little room left; it is moved back when disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _directory;
    private readonly string? _aside;

    private SmallDisk(string directory, string? aside)
    {
        _directory = directory;
        _aside = aside;
    }

    /// <summary>Null where nothing can be mounted.</summary>
    /// <param name="directory">A stopped server's.</param>
    /// <param name="spare">Bytes left beside what is in it.</param>
    public static SmallDisk? Over(string directory, long spare)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var size = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Sum(f => (new FileInfo(f).Length + 4095) / 4096 * 4096) + spare;
        var aside = directory + ".aside";
        Directory.Move(directory, aside);
        Directory.CreateDirectory(directory);
        var disk = new SmallDisk(directory, aside);
        if (Run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory) && Run("cp", "-a", aside + "/.", directory))
        {
            return disk;
        }

        disk.Dispose();
        return null;
    }

    /// <summary>A file system of so many bytes over a directory of a running server, whose files it keeps open elsewhere; null where nothing can be mounted.</summary>
    public static SmallDisk? Hiding(string directory, long bytes)
        => OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "mode=777,size=" + bytes, "tmpfs", directory) ? new SmallDisk(directory, null) : null;

    /// <summary>Makes room, as an administrator would.</summary>
    public bool Grow() => Run("mount", "-o", "remount,size=1g", _directory);

    public void Dispose()
    {
        Run("umount", "-l", _directory);
        if (_aside is not null)
        {
            Directory.Delete(_directory, recursive: true);
            Directory.Move(_aside, _directory);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
