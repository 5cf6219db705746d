using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;

namespace MySqlReplication.Module.Tests.Secrets;

/// <summary>
/// Two real servers whose logins are marked, and a session that says everything. Variables for scripts: $a and $b (texts; the
/// administrator's login is the default of every -Credential), $repl (the account of a link), $bad (the same with a wrong
/// password), $next (the same with the password to come), $withPassword (a reference text with a password in it), $markedStatement (SQL with a password in it),
/// $optionFile (with a client's password), $folder (an empty one of its own), $sandboxName, $serverDirectory.
/// </summary>
internal sealed class SecretStage : IDisposable
{
    private const string Hostile = "'\"\\";
    private readonly string _mark = "Zq" + Guid.NewGuid().ToString("N")[..8];
    private readonly DateTime _begun = DateTime.UtcNow;
    private readonly ModuleSession _session = new();
    private readonly TestPair _pair;
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private readonly List<(string Where, string Text)> _said = [];
    private readonly string _optionFile;

    public SecretStage(string server)
    {
        try
        {
            _secrets.Add(_mark);
            Folder = Directory.CreateTempSubdirectory("mysqlreplication-secrets-").FullName;
            _pair = TestPair.Create(_session, server);
            var admin = Secret("Admin");
            foreach (var sandbox in new[] { _pair.A, _pair.B })
            {
                foreach (var statement in new[] { "CREATE USER 'marked'@'127.0.0.1' IDENTIFIED BY '" + admin.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'", "GRANT ALL ON *.* TO 'marked'@'127.0.0.1' WITH GRANT OPTION" })
                {
                    _session.Run("$sandbox | Invoke-ReplicationQuery -Query $statement", ("sandbox", sandbox), ("statement", "SET sql_log_bin=0; " + statement)).ThrowOnError();
                }
            }

            _optionFile = Path.Combine(Folder, "my.cnf");
            File.WriteAllText(_optionFile, "[client]\npassword=" + Secret("File") + "\n[mysqld]\nserver-id=7\n");
            Set("journal", Directory.CreateDirectory(Path.Combine(Folder, "journal")).FullName);
            Set("a", "127.0.0.1:" + _pair.A.Port);
            Set("b", "127.0.0.1:" + _pair.B.Port);
            Set("admin", ServerSeat.Credential("marked", admin));
            Set("wrong", ServerSeat.Credential("marked", Secret("Wrong")));
            Set("repl", ServerSeat.Credential("repl", Secret("Repl")));
            Set("bad", ServerSeat.Credential("repl", Secret("Bad")));
            Set("next", ServerSeat.Credential("repl", Secret("Next")));
            Set("withPassword", "marked:" + Secret("Text").Replace(Hostile, string.Empty, StringComparison.Ordinal) + "@127.0.0.1:" + _pair.A.Port);
            Set("markedStatement", "ALTER USER 'nobody'@'10.0.0.1' IDENTIFIED BY '" + Mark("Sql") + "'");
            Set("optionFile", _optionFile);
            Set("folder", Folder);
            Set("sandboxName", TestSandbox.NewName() + "s");
            Set("serverDirectory", TestServers.DirectoryOf(server));
            _session.Run("$VerbosePreference = $DebugPreference = 'Continue'; $ConfirmPreference = 'None'; $PSDefaultParameterValues = @{ '*:Credential' = $admin; '*:JournalPath' = $journal }; $Error.Clear()").ThrowOnError();
        }
        catch
        {
            _pair?.Dispose();
            _session.Dispose();
            throw;
        }
    }

    public string Folder { get; } = string.Empty;

    /// <summary>Runs a case in three ways; the ErrorIds of the run for real, and how many results and sentences it gave.</summary>
    public (IReadOnlyList<string> Errors, int Said) Run(SecretCase one)
    {
        Run(one.Cmdlet + " -WhatIf", "$WhatIfPreference = $true; " + one.Script);
        Run(one.Cmdlet + " with wrong logins", "$kept = $repl; $repl = $bad; $PSDefaultParameterValues['*:Credential'] = $wrong; " + one.Script + "; $repl = $kept; $PSDefaultParameterValues['*:Credential'] = $admin");
        var real = Run(one.Cmdlet, "$WhatIfPreference = $false; " + one.Script);
        return (real.ErrorIds, real.Output.Count + real.Verbose.Count + real.Debug.Count);
    }

    /// <summary>Everywhere that a secret is and must not be: what was said, files, binary logs, what was seen of processes.</summary>
    public IReadOnlyList<string> Leaks(IReadOnlyCollection<string> processes)
    {
        var texts = _said.Concat(BinlogEvents()).Concat(processes.Select(p => (Where: "a process: " + p.Split('\0')[0], Text: p))).ToList();
        texts.AddRange(Files().Select(f => (f, Read(f))).Where(f => f.Item2 is not null)!);
        return texts
            .SelectMany(t => _secrets.Select(s => (t.Where, Secret: s, Form: SecretTraces.In(t.Text, s))))
            .Where(t => t.Form is not null)
            .Select(t => t.Where + ": " + t.Secret + " as " + t.Form)
            .Distinct()
            .ToList();
    }

    public void Dispose()
    {
        _session.Run("Get-ReplicationSandbox $sandboxName -ErrorAction Ignore | Remove-ReplicationSandbox -WhatIf:$false -Confirm:$false");
        _pair.Dispose();
        _session.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private RunResult Run(string name, string script)
    {
        var result = _session.Run("$out = @(. { " + script + " }); $out");
        _said.Add((name, result.AllText));
        _said.Add((name + ", records", string.Join("\n", result.Errors.Select(Everything))));
        foreach (var value in result.Output.Where(o => o is not null).SelectMany(o => o.Properties).Select(Value).OfType<object>())
        {
            _said.Add((name + ", values", value.ToString() ?? string.Empty));
            if (value is MySqlReplication.Accounts.ReplicationCredential or MySqlReplication.Servers.ServerReference)
            {
                Learn(value);
            }
        }

        var serialized = _session.Run("$VerbosePreference = $DebugPreference = 'SilentlyContinue'; $out, $Error | ForEach-Object { [Management.Automation.PSSerializer]::Serialize($_, 6) }; $Error.Clear(); $VerbosePreference = $DebugPreference = 'Continue'");
        _said.Add((name + ", serialised", serialized.AllText));
        return result;
    }

    // A password that the module made itself is as secret as ours.
    private void Learn(object holder)
    {
        var told = _session.Run("$holder.GetCredential().GetNetworkCredential().Password", ("holder", holder)).Output is [var password, ..] ? password?.ToString() : null;
        if (told is { Length: > 7 } && !told.Contains(_mark, StringComparison.Ordinal))
        {
            _secrets.Add(told);
        }
    }

    private static string Everything(ErrorRecord record)
    {
        var text = new StringBuilder().AppendLine(record.ToString()).AppendLine(record.TargetObject?.ToString()).AppendLine(record.CategoryInfo.ToString()).AppendLine(record.FullyQualifiedErrorId).AppendLine(record.InvocationInfo?.PositionMessage);
        for (Exception? e = record.Exception; e is not null; e = e.InnerException)
        {
            text.AppendLine(e.ToString());
            foreach (System.Collections.DictionaryEntry entry in e.Data)
            {
                text.Append(entry.Key).Append('=').Append(entry.Value).AppendLine();
            }
        }

        return text.ToString();
    }

    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private List<(string Where, string Text)> BinlogEvents()
    {
        var events = new List<(string, string)>();
        foreach (var sandbox in new[] { _pair.A, _pair.B })
        {
            foreach (var log in _session.Run("$VerbosePreference = $DebugPreference = 'SilentlyContinue'; Invoke-ReplicationQuery $sandbox 'SHOW BINARY LOGS' | ForEach-Object Log_name", ("sandbox", sandbox)).ThrowOnError().Output)
            {
                var rows = _session.Run("Invoke-ReplicationQuery $sandbox $query", ("query", "SHOW BINLOG EVENTS IN '" + log + "'")).ThrowOnError();
                events.Add(("events of " + log, string.Join("\n", rows.Output.SelectMany(r => r.Properties).Select(p => p.Value))));
                events.Add(("bytes of " + log, Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(sandbox.DataDirectory, log.ToString())))));
            }
        }

        return events;
    }

    // What was written since below the state folder, our own, and whatever is new in the temporary one. Not where a password
    // belongs: data directories (a server keeps a link's login there), a sandbox's own password file, the option file that had
    // one before and its backup. Not what other runs of these tests make.
    private List<string> Files()
    {
        var files = new List<string>();
        var temporary = new DirectoryInfo(Path.GetTempPath()).EnumerateFileSystemInfos()
            .Where(e => e.CreationTimeUtc >= _begun && !e.Name.StartsWith("mysqlreplication-", StringComparison.Ordinal)).ToList();
        files.AddRange(temporary.OfType<FileInfo>().Select(f => f.FullName));
        var folders = new Stack<string>([Folder, StateFolder.Path, .. temporary.OfType<DirectoryInfo>().Select(d => d.FullName)]);
        while (folders.TryPop(out var folder))
        {
            try
            {
                files.AddRange(Directory.EnumerateFiles(folder).Where(f => !f.StartsWith(_optionFile, StringComparison.Ordinal) && Path.GetFileName(f) != "root.password"));
                Directory.EnumerateDirectories(folder).Where(d => !Directory.Exists(Path.Combine(d, "mysql")) && File.ResolveLinkTarget(d, false) is null).ToList().ForEach(folders.Push);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another test's, gone by now.
            }
        }

        return files;
    }

    // Byte by byte as characters: a search for text finds it, and UTF-16 with its zeros between.
    private static string? Read(string file)
    {
        try
        {
            // Of no length: empty, or a pipe, which would wait for somebody to write.
            if (new FileInfo(file).Length is 0 or > 16 << 20)
            {
                return null;
            }

            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // What is searched for is the part that no quoting changes.
    private string Mark(string name) => _mark + name;

    private string Secret(string name) => Mark(name) + Hostile;

    private void Set(string name, object value) => _session.Runspace.SessionStateProxy.SetVariable(name, value);
}
