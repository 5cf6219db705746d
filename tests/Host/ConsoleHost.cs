using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace MySqlReplication.Hosting;

/// <summary>The host as the engine sees it.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly Terminal _terminal;

    /// <summary>Makes the host over its streams.</summary>
    /// <param name="terminal">The streams.</param>
    /// <param name="userInterface">What is written and asked.</param>
    public ConsoleHost(Terminal terminal, ConsoleInterface userInterface)
    {
        _terminal = terminal;
        UI = userInterface;
    }

    /// <inheritdoc/>
    public override string Name => "mysqlreplication-host";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI { get; }

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <summary>The number of an `exit N`; null when the script did not call exit.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("This host has no prompt of its own to enter: Suspend and the debugger need pwsh.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("There is no nested prompt to leave.");

    /// <summary>A native program takes the terminal: the progress line must not stand in its way.</summary>
    public override void NotifyBeginApplication() => _terminal.Progress.Clear();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
        // Nothing to take back: progress is drawn again with the next record.
    }
}
