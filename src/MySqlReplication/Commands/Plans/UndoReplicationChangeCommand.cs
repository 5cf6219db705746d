using System.Collections.Generic;
using System.Management.Automation;
using MySqlReplication.Accounts;
using MySqlReplication.Binding;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Hosting;
using MySqlReplication.Plans;

namespace MySqlReplication.Commands.Plans;

/// <summary>
/// Undo-ReplicationChange: takes back what a changing cmdlet did, by its result or its journal entry. All that are given are
/// taken back when the last has come in, the newest change first.
/// </summary>
[Cmdlet(VerbsCommon.Undo, "ReplicationChange", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = Result)]
[OutputType(typeof(UndoResult), typeof(ReplicationPlan))]
public sealed class UndoReplicationChangeCommand : ReplicationCmdlet
{
    private const string Result = nameof(Result);
    private const string Journal = nameof(Journal);

    private readonly List<ChangeArgument> _changes = [];

    /// <summary>What a changing cmdlet returned; a journal file; its path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = Result)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Journal entries, by their paths.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Journal)]
    [ValidateNotNullOrEmpty]
    public string[] JournalEntry { get; set; } = [];

    /// <summary>The administrator's login for servers that the result brings none for.</summary>
    [Parameter]
    [LoginTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The password that a step needs and the journal does not hold.</summary>
    [Parameter]
    [ReplicationCredentialTransformation]
    [ValidateNotNull]
    public ReplicationCredential? ReplicationCredential { get; set; }

    /// <summary>Also when a file was changed since, another server answers, or a step has to stay as it is.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in JournalEntry)
        {
            _changes.Add(ChangeArgument.Of(path));
        }

        foreach (var input in InputObject)
        {
            try
            {
                _changes.Add(ChangeArgument.Of(input));
            }
            catch (ReplicationException failure)
            {
                WriteFailure(failure);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(null, UndoAll);

    private void UndoAll()
    {
        var journals = _changes.ConvertAll(c => c.JournalEntry is null ? null : GetUnresolvedProviderPathFromPSPath(c.JournalEntry));
        foreach (var place in UndoChange.NewestFirst(journals))
        {
            UndoOne(journals[place], _changes[place]);
        }
    }

    private void UndoOne(string? journal, ChangeArgument change)
    {
        var login = Credential is null ? null : CredentialConversion.FromPSCredential(Credential);
        RunChange(
            journal,
            journal ?? "nothing",
            (context, token) => UndoChange.PrepareAsync(
                new UndoRequest
                {
                    JournalEntry = journal,
                    Logins = change.Logins,
                    ServerLogin = login,
                    ReplicationCredential = ReplicationCredential,
                    Force = Force,
                },
                context,
                token));
    }
}
