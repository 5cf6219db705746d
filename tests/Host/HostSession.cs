using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Threading;
using EngineOutDefault = Microsoft.PowerShell.Commands.OutDefaultCommand;

namespace MySqlReplication.Hosting;

/// <summary>One run of the host: a runspace, the modules, the script, and the exit code.</summary>
internal sealed class HostSession : IDisposable
{
    private const int Failed = 1;

    private readonly HostArguments _arguments;
    private readonly StopSignals _signals;
    private readonly Terminal _terminal;
    private readonly ConsoleInterface _interface;
    private readonly ConsoleHost _host;
    private readonly Runspace _runspace;

    /// <summary>Makes the host and its runspace; nothing runs yet.</summary>
    /// <param name="arguments">What to run.</param>
    /// <param name="signals">What ends it early.</param>
    public HostSession(HostArguments arguments, StopSignals signals)
    {
        _arguments = arguments;
        _signals = signals;
        _terminal = new Terminal(arguments.Width, arguments.Progress);
        _interface = new ConsoleInterface(_terminal, new Keyboard(signals, arguments.NonInteractive));
        _host = new ConsoleHost(_terminal, _interface);
        if (!_terminal.OutputColours)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, State());
        signals.Impatient = () => _interface.WriteWarningLine("Still cleaning up. Interrupt once more to leave at once; what is not given back by then stays as it is.");
    }

    /// <summary>Runs what the command line asks for.</summary>
    /// <returns>The exit code of the process.</returns>
    public int Run()
    {
        _runspace.Open();
        bool succeeded = _arguments.Modules.All(Import) && RunScript();
        _terminal.Progress.Clear();
        return _signals.ExitCode ?? _host.ExitCode ?? (succeeded ? 0 : Failed);
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    // CreateDefault2 is the core of the engine; CreateDefault wants the modules of pwsh and fails without them.
    private static InitialSessionState State()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        // Looking for an unknown command in every installed module takes seconds and writes a cache into the home directory; and what
        // it could find of pwsh or Windows PowerShell does not fit this engine. Scripts import what they need.
        state.Variables.Add(new SessionStateVariableEntry(
            "PSModuleAutoLoadingPreference", PSModuleAutoLoadingPreference.None, description: null, ScopedItemOptions.None));
        state.Commands.Remove(OutDefaultCommand.Name, typeof(SessionStateCmdletEntry));
        state.Commands.Add(new SessionStateCmdletEntry(OutDefaultCommand.Name, typeof(OutDefaultCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry(OutDefaultCommand.EngineName, typeof(EngineOutDefault), helpFileName: null));
        return state;
    }

    private bool Import(string module)
    {
        using PowerShell pipeline = PowerShell.Create(_runspace);
        pipeline.AddCommand("Import-Module").AddParameter("Name", module).AddParameter("ErrorAction", ActionPreference.Stop);
        return Invoke(pipeline);
    }

    private bool RunScript()
    {
        if (_arguments.Command is { } command && !Parses(command))
        {
            return false;
        }

        using PowerShell pipeline = PowerShell.Create(_runspace);
        pipeline.AddScript(
            _arguments.File is { } file ? ScriptCall.ForFile(file, _arguments.ScriptArguments) : ScriptCall.ForCommand(_arguments.Command!),
            useLocalScope: false);
        // Errors go the way of the output, so that they are written where they happen.
        pipeline.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.AddCommand(OutDefaultCommand.Name);
        return Invoke(pipeline);
    }

    // Before the exit code check is added to it, so that the message is about what was typed.
    private bool Parses(string command)
    {
        Parser.ParseInput(command, out _, out ParseError[] errors);
        if (errors.Length > 0)
        {
            Show(new ParseException(errors));
        }

        return errors.Length == 0;
    }

    private bool Invoke(PowerShell pipeline)
    {
        using CancellationTokenRegistration stop = _signals.Token.Register(() => pipeline.BeginStop(callback: null, state: null));
        try
        {
            if (_signals.ExitCode is null)
            {
                pipeline.Invoke();
            }

            return true;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException failure)
        {
            Show(failure);
            return false;
        }
    }

    // The engine's own formatting of errors, so that they read as in pwsh; it takes an error that is not on its way through the
    // pipeline any more for output, hence the switch.
    private void Show(RuntimeException failure)
    {
        using PowerShell pipeline = PowerShell.Create(_runspace);
        pipeline.AddCommand(OutDefaultCommand.Name);
        _interface.WritesErrors = true;
        try
        {
            pipeline.Invoke(new[] { failure.ErrorRecord });
        }
        finally
        {
            _interface.WritesErrors = false;
        }
    }
}
