using System.Collections.Generic;
using System.Management.Automation;
using MySqlReplication.Binding;

namespace MySqlReplication.Hosting;

/// <summary>The second layer for cmdlets that read option files: those that are named, or where none is, those that servers find by themselves.</summary>
public abstract class OptionFileReadingCmdlet : ReplicationCmdlet
{
    private readonly PipedFiles _piped = new();

    /// <summary>The option files; wildcards are resolved.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = OptionFileCmdlet.PathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The option files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = OptionFileCmdlet.LiteralPathSet)]
    // TopFile first: a line that stands in an included file is read, and changed, by way of the file that the server reads.
    [Alias("TopFile", "PSPath", "OptionFile")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The login for a server that brings none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The version of the server that reads the files, in its own words, when it is not asked.</summary>
    // By property name in one set only: bound in both, it would hold an object to the default set, and its text would be the path.
    [Parameter(ParameterSetName = OptionFileCmdlet.PathSet)]
    [Parameter(ParameterSetName = OptionFileCmdlet.LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ServerVersionTransformation]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? ServerVersion { get; set; }

    /// <summary>The server's --defaults-group-suffix, as mysqld_multi gives one: [mysqld1] counts with "1".</summary>
    [Parameter]
    [ValidateNotNull]
    public string GroupSuffix { get; set; } = string.Empty;

    /// <summary>Whether any file was named.</summary>
    internal bool NamesFiles => MyInvocation.BoundParameters.ContainsKey(nameof(Path)) || MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            Guard(path, () =>
            {
                foreach (var file in OptionFilePaths.Resolve(this, path))
                {
                    Guard(file, () => Take([file], ServerVersion));
                }
            });
        }

        foreach (var path in LiteralPath)
        {
            Guard(path, () =>
            {
                if (_piped.FirstTime(this, OptionFilePaths.Literal(this, path)) is { } file)
                {
                    Take([file], ServerVersion);
                }
            });
        }
    }

    /// <summary>Takes the files of one server.</summary>
    /// <param name="files">In the order in which it reads them.</param>
    /// <param name="version">Its version as it was given; null when it was not.</param>
    internal abstract void Take(IReadOnlyList<string> files, string? version);
}
