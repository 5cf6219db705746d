using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Servers;

namespace MySqlReplication.Hosting;

/// <summary>The second layer for cmdlets that change option files: the pipeline binds the file (and what reads it), never -Server.</summary>
public abstract class OptionFileCmdlet : ChangeCmdlet
{
    /// <summary>The parameter set of -Path.</summary>
    internal const string PathSet = "Path";

    /// <summary>The parameter set of -LiteralPath.</summary>
    internal const string LiteralPathSet = "LiteralPath";

    private readonly PipedFiles _piped = new();

    /// <summary>The option files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The option files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    // TopFile first: a line that stands in an included file is read, and changed, by way of the file that the server reads.
    [Alias("TopFile", "PSPath", "OptionFile")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The server that reads the file: asked for its version and running values, never changed.</summary>
    [Parameter]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument? Server { get; set; }

    /// <summary>The login for a server that brings none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The version of the server that reads the file, in its own words, when it is not asked.</summary>
    // By property name in one set only: bound in both, it would hold an object to the default set, and its text would be the path.
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ServerVersionTransformation]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? ServerVersion { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            Guard(path, () =>
            {
                foreach (var file in OptionFilePaths.Resolve(this, path))
                {
                    ChangeOne(file);
                }
            });
        }

        foreach (var path in LiteralPath)
        {
            Guard(path, () =>
            {
                if (_piped.FirstTime(this, OptionFilePaths.Literal(this, path)) is { } file)
                {
                    ChangeOne(file);
                }
            });
        }
    }

    /// <summary>Changes one file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="server">The server to ask; null when none was given.</param>
    /// <param name="version">The version that was given; null when none was.</param>
    internal abstract void Change(string file, ServerReference? server, ServerVersion? version);

    private void ChangeOne(string file) => Guard(file, () =>
    {
        var server = Server?.With(Credential);
        if (server is not null)
        {
            KnownServers.Remember(server);
        }

        Change(file, server, ServerVersionText.Read(ServerVersion));
    });
}
