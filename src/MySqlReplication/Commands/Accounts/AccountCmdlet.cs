using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Hosting;

namespace MySqlReplication.Commands.Accounts;

/// <summary>What changing and removing accounts share: which one, and who does it.</summary>
public abstract class AccountCmdlet : ChangeCmdlet
{
    /// <summary>The servers that have the account: the sources.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ServerTransformation("Server")]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNull]
    public ServerArgument[] Server { get; set; } = [];

    /// <summary>The account's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string UserName { get; set; } = string.Empty;

    /// <summary>The account's host part, as the server stores it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string HostPattern { get; set; } = string.Empty;

    /// <summary>The administrator's login for servers that bring none.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Writes the account statements into the binary log.</summary>
    [Parameter]
    public SwitchParameter LogStatement { get; set; }

    /// <summary>Lifts the refusals that say so.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Server)
        {
            Guard(argument.Text, () => Change(argument));
        }
    }

    /// <summary>Changes the account on one server.</summary>
    private protected abstract void Change(ServerArgument server);
}
