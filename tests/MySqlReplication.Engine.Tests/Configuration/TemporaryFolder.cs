using System;
using System.IO;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>A folder of its own for each test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("mycnf-").FullName;

    public string Path { get; }

    public string Write(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public string Text(string name) => Encoding.Latin1.GetString(File.ReadAllBytes(System.IO.Path.Combine(Path, name)));

    /// <summary>Names of all that lies in the folder, sorted.</summary>
    public string[] Names() => Directory.EnumerateFileSystemEntries(Path).Select(p => System.IO.Path.GetFileName(p)).Order(StringComparer.Ordinal).ToArray();

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(Path, recursive: true);
    }
}
