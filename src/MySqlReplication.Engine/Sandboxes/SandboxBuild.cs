using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Makes one sandbox whose name, port and id are reserved; and takes one away.</summary>
internal sealed class SandboxBuild(ServerProgram program, ServerTemplate template, IReadOnlyList<KeyValuePair<string, string?>> options, OperationContext context)
{
    private const int PortTries = 20;
    private readonly SandboxWords _words = new(program.Version);

    /// <summary>Makes the directory, starts the server, returns when it answers.</summary>
    public async Task<SandboxRecord> MakeAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(record.Directory);
        File.WriteAllText(record.Mark, record.Name);
        using var held = await SandboxRegistry.HoldAsync(record, context.Timeout, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(record.TemporaryDirectory);
        if (record.Socket is not null)
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(record.Socket)!);
        }

        await Task.Run(() => FileTree.Copy(template.Data, record.DataDirectory, cancellationToken), cancellationToken).ConfigureAwait(false);
        SandboxPassword.Create(record, _words);
        for (var tries = 1; ; tries++)
        {
            PrivateFile.Write(record.OptionFile, new UTF8Encoding(false).GetBytes(SandboxOptions.Text(record, program, _words, options)));
            var (outcome, started) = await SandboxStart.RunAsync(record, FirstLine(record), context, cancellationToken).ConfigureAwait(false);
            if (outcome == SandboxStart.Outcome.Ready)
            {
                File.Delete(record.FirstStatements);
                var ready = started with { Ready = true };
                SandboxRegistry.Save(ready);
                return ready;
            }

            if (tries == PortTries)
            {
                throw SandboxFailures.NoPort(tries);
            }

            record = await SandboxRegistry.MoveToAnotherPortAsync(record, cancellationToken).ConfigureAwait(false);
            context.Verbose("Another program took the port of sandbox '" + record.Name + "' meanwhile; it gets " + record.Port + ".");
        }
    }

    /// <summary>Ends the server and takes away every file, then the entry in the registry, so that a second try finds what a first one left.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">NotASandboxDirectory, SandboxStopFailed.</exception>
    public static async Task RemoveAsync(SandboxRecord record)
    {
        RefuseForeign(record);
        await ConnectionPools.CloseAsync(new ServerAddress("127.0.0.1", record.Port)).ConfigureAwait(false);
        await SandboxStart.EndAsync(record).ConfigureAwait(false);
        await FileTree.DeleteAsync(record.Directory).ConfigureAwait(false);
        if (record.Socket is not null && Path.GetDirectoryName(record.Socket) is { } folder && folder != record.Directory)
        {
            await FileTree.DeleteAsync(folder).ConfigureAwait(false);
        }

        SandboxRegistry.Forget(record.Name);
    }

    /// <summary>Refuses a directory without the mark. The mark is the first file written; a crash may have come before it, when there is nothing yet.</summary>
    public static void RefuseForeign(SandboxRecord record)
    {
        if (Directory.Exists(record.Directory)
            && SandboxFailures.ReadShared(record.Mark) != record.Name
            && Directory.GetFileSystemEntries(record.Directory).Length > 0)
        {
            throw SandboxFailures.NotASandbox(record.Directory);
        }
    }

    /// <summary>The first start: the password is set before the first client is served.</summary>
    private ProgramLine FirstLine(SandboxRecord record) => SandboxProcess.Line(record, program).With("--init-file=" + record.FirstStatements);
}
