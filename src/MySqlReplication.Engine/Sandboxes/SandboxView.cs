using System.IO;
using MySqlReplication.Accounts;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>A record as its user sees it, looked at now.</summary>
internal static class SandboxView
{
    public static ReplicationSandbox Of(SandboxRecord record, bool changed = false)
    {
        var process = SandboxProcess.Find(record);
        var whole = record.Ready && File.Exists(record.OptionFile) && Directory.Exists(record.DataDirectory);
        var state = !whole ? SandboxState.Incomplete : process is null ? SandboxState.Stopped : SandboxState.Running;
        return Of(record, state, process, SandboxPassword.Read(record), changed);
    }

    public static ReplicationSandbox Of(SandboxRecord record, SandboxState state, int? process, ReplicationCredential? credential, bool changed) => new()
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
        TlsCaFile = record.Tls ? record.TlsCaFile : null,
        TlsCertificateFile = record.Tls ? record.TlsClientCertificate : null,
        TlsKeyFile = record.Tls ? record.TlsClientKey : null,
        Changed = changed,
    };
}
