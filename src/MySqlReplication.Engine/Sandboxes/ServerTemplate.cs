using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>
/// An initialised data directory of one program, made once and copied for each sandbox (an initialisation takes seconds, a copy
/// a fraction of one). Lives in the per-user cache, is put in place by a rename, and is made by one process at a time.
/// </summary>
internal sealed class ServerTemplate
{
    // Raise it when what is initialised changes.
    private const int Layout = 4;
    private const string SourceFile = "made-of.txt";
    private const string Making = ".making-";

    // Longer than anybody makes one or copies it.
    private static readonly TimeSpan UnusedAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan OthersLimit = TimeSpan.FromMinutes(5);

    private readonly ServerProgram _program;
    private readonly SandboxWords _words;
    private readonly IReadOnlyList<KeyValuePair<string, string?>> _options;
    private readonly string _folder;

    /// <summary>Of a program, with the options that a data directory must be made with.</summary>
    public ServerTemplate(ServerProgram program, IReadOnlyList<KeyValuePair<string, string?>> options)
    {
        _program = program;
        _words = new SandboxWords(program.Version);
        _options = SandboxOptions.AtBirth(options);
        _folder = Path.Combine(Root, Key());
    }

    public static string Root => Path.Combine(UserFolders.Cache, "templates");

    public bool Exists => Directory.Exists(Data);

    /// <summary>What is copied.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The command that fills an empty directory.</summary>
    public ProgramLine Line(string dataDirectory)
    {
        var arguments = new List<string> { "--no-defaults" };
        if (SandboxProcess.RunsAsRoot)
        {
            arguments.Add("--user=root");
        }

        arguments.Add(_words.InitializesItself ? "--initialize-insecure" : "--bootstrap");
        arguments.Add("--basedir=" + _program.BaseDirectory);
        arguments.Add("--datadir=" + dataDirectory);
        arguments.Add("--tmpdir=" + Path.GetDirectoryName(dataDirectory));
        if (_program.ShareDirectory is not null)
        {
            arguments.Add("--lc-messages-dir=" + _program.ShareDirectory);
            arguments.Add("--character-sets-dir=" + Path.Combine(_program.ShareDirectory, "charsets"));
        }

        if (_words.InitializesItself)
        {
            arguments.Add("--init-file=" + InitFile(dataDirectory));
        }

        arguments.AddRange(_words.InitialOptions().Concat(_options).Select(o => "--" + o.Key + (o.Value is null ? string.Empty : "=" + o.Value)));
        return _program.Line.With([.. arguments]);
    }

    /// <summary>Copies it, with a server uuid of its own; from then on it counts as used.</summary>
    public Task CopyAsync(string dataDirectory, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            File.SetLastWriteTimeUtc(Path.Combine(_folder, SourceFile), DateTime.UtcNow);
            FileTree.Copy(Data, dataDirectory, cancellationToken);
            if (_words.Identity(Guid.NewGuid()) is var (file, text))
            {
                File.WriteAllText(Path.Combine(dataDirectory, file), text);
            }
        },
        cancellationToken);

    /// <summary>Makes it unless it is there; waits while another process makes it.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">SandboxInitializationFailed, SandboxFilesFailed.</exception>
    public async Task EnsureAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Exists)
        {
            return;
        }

        PrivateFile.CreateFolder(Root);
        using var held = await FileLock.TakeAsync(_folder + ".lock", OthersLimit, e => SandboxFailures.Files(e, Root), cancellationToken, deleteAfterwards: true).ConfigureAwait(false);
        if (Exists)
        {
            return;
        }

        await ForgetOlderAsync().ConfigureAwait(false);
        var making = _folder + Making + Guid.NewGuid().ToString("N").Substring(0, 8);
        try
        {
            await MakeAsync(making, limit, cancellationToken).ConfigureAwait(false);
            Directory.Move(making, _folder);
        }
        finally
        {
            await FileTree.DeleteAsync(making).ConfigureAwait(false);
        }
    }

    private static string InitFile(string dataDirectory) => Path.Combine(Path.GetDirectoryName(dataDirectory)!, "accounts.sql");

    private async Task MakeAsync(string making, TimeSpan limit, CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(making);
        var data = Path.Combine(making, "data");
        File.WriteAllText(Path.Combine(making, SourceFile), _program.File);
        string said;
        int? exitCode;
        if (_words.InitializesItself)
        {
            File.WriteAllLines(InitFile(data), _words.Accounts);
            (exitCode, said) = await ProgramRun.ToEndAsync(Line(data), null, limit, cancellationToken).ConfigureAwait(false);
            File.Delete(InitFile(data));
        }
        else
        {
            Directory.CreateDirectory(data);
            using var statements = Statements();
            (exitCode, said) = await ProgramRun.ToEndAsync(Line(data), statements, limit, cancellationToken).ConfigureAwait(false);
        }

        if (exitCode != 0 || !Directory.Exists(Path.Combine(data, "mysql")))
        {
            throw SandboxFailures.NotInitialized(_program.File, exitCode is null ? said + "\n(not done within " + (int)limit.TotalSeconds + " s)" : said);
        }

        // Every copy gets a server_uuid of its own.
        File.Delete(Path.Combine(data, "auto.cnf"));
        if (_words.WantsCertificate)
        {
            ServerCertificate.Make(data);
        }
    }

    // Bootstrap mode takes one statement a line; the scripts are written so.
    private MemoryStream Statements()
    {
        var all = new MemoryStream();
        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text + "\n");
            all.Write(bytes, 0, bytes.Length);
        }

        Add(string.Join("\n", _words.BeforeScripts));
        foreach (var name in _words.Scripts)
        {
            if (_program.Script(name, SandboxWords.ScriptPrefixes) is { } script)
            {
                Add(File.ReadAllText(script));
            }
            else if (!SandboxWords.IsOptional(name))
            {
                throw SandboxFailures.ScriptMissing(_program.File, name);
            }
        }

        Add(string.Join("\n", _words.Accounts));
        all.Position = 0;
        return all;
    }

    // Of a program that is gone, or was replaced by another build under the same path; or half made by a process that was killed.
    private async Task ForgetOlderAsync()
    {
        foreach (var source in Directory.EnumerateDirectories(Root).Select(d => Path.Combine(d, SourceFile)).Where(File.Exists).ToList())
        {
            var folder = Path.GetDirectoryName(source)!;
            var program = SandboxFailures.ReadShared(source);
            var isUnused = DateTime.UtcNow - File.GetLastWriteTimeUtc(source) > UnusedAfter;
            var isOlder = program == _program.File && !Path.GetFileName(folder).StartsWith(Stamp(), StringComparison.Ordinal);
            var isHalf = folder.IndexOf(Making, StringComparison.Ordinal) >= 0;
            if (program.Length > 0 && ((isUnused && (isOlder || isHalf)) || !File.Exists(program)))
            {
                await FileTree.DeleteAsync(folder).ConfigureAwait(false);
            }
        }
    }

    // Which program; which build of it; made with which options.
    private string Key() => Stamp() + (_options.Count == 0 ? string.Empty : "-" + Hash(string.Join("\n", _options.Select(o => o.Key + "=" + o.Value)), 8));

    private string Stamp()
    {
        var file = new FileInfo(_program.File);
        var build = string.Join("|", file.Length.ToString(CultureInfo.InvariantCulture), file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture));
        return Hash(Layout + "|" + _program.File, 16) + "-" + Hash(build, 12);
    }

    private static string Hash(string text, int length)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", string.Empty).ToLowerInvariant().Substring(0, length);
    }
}
