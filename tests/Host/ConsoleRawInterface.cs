using System;
using System.Management.Automation.Host;

namespace MySqlReplication.Hosting;

/// <summary>
/// The screen as cells, as far as a script may need it: its width and the keyboard. Reading or painting cells is refused, because a
/// terminal that is no Windows console cannot be asked what it shows.
/// </summary>
internal sealed class ConsoleRawInterface : PSHostRawUserInterface
{
    private const int DefaultHeight = 50;

    private readonly Terminal _terminal;
    private readonly Keyboard _keyboard;
    private string _title = "";

    /// <summary>Stands over the streams and the keyboard.</summary>
    /// <param name="terminal">The streams.</param>
    /// <param name="keyboard">The keyboard.</param>
    public ConsoleRawInterface(Terminal terminal, Keyboard keyboard)
    {
        _terminal = terminal;
        _keyboard = keyboard;
    }

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 25;

    /// <summary>Always the upper left corner: the formatting of the engine does not ask, and asking the terminal would eat typed keys.</summary>
    public override Coordinates CursorPosition
    {
        get => new(0, 0);
        set => throw NoCells();
    }

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw NoCells();
    }

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(_terminal.Width, Height);
        set => throw NoCells();
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => new(_terminal.Width, Height);
        set => throw NoCells();
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => WindowSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => WindowSize;

    /// <inheritdoc/>
    public override bool KeyAvailable => _keyboard.CanAsk && Console.KeyAvailable;

    /// <inheritdoc/>
    public override string WindowTitle
    {
        get => _title;
        set
        {
            _title = value;
            if (!Console.IsOutputRedirected)
            {
                Console.Title = value;
            }
        }
    }

    private static int Height => !Console.IsOutputRedirected && Console.WindowHeight > 0 ? Console.WindowHeight : DefaultHeight;

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        ConsoleKeyInfo key = _keyboard.ReadKey("a key press", echo: !options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, States(key.Modifiers), keyDown: true);
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => LengthInBufferCells(source, 0);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset)
    {
        string visible = PSHostUserInterface.GetOutputString(source[offset..], supportsVirtualTerminal: false);
        return CellWidth.Of(visible);
    }

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => CellWidth.Of([source]);

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoCells();

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NoCells();

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoCells();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoCells();

    private static ControlKeyStates States(ConsoleModifiers modifiers) =>
        (modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0)
        | (modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0)
        | (modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0);

    private static NotSupportedException NoCells() => new("This host cannot read or move cells of the screen. Run the script in pwsh.");
}
