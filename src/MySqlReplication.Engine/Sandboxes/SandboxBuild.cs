using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>One sandbox that is being made: its steps in a plan, and what runs them.</summary>
internal sealed class SandboxBuild(
    SandboxRecord draft,
    ServerProgram program,
    ServerTemplate template,
    IReadOnlyList<KeyValuePair<string, string?>> options,
    Func<IReadOnlyCollection<string>, SandboxRecord>? redraft,
    Lazy<SandboxAuthority>? authority,
    OperationContext context) : IDisposable
{
    private const int PortTries = 20;
    private readonly SandboxWords _words = new(program.Version);
    private readonly SandboxHold _hold = new(context.Timeout);
    private SandboxRecord _record = draft;
    private bool _reserved;

    /// <summary>The steps; what they say is made of what they do.</summary>
    public IReadOnlyList<PlannedStep> AddTo(PlanBuilder builder)
    {
        var before = builder.Steps.Count;
        var address = "127.0.0.1:" + _record.Port;
        builder.Add(PlanStepKind.File, _record.Directory, "Make the folder, keep name, port and server id " + _record.ServerId + " for it", "everything of the sandbox is in there and goes with it", ReserveAsync);
        builder.Add(PlanStepKind.File, _record.DataDirectory, "Copy " + template.Data, "a data directory of its own", CopyAsync);
        builder.Add(PlanStepKind.File, _record.PasswordFile, "Make a password for root at random, readable for you alone", "nobody else of this machine gets in", WritePasswordAsync);
        if (authority is not null)
        {
            builder.Add(PlanStepKind.File, _record.TlsDirectory, "Write a server's and a client's certificate with their keys, and the certificate of the authority that signed both", "so that TLS can be demanded and checked", WriteCertificatesAsync);
        }

        builder.Add(PlanStepKind.File, _record.OptionFile, OptionFileText(_record), "the only option file that it reads", WriteOptionFileAsync);
        builder.Add(PlanStepKind.Process, address, SandboxProcess.Line(_record, program).ToString(), "starts the server in a session of its own; ready when it answers a login", StartAsync);
        var steps = new List<PlannedStep>();
        for (var i = before; i < builder.Steps.Count; i++)
        {
            steps.Add(builder.Steps[i]);
        }

        return steps;
    }

    /// <summary>As it stands now.</summary>
    public ReplicationSandbox Read() => SandboxView.Of(_record, changed: true);

    /// <summary>Takes away what was begun. A failure in that is only warned of: what made it necessary is what the user has to know.</summary>
    public async Task TakeBackAsync()
    {
        _hold.Dispose();
        if (!_reserved)
        {
            return;
        }

        try
        {
            await SandboxRemoval.RunAsync(SandboxRegistry.Find(_record.Name) ?? _record).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MySqlReplication.Diagnosis.ReplicationException or IOException or UnauthorizedAccessException)
        {
            context.Warning("What was begun of sandbox '" + _record.Name + "' could not be removed: " + e.Message + " Run Remove-ReplicationSandbox " + _record.Name + ".");
        }
    }

    /// <summary>Lets other sessions at it.</summary>
    public void Dispose() => _hold.Dispose();

    private async Task ReserveAsync(CancellationToken cancellationToken)
    {
        _record = await SandboxRegistry.ReserveAsync(_record, SandboxOptions.ServerId(options) is not null, redraft, cancellationToken).ConfigureAwait(false);
        _reserved = true;
        PrivateFile.CreateFolder(_record.Directory);
        File.WriteAllText(_record.Mark, _record.Name);
        await _hold.AcquireAsync(_record, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(_record.TemporaryDirectory);
        if (_record.Socket is not null)
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(_record.Socket)!);
        }
    }

    private Task CopyAsync(CancellationToken cancellationToken)
        => template.CopyAsync(_record.DataDirectory, cancellationToken);

    private Task WritePasswordAsync(CancellationToken cancellationToken)
    {
        SandboxPassword.Create(_record, _words);
        return Task.CompletedTask;
    }

    private Task WriteCertificatesAsync(CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(_record.TlsDirectory);
        authority!.Value.WriteTo(_record);
        return Task.CompletedTask;
    }

    private Task WriteOptionFileAsync(CancellationToken cancellationToken)
    {
        PrivateFile.Write(_record.OptionFile, new UTF8Encoding(false).GetBytes(OptionFileText(_record)));
        return Task.CompletedTask;
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            // Before the first client is served, the server takes the password.
            var line = SandboxProcess.Line(_record, program).With("--init-file=" + _record.FirstStatements);
            var (outcome, started) = await SandboxStart.RunAsync(_record, line, context, cancellationToken).ConfigureAwait(false);
            if (outcome == SandboxStart.Outcome.Ready)
            {
                File.Delete(_record.FirstStatements);
                _record = started with { Ready = true };
                SandboxRegistry.Save(_record);
                return;
            }

            if (tries == PortTries)
            {
                throw SandboxFailures.NoPort(tries);
            }

            _record = await SandboxRegistry.MoveToAnotherPortAsync(_record, cancellationToken).ConfigureAwait(false);
            context.Verbose("Another program took the port of sandbox '" + _record.Name + "' meanwhile; it gets " + _record.Port + ".");
            await WriteOptionFileAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private string OptionFileText(SandboxRecord record) => SandboxOptions.Text(record, program, _words, options);
}
