using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Keeps other sessions from starting, stopping or removing a sandbox meanwhile; freed by the system when this process dies.</summary>
internal sealed class SandboxHold(TimeSpan limit) : IDisposable
{
    private FileStream? _file;

    /// <summary>Takes it, waiting for a session that has it. A sandbox without a directory needs none.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">SandboxBusy.</exception>
    public async Task AcquireAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        if (_file is null && Directory.Exists(record.Directory))
        {
            _file = await FileLock.TakeAsync(Path.Combine(record.Directory, ".busy"), limit, _ => SandboxFailures.Busy(record), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}
