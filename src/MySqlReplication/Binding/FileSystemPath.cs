using System;
using System.Management.Automation;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Binding;

/// <summary>A path as a full path of the file system, taken as it is written. Asks the provider, so it runs on the pipeline's own thread.</summary>
internal static class FileSystemPath
{
    /// <summary>The path; <paramref name="refusal"/> makes the failure of one that names nothing of the file system.</summary>
    public static string Literal(PSCmdlet cmdlet, string path, Func<string, ReplicationException> refusal)
    {
        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? full : throw refusal(path);
        }
        catch (SessionStateException)
        {
            throw refusal(path);
        }
    }

    /// <summary>The directory or file of a snapshot.</summary>
    /// <exception cref="ReplicationException">SnapshotPathNotFound.</exception>
    public static string OfSnapshot(PSCmdlet cmdlet, string path) => Literal(cmdlet, path, said => new ReplicationException(
        ErrorIds.SnapshotPathNotFound,
        FailureKind.InvalidArgument,
        said,
        "'" + said + "' is nothing of the file system.",
        "Give a directory or file, such as /backup/db1 or D:\\backup\\db1."));
}
