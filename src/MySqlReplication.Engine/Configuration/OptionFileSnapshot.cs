using System;
using System.IO;
using System.Security.Cryptography;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Engine.Configuration;

/// <summary>An option file as it was at one moment: what is changed is compared with it before it is replaced.</summary>
internal sealed class OptionFileSnapshot
{
    /// <summary>Sixteen times the largest that anybody keeps; the whole is held in memory.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    private OptionFileSnapshot(string path, string realPath, byte[] bytes, UnixFileFacts? facts)
    {
        Path = path;
        RealPath = realPath;
        Bytes = bytes;
        Facts = facts;
    }

    /// <summary>As it was named.</summary>
    public string Path { get; }

    /// <summary>The file itself, links followed: that one is replaced, the link stays.</summary>
    public string RealPath { get; }

    public byte[] Bytes { get; }

    /// <summary>Null on Windows, and where the C library does not tell.</summary>
    public UnixFileFacts? Facts { get; }

    public bool IsWorldWritable => Facts?.IsWorldWritable ?? false;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ReplicationException">OptionFileNotFound, OptionFileIsDirectory, OptionFileNotRegular, OptionFileNotReadable, OptionFileTooLarge, OptionFileIsLink.</exception>
    public static OptionFileSnapshot Read(string path)
    {
        try
        {
            var real = RealPathOf(path);
            if (Directory.Exists(real))
            {
                throw ConfigurationFailures.IsDirectory(path);
            }

            if (!File.Exists(real))
            {
                throw real != path ? ConfigurationFailures.LinkLeadsNowhere(path, real) : ConfigurationFailures.NotFound(path);
            }

            var facts = FactsOf(real);
            return facts is { IsRegular: false }
                ? throw ConfigurationFailures.NotRegular(path)
                : new OptionFileSnapshot(path, real, ReadBytes(real, path), facts);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ConfigurationFailures.NotFound(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw ConfigurationFailures.NotReadable(path, e);
        }
    }

    /// <summary>Whether the file is the same now, byte for byte, and under the same path.</summary>
    public bool IsStillSo()
    {
        try
        {
            return RealPathOf(Path) == RealPath && File.Exists(RealPath) && Same(ReadBytes(RealPath, Path), Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ReplicationException)
        {
            return false;
        }
    }

    /// <summary>SHA-256 in hex, for the journal.</summary>
    public static string Hash(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(bytes)).Replace("-", string.Empty);
    }

    public static bool Same(byte[] left, byte[] right)
    {
        for (var i = 0; i < left.Length && left.Length == right.Length; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return left.Length == right.Length;
    }

    private static byte[] ReadBytes(string file, string path)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var read = new MemoryStream();
        var buffer = new byte[81920];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            read.Write(buffer, 0, count);
            if (read.Length > LargestFile)
            {
                throw ConfigurationFailures.TooLarge(path);
            }
        }

        return read.ToArray();
    }

    private static string RealPathOf(string path)
    {
#if NET8_0_OR_GREATER
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException) && new FileInfo(path).LinkTarget is not null)
        {
            // ELOOP: .NET follows forty links and no more.
            throw ConfigurationFailures.LinkLeadsInCircles(path);
        }
#else
        // .NET Framework cannot follow a link; replacing the link itself would leave the file that the server reads as it was.
        return File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0 ? throw ConfigurationFailures.IsLink(path) : path;
#endif
    }

    private static UnixFileFacts? FactsOf(string file)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            return UnixFile.Facts(file);
        }
#endif
        return null;
    }
}
