using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;

namespace MySqlReplication.Engine.Servers;

/// <summary>
/// Proves that no server uses a data directory, and keeps one from starting on it while its files are changed. Servers lock
/// ibdata1 and (MariaDB) aria_log_control with fcntl for as long as they run (measured on MySQL 5.6, 9.7, MariaDB 10.5, 10.11,
/// 11.8); taking the same lock proves that none does, and a server that starts meanwhile waits or refuses.
/// </summary>
internal sealed class StoppedServer : IDisposable
{
    private static readonly string[] LockedFiles = ["ibdata1", "aria_log_control"];
    private readonly string _directory;
    private readonly string? _processIdFile;
    private readonly string? _socket;
    private readonly List<FileStream> _held = [];

    /// <param name="dataDirectory">Full path of the data directory.</param>
    /// <param name="processIdFile">The server's pid-file; null when not known (those in the data directory are looked at anyway).</param>
    /// <param name="socket">The server's socket; null when not known.</param>
    public StoppedServer(string dataDirectory, string? processIdFile, string? socket)
    {
        _directory = dataDirectory;
        _processIdFile = processIdFile;
        _socket = socket;
    }

    /// <summary>Looks, and keeps servers away until disposed.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">ServerStillRuns, ServerStateNotProven, NotADataDirectory.</exception>
    public void Hold()
    {
        if (_held.Count > 0)
        {
            return;
        }

        ThrowIfProcessRuns();
        ThrowIfAnswers(_directory, _socket);
        try
        {
            foreach (var file in LockedFiles.Select(f => Path.Combine(_directory, f)).Where(File.Exists))
            {
                TakeLock(file);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        if (_held.Count == 0)
        {
            throw StoppedServerFailures.NotADataDirectory(_directory, "it has neither ibdata1 nor aria_log_control, whose locks would tell whether a server runs on it");
        }
    }

    /// <summary>Gives the locks back.</summary>
    public void Dispose()
    {
        foreach (var stream in _held)
        {
            stream.Dispose();
        }

        _held.Clear();
    }

    private void TakeLock(string file)
    {
        FileStream? stream = null;
        try
        {
            // Only a lock is taken; the file is neither read nor written. Sharing allows everything: the server's own lock decides.
            stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On Windows servers open their files for themselves alone.
            throw e is IOException && Path.DirectorySeparatorChar == '\\'
                ? StoppedServerFailures.StillRuns(_directory, file + " is in use")
                : StoppedServerFailures.StateNotProven(_directory, file + " cannot be opened: " + e.Message);
        }

        try
        {
#if NET8_0_OR_GREATER
            if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
            {
                throw StoppedServerFailures.StateNotProven(_directory, "this platform has no locks on parts of files");
            }
#endif
            stream.Lock(0, 1);
            _held.Add(stream);
            stream = null;
        }
        catch (IOException)
        {
            throw StoppedServerFailures.StillRuns(_directory, "a process holds the lock on " + file);
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private void ThrowIfProcessRuns()
    {
        var processIdFiles = Directory.EnumerateFiles(_directory, "*.pid").ToList();
        if (_processIdFile is { } named && File.Exists(named))
        {
            processIdFiles.Add(named);
        }

        foreach (var file in processIdFiles)
        {
            if (ReadNumber(file) is { } id && UsesDirectory(id, _directory))
            {
                throw StoppedServerFailures.StillRuns(_directory, "process " + id.ToString(CultureInfo.InvariantCulture) + " of " + file + " is alive");
            }
        }
    }

    private static int? ReadNumber(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A server's current directory is its data directory. A number alone may be another process's by now.
    private static bool UsesDirectory(int id, string directory)
    {
#if NET8_0_OR_GREATER
        if (Directory.Exists("/proc/self"))
        {
            try
            {
                var current = new DirectoryInfo("/proc/" + id.ToString(CultureInfo.InvariantCulture) + "/cwd").ResolveLinkTarget(returnFinalTarget: true)?.FullName;
                return current is not null && string.Equals(current, RealPath(directory), StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone, or another user's: the lock decides.
                return false;
            }
        }
#endif
        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName.IndexOf("mysqld", StringComparison.OrdinalIgnoreCase) >= 0 || process.ProcessName.IndexOf("mariadbd", StringComparison.OrdinalIgnoreCase) >= 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

#if NET8_0_OR_GREATER
    private static string RealPath(string directory) => new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory;
#endif

    private static void ThrowIfAnswers(string directory, string? path)
    {
#if NET8_0_OR_GREATER
        if (path is not null && File.Exists(path) && Socket.OSSupportsUnixDomainSockets)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
            }
            catch (Exception e) when (e is SocketException or ArgumentException)
            {
                return;
            }

            throw StoppedServerFailures.StillRuns(directory, "a server answers on its socket " + path);
        }
#endif
    }
}
