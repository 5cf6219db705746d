using System.Management.Automation;
using MySqlReplication.Binding;
using MySqlReplication.Hosting;

namespace MySqlReplication.Commands.Accounts;

/// <summary>What is said of an account beyond its name, host part and password.</summary>
public abstract class AccountDemandCmdlet : ChangeCmdlet
{
    /// <summary>The account takes connections by TLS only.</summary>
    [Parameter]
    public SwitchParameter RequireTls { get; set; }

    /// <summary>The subject of the certificate that the replica has to show.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? X509Subject { get; set; }

    /// <summary>The issuer of that certificate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? X509Issuer { get; set; }

    /// <summary>How the account proves its password; the server's own choice when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AccountPluginCompleter))]
    public string? Plugin { get; set; }

    /// <summary>Also grants what it takes to see coordinates and replica status.</summary>
    [Parameter]
    public SwitchParameter ForMonitoring { get; set; }
}
