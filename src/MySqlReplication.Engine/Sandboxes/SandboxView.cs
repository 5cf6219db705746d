using System.IO;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>A record as its user sees it, looked at now.</summary>
internal static class SandboxView
{
    public static ReplicationSandbox Of(SandboxRecord record, bool changed = false)
    {
        var process = SandboxProcess.Find(record);
        var whole = record.Ready && File.Exists(record.OptionFile) && Directory.Exists(record.DataDirectory);
        return Of(record, !whole ? SandboxState.Incomplete : process is null ? SandboxState.Stopped : SandboxState.Running, process, changed);
    }

    public static ReplicationSandbox Of(SandboxRecord record, SandboxState state, int? process, bool changed)
    {
        var credential = SandboxPassword.Read(record);
        return new ReplicationSandbox
        {
            Server = SandboxPassword.Server(record, credential),
            Name = record.Name,
            State = state,
            Credential = credential,
            Port = record.Port,
            Socket = record.Socket,
            ServerId = record.ServerId,
            ProcessId = process,
            ServerVersion = record.ServerVersion,
            ServerDirectory = record.ServerDirectory,
            Directory = record.Directory,
            DataDirectory = record.DataDirectory,
            OptionFile = record.OptionFile,
            ErrorLog = record.ErrorLog,
            Changed = changed,
        };
    }
}
