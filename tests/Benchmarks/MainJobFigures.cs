using System.Collections.Generic;

namespace MySqlReplication.Benchmarks;

/// <summary>What the pair from a pipeline costs: loading, one status, one link.</summary>
internal sealed class MainJobFigures : IFigures
{
    public string Name => "main";

    public IEnumerable<Figure> Measure()
    {
        yield return Figure.Measure("Import-Module against an empty binary module", 20, 2.0, () => Program.Import(Program.Manifest), () => Program.Import(Program.EmptyManifest));
        using var servers = new BenchmarkPair();
        yield return Figure.Measure(
            "a process with one Get-SlaveStatus (TLS) against the host alone",
            15,
            1.5,
            () => Program.WallTime("-Module", Program.Manifest, "-Command", servers.StatusCommand),
            () => Program.WallTime("-Command", "1"));
        yield return Figure.Measure("Start-ReplicationLink against the statements in one client", 9, 1.5, servers.StartByCmdlet, servers.StartByClient);
    }
}
