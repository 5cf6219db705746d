using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Hosting;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Configuration;

/// <summary>Test-MyCnfReplication: whether option files and running servers are sound for replication, agree with each other, and among themselves.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MyCnfReplication", DefaultParameterSetName = OptionFileCmdlet.PathSet)]
[OutputType(typeof(ReplicationFinding), typeof(bool))]
public sealed class TestMyCnfReplicationCommand : OptionFileReadingCmdlet
{
    // Null where a file could not be read: its server keeps its place.
    private readonly List<MyCnfSubject?> _files = [];

    /// <summary>The running servers: alone, or one for each file in the same order.</summary>
    [Parameter]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public ServerArgument[] Server { get; set; } = [];

    /// <summary>How long a replica may be away and still find its place.</summary>
    [Parameter]
    public TimeSpan LongestAbsence { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Returns whether all is well, and no findings.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(null, () =>
    {
        var servers = Server.Select(s => s.With(Credential)).ToList();
        foreach (var server in servers)
        {
            KnownServers.Remember(server);
        }

        if (!NamesFiles && servers.Count == 0)
        {
            foreach (var files in ReadMyCnf.DefaultFiles())
            {
                Take(files, ServerVersion);
            }
        }

        var unread = _files.Contains(null);
        var subjects = Pair(servers).ToList();
        Run(null, async (pipeline, token) =>
        {
            var findings = await TestMyCnf.RunAsync(subjects, LongestAbsence, Context(pipeline), token).ConfigureAwait(false);
            if (Quiet)
            {
                await pipeline.WriteAsync(!unread && findings.All(f => f.Severity == FindingSeverity.Information)).ConfigureAwait(false);
            }
            else
            {
                await pipeline.WriteManyAsync(findings).ConfigureAwait(false);
            }
        });
    });

    internal override void Take(IReadOnlyList<string> files, string? version)
    {
        var place = _files.Count;
        _files.Add(null);
        TestMyCnf.Check(files);
        _files[place] = new MyCnfSubject { Files = files, Version = ServerVersionText.Read(version), GroupSuffix = GroupSuffix };
    }

    private IEnumerable<MyCnfSubject> Pair(List<ServerReference> servers)
    {
        if (_files.Count == 0)
        {
            return servers.Select(s => new MyCnfSubject { Server = s });
        }

        return servers.Count == 0 ? _files.OfType<MyCnfSubject>()
            : servers.Count == _files.Count ? _files.Zip(servers, (f, s) => (f ?? new MyCnfSubject()) with { Server = s })
            : throw new ReplicationException(
                ErrorIds.OptionFilesAndServersDiffer,
                FailureKind.InvalidArgument,
                servers[0],
                _files.Count + " option files and " + servers.Count + " servers were given: each file belongs to one server.",
                "Give them in the same order and number: -Path a.cnf, b.cnf -Server db1, db2");
    }
}
