using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace MySqlReplication.Hosting;

/// <summary>
/// Progress on one line of standard error: the activity that spoke last. A Completed record takes its activity away; the line then
/// shows the one before it, or nothing.
/// </summary>
internal sealed class ProgressLine
{
    /// <summary>A percentage alone is not worth drawing more often than the eye follows.</summary>
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(50);

    private readonly Terminal _terminal;
    private readonly bool _onOneLine;
    private readonly bool _asLines;
    private readonly List<ProgressRecord> _active = [];
    private readonly Stopwatch _sinceDrawn = Stopwatch.StartNew();
    private string _drawn = "";
    private string _status = "";
    private bool _visible;

    /// <summary>Decides whether and how progress is shown.</summary>
    /// <param name="terminal">The streams.</param>
    /// <param name="display">What the command line asks for.</param>
    public ProgressLine(Terminal terminal, ProgressDisplay display)
    {
        _terminal = terminal;
        _onOneLine = display != ProgressDisplay.Never && !Console.IsErrorRedirected;
        _asLines = display == ProgressDisplay.Always && Console.IsErrorRedirected;
    }

    /// <summary>Takes in a record. Activities of equal number are taken for one: there is one line only.</summary>
    /// <param name="record">What a command reports.</param>
    public void Report(ProgressRecord record)
    {
        if (_onOneLine || _asLines)
        {
            _terminal.Exclusive(() => Update(record));
        }
    }

    /// <summary>Wipes the line before other text is written; call under the terminal's lock.</summary>
    public void TakeAway()
    {
        if (_visible)
        {
            Terminal.WriteRaw("\r\e[K");
            _visible = false;
        }
    }

    /// <summary>Draws the line again after a whole line of other text; call under the terminal's lock.</summary>
    public void PutBack()
    {
        if (_onOneLine && _active.Count > 0)
        {
            Draw(TextOf(_active[^1]));
        }
    }

    /// <summary>Forgets every activity and wipes the line: before a question, a native program, and at the end.</summary>
    public void Clear() => _terminal.Exclusive(() =>
    {
        _active.Clear();
        TakeAway();
    });

    private void Update(ProgressRecord record)
    {
        _active.RemoveAll(known => known.ActivityId == record.ActivityId
            || (record.RecordType == ProgressRecordType.Completed && known.ParentActivityId == record.ActivityId));
        if (record.RecordType == ProgressRecordType.Completed)
        {
            TakeAway();
            PutBack();
            return;
        }

        _active.Add(record);
        string text = TextOf(record);
        if (_asLines)
        {
            WriteAsLine(text);
        }
        else if (!_visible || (text != _drawn && (_status != record.StatusDescription || _sinceDrawn.Elapsed >= RedrawInterval)))
        {
            _status = record.StatusDescription;
            Draw(text);
        }
    }

    private void WriteAsLine(string text)
    {
        if (text != _drawn)
        {
            _drawn = text;
            Terminal.WriteRaw(text + Environment.NewLine);
        }
    }

    private void Draw(string text)
    {
        _drawn = text;
        _visible = true;
        _sinceDrawn.Restart();
        // One column stays free: a full line would wrap, and only its second half could be wiped.
        string fitted = CellWidth.Cut(text, (Terminal.TerminalWidth ?? 80) - 1);
        Terminal.WriteRaw("\r" + (_terminal.ErrorColours ? PSStyle.Instance.Formatting.Verbose + fitted + PSStyle.Instance.Reset : fitted) + "\e[K");
    }

    // What is cut off on a narrow terminal stands last.
    private static string TextOf(ProgressRecord record)
    {
        StringBuilder text = new(record.Activity);
        if (record.PercentComplete >= 0)
        {
            text.Append(CultureInfo.CurrentCulture, $" ({record.PercentComplete} %)");
        }

        if (record.SecondsRemaining >= 0)
        {
            text.Append(CultureInfo.CurrentCulture, $", {TimeSpan.FromSeconds(record.SecondsRemaining):g} left");
        }

        Append(text, ": ", record.StatusDescription);
        Append(text, " - ", record.CurrentOperation);
        return text.Replace('\n', ' ').Replace('\r', ' ').ToString();
    }

    private static void Append(StringBuilder text, string separator, string? part)
    {
        if (!string.IsNullOrWhiteSpace(part))
        {
            text.Append(separator).Append(part);
        }
    }
}
