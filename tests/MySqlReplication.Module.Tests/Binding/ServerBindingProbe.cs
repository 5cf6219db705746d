using System.Management.Automation;
using MySqlReplication.Binding;

namespace MySqlReplication.Module.Tests.Binding;

/// <summary>Says what was bound: the address, the user, whether a login came along, or the failure.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ServerBinding")]
public sealed class ServerBindingProbe : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ServerTransformation("Replica")]
    public ServerArgument[]? Replica { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public int Number { get; set; }

    [Parameter]
    public PSCredential? Credential { get; set; }

    protected override void ProcessRecord()
    {
        if (Replica is null)
        {
            WriteObject("number " + Number);
            return;
        }

        foreach (var one in Replica)
        {
            if (one.Failure is { } failure)
            {
                WriteObject(failure.ErrorId);
                continue;
            }

            var server = one.With(Credential);
            WriteObject(server + " " + (server.UserName ?? "-") + " " + (server.HasCredential ? "login" : "-"));
        }
    }
}
