using System.Collections.Generic;

namespace MySqlReplication.Benchmarks;

/// <summary>What the pair from a pipeline costs: loading, one status, one link.</summary>
internal sealed class MainJobFigures : IFigures
{
    public string Name => "main";

    public IEnumerable<Figure> Measure()
    {
        if (Program.Wants("import"))
        {
            yield return Figure.Measure("Import-Module against an empty binary module", 20, 2.0, () => Program.Import(Program.Manifest), () => Program.Import(Program.EmptyManifest));
        }

        if (!Program.Wants("process") && !Program.Wants("link"))
        {
            yield break;
        }

        using var servers = new BenchmarkPair();
        if (Program.Wants("process"))
        {
            yield return Figure.Measure(
                "a process with one Get-SlaveStatus (TLS) against the host alone",
                15,
                1.5,
                () => Program.WallTime("-Module", Program.Manifest, "-Command", servers.StatusCommand),
                () => Program.WallTime("-Command", "1"));
        }

        if (Program.Wants("link"))
        {
            yield return Figure.Measure("Start-ReplicationLink against the statements in one client", 9, 1.5, servers.StartByCmdlet, servers.StartByClient);
        }
    }
}
