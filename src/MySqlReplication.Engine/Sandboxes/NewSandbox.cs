using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Makes throw-away servers.</summary>
public static class NewSandbox
{
    // 104 bytes on macOS, 108 on Linux, with the zero at the end.
    private const int MaxSocketBytes = 103;

    /// <summary>Finds the program, chooses names, ports and ids, and returns what would be done.</summary>
    /// <exception cref="ReplicationException">ServerProgramNotFound, ServerProgramNotRunnable, ServerNotSupported, SandboxExists, SandboxNameInvalid, SandboxOptionRefused, SandboxDirectoryRefused, NoFreePort.</exception>
    public static async Task<IPreparedChange<IReadOnlyList<ReplicationSandbox>>> PrepareAsync(SandboxRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        SandboxOptions.Check(request.Options);
        var others = SandboxRegistry.All().ToList();
        var names = SandboxNames.Choose(request, others.Select(r => r.Name).ToList());
        var program = await ServerProgram.OfAsync(request.ServerDirectory, cancellationToken).ConfigureAwait(false);
        if (request.Tls && !ReplicationDialect.For(program.Version).Capabilities.SpeaksTls12)
        {
            throw SandboxFailures.TlsUnavailable(program);
        }

        var authority = request.Tls ? new Lazy<SandboxAuthority>(() => new SandboxAuthority()) : null;
        var template = new ServerTemplate(program, request.Options);
        var serverId = SandboxOptions.ServerId(request.Options);
        var drafts = new List<SandboxRecord>();
        foreach (var name in names)
        {
            var draft = SandboxRegistry.Free(Draft(request, program, name, serverId ?? 0), others, serverId is not null);
            drafts.Add(draft);
            others.Add(draft);
        }

        var what = program.Version.Flavour + " " + program.Version;
        var builder = new PlanBuilder(drafts.Count == 1 ? "Make sandbox '" + drafts[0].Name + "' of " + what : "Make " + drafts.Count + " sandboxes of " + what, null);
        builder.Decide(program.File + (request.ServerDirectory is null ? ", the first server program on PATH" : ", found under " + request.ServerDirectory));
        builder.Decide("The ports are free now; should one be taken when its server starts, another free one is used.");
        if (authority is not null)
        {
            builder.Decide("All of them get a certificate of one authority, whose key is on no disk: it cannot sign another one later.");
        }

        if (!template.Exists)
        {
            builder.Add(
                PlanStepKind.Process,
                template.Data,
                template.Line(template.Data).ToString(),
                "an initialised data directory of this program, made once and kept in the cache",
                token => template.EnsureAsync(context.Timeout, token));
        }

        // Two sessions that let their names be chosen choose the same: the later one chooses again.
        SandboxRecord Redraft(IReadOnlyCollection<string> taken) => Draft(request, program, SandboxNames.Choose(request with { Count = 1 }, taken)[0], serverId ?? 0);
        var builds = drafts.Select(d => new SandboxBuild(d, program, template, request.Options, request.Names.Count == 0 ? Redraft : null, authority, context)).ToList();
        return new SandboxCreation(builder, builds, context);
    }

    private static SandboxRecord Draft(SandboxRequest request, ServerProgram program, string name, long serverId)
    {
        var directory = Path.Combine(request.Directory ?? SandboxRegistry.Folder, name);
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw SandboxFailures.DirectoryRefused(directory, "it is there already and not empty");
        }

        return new SandboxRecord
        {
            Name = name,
            Directory = directory,
            ServerDirectory = program.ServerDirectory,
            Program = program.File,
            ServerVersion = program.Version.Text,
            Port = 0,
            Socket = Path.DirectorySeparatorChar == '\\' ? null : Socket(directory),
            ServerId = serverId,
            Tls = request.Tls,
            Created = DateTimeOffset.UtcNow,
        };
    }

    // In the sandbox's directory; where that path is too long for the system, in a short folder of its own.
    private static string Socket(string directory)
    {
        var near = Path.Combine(directory, "mysql.sock");
        var socket = Encoding.UTF8.GetByteCount(near) <= MaxSocketBytes
            ? near
            : Path.Combine(Path.GetTempPath(), "mrs-" + Guid.NewGuid().ToString("N").Substring(0, 12), "s");
        return Encoding.UTF8.GetByteCount(socket) <= MaxSocketBytes
            ? socket
            : throw SandboxFailures.DirectoryRefused(directory, "the path of its socket would be longer than a system allows, and that of the temporary folder is too");
    }
}
