#if NET8_0_OR_GREATER
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What .NET cannot do with files on Unix: who owns one, giving it to that owner, extended attributes, syncing a folder.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixFile
{
    private const int ReadOnly = 0;
    private const int Writable = 2;
    private const int CurrentFolder = -100;
    private const int Unsupported = 95;
    private const uint BasicStatistics = 0x7FF;

    /// <summary>Owner, mode and kind, links followed; null where the C library has no statx (macOS).</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static UnixFileFacts? Facts(string path)
    {
        // struct statx is the same on every architecture, unlike struct stat (linux/stat.h).
        var buffer = new byte[256];
        int result;
        try
        {
            result = Statx(CurrentFolder, Native(path), 0, BasicStatistics, buffer);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }

        return result != 0
            ? throw Failure(path)
            : new UnixFileFacts(BitConverter.ToUInt32(buffer, 20), BitConverter.ToUInt32(buffer, 24), BitConverter.ToUInt16(buffer, 28)) { Names = BitConverter.ToUInt32(buffer, 16) };
    }

    /// <summary>Whether this user may write there; false too on a read-only file system.</summary>
    public static bool MayWrite(string path) => Access(Native(path), Writable) == 0;

    /// <exception cref="IOException">This user may not give files away.</exception>
    public static void GiveTo(string path, UnixFileFacts owner)
    {
        if (ChangeOwner(Native(path), owner.UserId, owner.GroupId) != 0)
        {
            throw Failure(path);
        }
    }

    /// <summary>Makes a rename in the folder last through a power cut. File systems that cannot do it are left alone.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Open(Native(folder), ReadOnly);
        if (descriptor >= 0)
        {
            _ = Sync(descriptor);
            _ = Close(descriptor);
        }
    }

    /// <summary>Copies ACLs, SELinux labels and user attributes, which all are extended attributes on Linux.</summary>
    /// <exception cref="IOException">One of them is refused.</exception>
    public static void CopyAttributes(string from, string to)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var source = Native(from);
        var size = ListAttributes(source, [], 0);
        if (size <= 0)
        {
            return;
        }

        var names = new byte[size];
        size = ListAttributes(source, names, names.Length);
        foreach (var name in Encoding.UTF8.GetString(names, 0, (int)Math.Max(0, size)).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var length = GetAttribute(source, Native(name), [], 0);
            var value = new byte[Math.Max(0, length)];
            length = GetAttribute(source, Native(name), value, value.Length);
            if (length >= 0 && SetAttribute(Native(to), Native(name), value, (int)length, 0) != 0
                && Marshal.GetLastPInvokeError() != Unsupported && !name.StartsWith("security.", StringComparison.Ordinal))
            {
                throw Failure(to);
            }
        }
    }

    private static byte[] Native(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static IOException Failure(string path)
        => new(path + ": " + Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()), Marshal.GetLastPInvokeError());

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(byte[] path, int mode);

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(byte[] path, uint user, uint group);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "listxattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ListAttributes(byte[] path, byte[] names, nint size);

    [DllImport("libc", EntryPoint = "getxattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetAttribute(byte[] path, byte[] name, byte[] value, nint size);

    [DllImport("libc", EntryPoint = "setxattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAttribute(byte[] path, byte[] name, byte[] value, nint size, int flags);
}
#endif
