using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Configuration;

/// <summary>Set-MyCnfReplication: writes replication options into an option file as a careful admin does, with a backup beside it.</summary>
[Cmdlet(VerbsCommon.Set, "MyCnfReplication", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MyCnfChange), typeof(ReplicationPlan))]
public sealed class SetMyCnfReplicationCommand : OptionSettingCmdlet
{
    /// <summary>What the server is to be.</summary>
    [Parameter]
    public PairMemberRole? Role { get; set; }

    /// <summary>Which member, from 1.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    public int? Node { get; set; }

    /// <summary>For how many members there is to be room.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    public int? Of { get; set; }

    /// <summary>Options of which every line is taken out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Remove { get; set; }

    /// <summary>A file in a folder that the option file includes, which takes the lines instead.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MyCnfCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DropIn { get; set; }

    internal override void Change(string file, ServerReference? server, ServerVersion? version)
    {
        var asked = Asked(file, server, version);
        RunChange(file, file, (context, token) => SetMyCnf.PrepareAsync(asked, context, token));
    }

    private MyCnfSettings Asked(string file, ServerReference? server, ServerVersion? version) => Options() with
    {
        OptionFile = file,
        Server = server,
        ServerVersion = version,
        Remove = Remove,
        DropIn = DropIn?.IndexOfAny(['/', '\\']) >= 0 ? GetUnresolvedProviderPathFromPSPath(DropIn) : DropIn,
        Role = Role,
        Node = Node,
        Of = Of,
    };
}
