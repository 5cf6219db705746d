using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;

namespace MySqlReplication.Module.Tests.Secrets;

/// <summary>Looks at the arguments and the environment of every process, again and again, and keeps what it has seen.</summary>
internal sealed class ProcessWatch : IDisposable
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly ManualResetEvent _end = new(false);
    private readonly Thread _thread;

    public ProcessWatch()
    {
        _thread = new Thread(Look);
        _thread.Start();
    }

    /// <summary>Ends the watch; what it saw.</summary>
    public IReadOnlyCollection<string> End()
    {
        _end.Set();
        _thread.Join();
        return _seen;
    }

    public void Dispose()
    {
        End();
        _end.Dispose();
    }

    private void Look()
    {
        do
        {
            foreach (var process in Directory.EnumerateDirectories("/proc", "*"))
            {
                if (char.IsAsciiDigit(Path.GetFileName(process)[0]))
                {
                    Read(process + "/cmdline");
                    Read(process + "/environ");
                }
            }
        }
        while (!_end.WaitOne(TimeSpan.FromMilliseconds(20)));
    }

    private void Read(string file)
    {
        try
        {
            _seen.Add(Encoding.UTF8.GetString(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
        }
    }
}
