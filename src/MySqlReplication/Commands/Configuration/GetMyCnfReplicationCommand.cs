using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Hosting;

namespace MySqlReplication.Commands.Configuration;

/// <summary>Get-MyCnfReplication: each replication option of an option file with the line that sets it, and what overrides what.</summary>
[Cmdlet(VerbsCommon.Get, "MyCnfReplication", DefaultParameterSetName = OptionFileCmdlet.PathSet)]
[OutputType(typeof(MyCnfSetting))]
public sealed class GetMyCnfReplicationCommand : OptionFileReadingCmdlet
{
    /// <summary>The server that reads the files: asked for its version.</summary>
    [Parameter]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument? Server { get; set; }

    /// <summary>Which options; dashes and underscores are the same.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Also the lines that a later one overrides.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!NamesFiles && MyInvocation.ExpectingInput == false)
        {
            Guard(null, () =>
            {
                foreach (var files in ReadMyCnf.DefaultFiles())
                {
                    Take(files, ServerVersion);
                }
            });
        }
    }

    internal override void Take(IReadOnlyList<string> files, string? version)
    {
        var server = Server?.With(Credential);
        var wanted = Name.Select(n => WildcardPattern.Get(n.Replace('_', '-'), WildcardOptions.IgnoreCase)).ToList();
        if (server is not null)
        {
            KnownServers.Remember(server);
        }

        Run(files[0], async (pipeline, token) =>
        {
            var settings = await ReadMyCnf.ReadAsync(files, server, ServerVersionText.Read(version), GroupSuffix, Context(pipeline), token).ConfigureAwait(false);
            foreach (var setting in settings.Where(s => (All || s.InForce) && wanted.Exists(w => w.IsMatch(s.Name))))
            {
                await pipeline.WriteAsync(setting).ConfigureAwait(false);
            }
        });
    }
}
