using System;
using System.Management.Automation;

namespace MySqlReplication.Hosting;

/// <summary>
/// The engine's own Out-Default, made sure of its end of input. A terminating error or an exit aborts the commands behind the script
/// without ending them, and the formatting would lose the objects that it still holds back to measure its columns; but every command
/// of a pipeline is disposed of, so what is left is written then, before the error. It bears the name Out-Default because only in
/// front of a command of that name does the engine leave the terminal to native programs.
/// </summary>
[Cmdlet(VerbsData.Out, "Default")]
public sealed class OutDefaultCommand : PSCmdlet, IDisposable
{
    /// <summary>The name of this command.</summary>
    public const string Name = "Out-Default";

    /// <summary>The name under which the engine's own command stands in the session.</summary>
    public const string EngineName = "Out-EngineDefault";

    private SteppablePipeline? _formatting;
    private bool _stopping;

    /// <summary>What the script puts out, errors among it.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Ends the formatting when the pipeline did not.</summary>
    public void Dispose()
    {
        // After a stop signal there is nobody to format for, and the engine refuses to.
        if (!_stopping)
        {
            Finish();
        }

        _formatting?.Dispose();
        _formatting = null;
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _formatting = ScriptBlock.Create(EngineName).GetSteppablePipeline(CommandOrigin.Internal);
        _formatting.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is ErrorRecord error)
        {
            EngineLimits.Explain(error);
        }

        _formatting?.Process(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Finish();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping = true;

    private void Finish()
    {
        SteppablePipeline? formatting = _formatting;
        _formatting = null;
        formatting?.End();
        formatting?.Dispose();
    }
}
