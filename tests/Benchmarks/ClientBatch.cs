using System;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace MySqlReplication.Benchmarks;

/// <summary>The server's own command line client, started once and logged in, into which statements are typed.</summary>
internal sealed class ClientBatch : IDisposable
{
    private const string End = "end-of-answer";
    private readonly Process _process;
    private readonly string _login;

    public ClientBatch(string prefix, string socket, string user, string password)
    {
        _login = Path.GetTempFileName();
        File.SetUnixFileMode(_login, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_login, "[client]\nuser=" + user + "\npassword=\"" + password + "\"\nsocket=" + socket + "\n");
        var libraries = Path.Combine(prefix, "usr/lib/x86_64-linux-gnu");
        var start = new ProcessStartInfo(Path.Combine(libraries, "ld-linux-x86-64.so.2")) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "--library-path", Path.Combine(prefix, "lib/x86_64-linux-gnu") + ":" + libraries, Path.Combine(prefix, "usr/bin/mariadb"), "--defaults-file=" + _login, "--batch", "--unbuffered" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        Ask("SELECT 1;");
    }

    /// <summary>Types statements without waiting for an answer.</summary>
    public void Type(string[] statements)
    {
        foreach (var statement in statements)
        {
            _process.StandardInput.WriteLine(statement + ";");
        }
    }

    /// <summary>Types a statement and reads its answer.</summary>
    public string Ask(string statement)
    {
        _process.StandardInput.WriteLine(statement);
        _process.StandardInput.WriteLine("SELECT '" + End + "' AS done;");
        _process.StandardInput.Flush();
        var answer = new StringBuilder();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line == End)
            {
                return answer.ToString();
            }

            answer.AppendLine(line);
        }

        throw new InvalidOperationException("The client ended: " + answer);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_login);
    }
}
