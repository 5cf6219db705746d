using System;
using System.Globalization;
using System.Text;

namespace MySqlReplication.Hosting;

/// <summary>
/// How many columns text takes on a terminal: East Asian wide characters and emoji take two (Unicode annex 11, classes W and F),
/// marks that combine with the character before them take none.
/// </summary>
internal static class CellWidth
{
    // First and last code point of the wide blocks; narrow gaps inside them are too rare in names to list.
    private static readonly (int First, int Last)[] WideBlocks =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
        (0xA000, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Columns of a text without escape sequences.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Columns, 0 for empty text.</returns>
    public static int Of(ReadOnlySpan<char> text)
    {
        int columns = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            columns += Of(rune);
        }

        return columns;
    }

    /// <summary>The longest start of a text that fits into a number of columns.</summary>
    /// <param name="text">The text, without escape sequences.</param>
    /// <param name="columns">Columns there are.</param>
    /// <returns>The text, or its start.</returns>
    public static string Cut(string text, int columns)
    {
        int used = 0;
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Of(rune);
            if (used > columns)
            {
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    private static int Of(Rune rune)
    {
        // Most text is ASCII, and this is asked for every cell of every table.
        if (rune.Value < 0x300)
        {
            return 1;
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        return Array.Exists(WideBlocks, block => rune.Value >= block.First && rune.Value <= block.Last) ? 2 : 1;
    }
}
