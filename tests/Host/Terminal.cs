using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;

namespace MySqlReplication.Hosting;

/// <summary>
/// The two output streams of the process, and what they can do: whether each is a terminal, how wide, with colours or without.
/// All writing goes through here under one lock, so that the progress line is taken away before other text and put back after it.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Columns where nobody says otherwise: what logs and CI pages show without wrapping.</summary>
    private const int DefaultWidth = 120;

    private readonly Lock _gate = new();
    private readonly int? _width;

    /// <summary>Looks at the streams of this process.</summary>
    /// <param name="width">Columns asked for; null: those of the terminal, or 120.</param>
    /// <param name="progress">When progress is shown.</param>
    public Terminal(int? width, ProgressDisplay progress)
    {
        _width = width;
        OutputColours = AllowsColours && !Console.IsOutputRedirected;
        ErrorColours = AllowsColours && !Console.IsErrorRedirected;
        Progress = new ProgressLine(this, progress);
    }

    /// <summary>True when standard output is a terminal that may get colours.</summary>
    public bool OutputColours { get; }

    /// <summary>True when standard error is a terminal that may get colours.</summary>
    public bool ErrorColours { get; }

    /// <summary>The progress line.</summary>
    public ProgressLine Progress { get; }

    /// <summary>Columns that output is laid out for.</summary>
    public int Width => _width ?? TerminalWidth ?? DefaultWidth;

    /// <summary>Columns of the terminal behind standard output or standard error; null when neither is one, or it does not say.</summary>
    public static int? TerminalWidth
    {
        get
        {
            if (Console.IsOutputRedirected && Console.IsErrorRedirected)
            {
                return null;
            }

            int columns = Console.WindowWidth;
            return columns > 0 ? columns : null;
        }
    }

    /// <summary>Where questions are shown: standard output, or standard error when the output goes into a file.</summary>
    private static TextWriter QuestionWriter => Console.IsOutputRedirected ? Console.Error : Console.Out;

    private static bool AllowsColours =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && (!OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("WT_SESSION") is not null);

    /// <summary>Writes to standard output; escape sequences are taken out where they would not be understood.</summary>
    /// <param name="text">The text, with its line end if it has one.</param>
    /// <param name="style">Escape sequence to put before the text; null for none.</param>
    public void WriteOutput(string text, string? style = null) => Write(Console.Out, OutputColours, text, style);

    /// <summary>Writes to standard error, likewise.</summary>
    /// <param name="text">The text, with its line end if it has one.</param>
    /// <param name="style">Escape sequence to put before the text; null for none.</param>
    public void WriteError(string text, string? style = null) => Write(Console.Error, ErrorColours, text, style);

    /// <summary>Writes a part of a question where the person at the keyboard sees it.</summary>
    /// <param name="text">The text.</param>
    public void WriteQuestion(string text) => Write(QuestionWriter, QuestionWriter == Console.Error ? ErrorColours : OutputColours, text, style: null);

    /// <summary>Writes to standard error as it is, for the progress line; the caller holds <see cref="Exclusive"/>.</summary>
    /// <param name="text">The text with its control characters.</param>
    public static void WriteRaw(string text) => Console.Error.Write(text);

    /// <summary>Runs a piece of work while nobody else writes.</summary>
    /// <param name="work">The work.</param>
    public void Exclusive(Action work)
    {
        lock (_gate)
        {
            work();
        }
    }

    private void Write(TextWriter writer, bool colours, string text, string? style)
    {
        if (!colours)
        {
            text = PSHostUserInterface.GetOutputString(text, supportsVirtualTerminal: false);
        }
        else if (style is not null)
        {
            text = Styled(text, style);
        }

        lock (_gate)
        {
            Progress.TakeAway();
            writer.Write(text);
            if (text.EndsWith('\n'))
            {
                Progress.PutBack();
            }
        }
    }

    // The reset stands before the line end: a style that runs over it colours the next line's background on some terminals.
    private static string Styled(string text, string style)
    {
        string body = text.TrimEnd('\r', '\n');
        return body.Length == 0 ? text : style + body + PSStyle.Instance.Reset + text[body.Length..];
    }
}
