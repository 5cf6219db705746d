using System;
using System.IO;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>A directory for an export ($path in the session of the pair), not there yet; gone when disposed.</summary>
internal sealed class SnapshotDirectory : IDisposable
{
    public const string Import = "Import-ReplicationSnapshot -Replica $b -JournalPath $journal";

    public const string Export = "Export-ReplicationSnapshot $a $path -JournalPath $journal";

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("mysqlreplication-export-");

    public SnapshotDirectory(SnapshotPair pair) => pair.Session.Runspace.SessionStateProxy.SetVariable("path", Path);

    public string Path => System.IO.Path.Combine(_parent.FullName, "export");

    /// <summary>The files of rows that are there.</summary>
    public string[] Rows => Directory.Exists(Path) ? Directory.GetFiles(Path, "*.tsv.gz", SearchOption.AllDirectories) : [];

    /// <summary>Takes them away, so that those of the next export show that it has begun to write.</summary>
    public void RemoveRows() => Array.ForEach(Rows, File.Delete);

    public void Dispose() => _parent.Delete(recursive: true);
}
