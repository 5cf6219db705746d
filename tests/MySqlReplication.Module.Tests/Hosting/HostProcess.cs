using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>tests/Host as a process of its own, with or without a terminal, and a folder for its scripts that goes with it.</summary>
public sealed class HostProcess : IDisposable
{
    /// <summary>Far beyond what any of these runs needs on a loaded machine; a run that hangs fails instead of blocking the suite.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(120);

    private readonly StringBuilder _seen = new();
    private readonly SemaphoreSlim _grown = new(0);
    private Process? _process;
    private Task _reading = Task.CompletedTask;

    /// <summary>A program with arguments that starts the host: nsenter, for one.</summary>
    public IReadOnlyList<string> Within { get; set; } = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("mysqlreplication-host-").FullName;

    /// <summary>Variables added to, or with null taken from, the environment of the process.</summary>
    public Dictionary<string, string?> Environment { get; } = new() { ["XDG_STATE_HOME"] = StateFolder.Path, ["NO_COLOR"] = null, ["TERM"] = "xterm-256color", ["LC_ALL"] = "C.UTF-8" };

    private static string Dll => Path.Combine(
        ModuleSession.RepositoryRoot, "tests", "Host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "mysqlreplication-host.dll");

    /// <summary>Writes a script into the folder.</summary>
    public string Script(string text)
    {
        var path = Path.Combine(Folder, "script.ps1");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs to the end without a terminal: both streams are pipes, and the input is empty.</summary>
    public HostResult Run(params IEnumerable<string> arguments)
    {
        Start("dotnet", [Dll, .. arguments]);
        _process!.StandardInput.Close();
        var error = _process.StandardError.ReadToEndAsync();
        return End(error);
    }

    /// <summary>Starts without a terminal and leaves the process running.</summary>
    public void StartPiped(params IEnumerable<string> arguments) => Start("dotnet", [Dll, .. arguments]);

    /// <summary>Starts on a terminal: script(1) brings one, passes on what <see cref="Type"/> writes, and returns the exit code.</summary>
    public void StartOnTerminal(params IEnumerable<string> arguments) =>
        Start("script", ["-qefc", string.Join(' ', arguments.Prepend(Dll).Prepend("dotnet").Select(a => "'" + a.Replace("'", @"'\''", StringComparison.Ordinal) + "'")), "/dev/null"]);

    /// <summary>Types on the terminal.</summary>
    public void Type(string keys)
    {
        _process!.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits until the output holds a text; fails with what came instead.</summary>
    public async Task SeeAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!Seen.Contains(text, StringComparison.Ordinal))
        {
            if (_reading.IsCompleted && !Seen.Contains(text, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The host ended without writing '{text}'. It wrote: {Seen}");
            }

            await Task.WhenAny(_grown.WaitAsync(limit.Token), _reading);
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until the terminal shows no longer what is typed: the host writes its question before it begins to read.</summary>
    public async Task SeeNoEchoAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (Terminal() is not { } terminal || !Says("stty", "-a", "-F", terminal).Split(' ', '\n').Contains("-echo"))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Sends a signal to the host alone.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end of what was started.</summary>
    public HostResult End() => End(_process!.StandardError.ReadToEndAsync());

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process?.Dispose();
        _grown.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string Seen
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToString();
            }
        }
    }

    // The terminal of the processes that were started with our folder as their temporary one.
    private string? Terminal()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            try
            {
                if (File.ReadAllText(process + "/environ").Contains("TMPDIR=" + Folder, StringComparison.Ordinal) && new FileInfo(process + "/fd/0").LinkTarget is { } input && input.StartsWith("/dev/pts/", StringComparison.Ordinal))
                {
                    return input;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
        }

        return null;
    }

    private static string Says(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said;
    }

    private void Start(string program, IEnumerable<string> arguments)
    {
        // A shell without job control starts what runs in its background with SIGINT ignored, and that is inherited down to here.
        IEnumerable<string> line = [.. Within, program, .. arguments];
        line = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", .. line] : line;
        var start = new ProcessStartInfo(line.First(), line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        // The engine's pipe and the runtime's socket lie there: a host that is killed cannot take them away, the folder does.
        start.Environment["TMPDIR"] = Folder;
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _reading = ReadAsync(_process.StandardOutput);
    }

    private async Task ReadAsync(StreamReader output)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await output.ReadAsync(buffer)) > 0)
        {
            lock (_seen)
            {
                _seen.Append(buffer, 0, read);
            }

            _grown.Release();
        }
    }

    // A lone carriage return stays: it is how the progress line is drawn.
    private static string OneLineEnd(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private HostResult End(Task<string> error)
    {
        if (!_process!.WaitForExit(Limit))
        {
            throw new TimeoutException($"The host still ran after {Limit.TotalSeconds:0} s. It wrote: {Seen}");
        }

        _reading.Wait(Limit);
        return new HostResult(_process.ExitCode, OneLineEnd(Seen), OneLineEnd(error.Result));
    }
}

/// <summary>What a run of the host left.</summary>
public sealed record HostResult(int ExitCode, string Output, string Error);
