using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Commands.Sandboxes;

/// <summary>New-ReplicationSandbox: throw-away servers for trying and testing, ready when the command returns.</summary>
[Cmdlet(VerbsCommon.New, "ReplicationSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ReplicationSandbox), typeof(ReplicationPlan))]
public sealed class NewReplicationSandboxCommand : ReplicationCmdlet
{
    private string? _serverDirectory;
    private string? _directory;

    /// <summary>Their names; with -Count, one that is numbered. When none is given: sandbox1, sandbox2, ...</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>How many, each with a port and server id of its own.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Count { get; set; } = 1;

    /// <summary>An unpacked distribution of MySQL or MariaDB, or the server program itself; without it the program on PATH is taken.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServerDirectory { get; set; }

    /// <summary>The folder in which each sandbox gets a folder of its name; without it one in the per-user state directory.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Directory { get; set; }

    /// <summary>Gives each a certificate of one throw-away authority; its TlsCaFile is what clients and replicas check it by.</summary>
    [Parameter]
    public SwitchParameter Tls { get; set; }

    /// <summary>Lines for the option file: @{ 'gtid-mode' = 'ON'; 'skip-slave-start' = $null; 'replicate-do-db' = 'a', 'b' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Option { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _serverDirectory = FileSystemPath(ServerDirectory);
        _directory = FileSystemPath(Directory);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var made = new List<ReplicationSandbox>();
        var request = new SandboxRequest { Names = Name, Count = Count, ServerDirectory = _serverDirectory, Directory = _directory, Tls = Tls, Options = Lines(Option).ToList() };
        Run(Name.Length > 0 ? string.Join(", ", Name) : null, async (pipeline, token) =>
        {
            using var prepared = await NewSandbox.PrepareAsync(request, Context(pipeline), token).ConfigureAwait(false);
            if (IsWhatIfCached)
            {
                await pipeline.WriteAsync(prepared.Plan).ConfigureAwait(false);
            }
            else if (await pipeline.ShouldProcessAsync(_directory ?? "sandboxes of this user", prepared.Plan.Summary).ConfigureAwait(false))
            {
                made.AddRange(await prepared.ApplyAsync(token).ConfigureAwait(false));
                foreach (var sandbox in made)
                {
                    await pipeline.WriteAsync(sandbox).ConfigureAwait(false);
                }
            }
        });
        made.ForEach(s => KnownServers.Remember(s.Server));
    }

    private string? FileSystemPath(string? path)
    {
        if (path is null)
        {
            return null;
        }

        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            Fail(new ReplicationException(ErrorIds.SandboxDirectoryRefused, FailureKind.InvalidArgument, path, "'" + path + "' is no folder of the file system.", "Give a path of the file system."));
        }

        return full.Length > 1 ? full.TrimEnd('/', '\\') : full;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Lines(IDictionary? options)
    {
        foreach (DictionaryEntry entry in options ?? new Hashtable())
        {
            var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            foreach (var one in value is IEnumerable many and not string ? many.Cast<object?>() : [value])
            {
                yield return new KeyValuePair<string, string?>(name, Text(one));
            }
        }
    }

    private static string? Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        bool flag => flag ? "ON" : "OFF",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };
}
