using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Hosting;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Diagnosis;

/// <summary>Get-ReplicationErrorLog: what servers wrote about replication into their error logs, as objects.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationErrorLog", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ErrorLogEvent))]
public sealed class GetReplicationErrorLogCommand : ReplicationCmdlet
{
    private const string ServerSet = "Server";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The servers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ServerSet)]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument[] Server { get; set; } = [];

    /// <summary>Error log files, packed or not; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Error log files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "ErrorLog")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The login for servers that bring none.</summary>
    [Parameter(ParameterSetName = ServerSet)]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>No older entries.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>Only entries of these levels.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ErrorLogLevel[] Level { get; set; } = [];

    /// <summary>Files that were rotated away from the log, too.</summary>
    [Parameter]
    public SwitchParameter IncludeRotated { get; set; }

    /// <summary>Entries that have nothing to do with replication, too.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Server)
        {
            Guard(argument.Text, () => OfServer(argument));
        }

        foreach (var path in Path)
        {
            Guard(path, () => Files(path));
        }

        foreach (var path in LiteralPath)
        {
            Guard(path, () => OfFile(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)));
        }
    }

    private void OfServer(ServerArgument argument)
    {
        var server = argument.With(Credential);
        KnownServers.Remember(server);
        Run(server, (pipeline, token) => ReadErrorLog.FromServerAsync(server, Request(), pipeline.WriteAsync, Context(pipeline), token));
    }

    private void Files(string path)
    {
        IEnumerable<string> files;
        try
        {
            files = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            // Said by the one who looks for it.
            files = [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)];
        }

        foreach (var file in files)
        {
            OfFile(file);
        }
    }

    private void OfFile(string file) => Run(file, (pipeline, token) => ReadErrorLog.FromFileAsync(file, Request(), pipeline.WriteAsync, token));

    private ReadErrorLogRequest Request() => new()
    {
        All = All,
        Since = Since is { } since ? new DateTimeOffset(since) : null,
        Levels = Level,
        Rotated = IncludeRotated,
    };
}
