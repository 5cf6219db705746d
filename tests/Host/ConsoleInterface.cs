using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MySqlReplication.Hosting;

/// <summary>
/// What scripts and cmdlets write and ask. As in pwsh, everything but errors and progress goes to standard output, so that a script
/// gives the same two streams in both.
/// </summary>
internal sealed class ConsoleInterface : PSHostUserInterface
{
    private readonly Terminal _terminal;
    private readonly Keyboard _keyboard;
    private readonly Questions _questions;

    /// <summary>Stands over the streams and the keyboard.</summary>
    /// <param name="terminal">The streams.</param>
    /// <param name="keyboard">The keyboard.</param>
    public ConsoleInterface(Terminal terminal, Keyboard keyboard)
    {
        _terminal = terminal;
        _keyboard = keyboard;
        _questions = new Questions(terminal, keyboard);
        RawUI = new ConsoleRawInterface(terminal, keyboard);
    }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <summary>True while output lines belong to standard error: the formatting of an error that ended the script.</summary>
    public bool WritesErrors { get; set; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _terminal.OutputColours;

    /// <inheritdoc/>
    public override void Write(string value) => Put(value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _terminal.WriteOutput(value, Style(foregroundColor, backgroundColor));

    /// <inheritdoc/>
    public override void WriteLine(string value) => Put(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _terminal.WriteOutput(value + Environment.NewLine, Style(foregroundColor, backgroundColor));

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) =>
        // The formatting of error records brings its own colours.
        _terminal.WriteError(value + Environment.NewLine, value.Contains('\e', StringComparison.Ordinal) ? null : PSStyle.Instance.Formatting.Error);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteStream("WARNING: ", message, PSStyle.Instance.Formatting.Warning);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteStream("VERBOSE: ", message, PSStyle.Instance.Formatting.Verbose);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteStream("DEBUG: ", message, PSStyle.Instance.Formatting.Debug);

    /// <inheritdoc/>
    public override void WriteInformation(InformationRecord record)
    {
        // The engine calls this whatever the preference says, for transcripts; what is to be seen comes through WriteLine as well.
    }

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => _terminal.Progress.Report(record);

    /// <inheritdoc/>
    public override string ReadLine() => _keyboard.ReadLine("a line of text");

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => _keyboard.ReadSecret("a secret");

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        _questions.Fields(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _questions.Choice(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        _questions.Credential(caption, message, userName);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        _questions.Credential(caption, message, userName);

    private static string Style(ConsoleColor foreground, ConsoleColor background) =>
        PSStyle.MapForegroundColorToEscapeSequence(foreground)
        + (background == ConsoleColor.Black ? "" : PSStyle.MapBackgroundColorToEscapeSequence(background));

    private void Put(string text)
    {
        if (WritesErrors)
        {
            _terminal.WriteError(text);
        }
        else
        {
            _terminal.WriteOutput(text);
        }
    }

    private void WriteStream(string prefix, string message, string? style) =>
        _terminal.WriteOutput(prefix + message + Environment.NewLine, style);
}
