using System;
using System.Globalization;

namespace MySqlReplication.Status;

/// <summary>
/// A place in a binary log: file and byte offset, written "mysql-bin.000014:107". Orders by the number at the end of the
/// file's name (so that .1000000 comes after .999999, which text order gets wrong), then by position.
/// </summary>
public sealed class BinlogCoordinates : IComparable<BinlogCoordinates>, IComparable, IEquatable<BinlogCoordinates>
{
    /// <summary>Makes coordinates.</summary>
    /// <param name="file">The file's name as SHOW BINARY LOGS lists it, without directory.</param>
    /// <param name="position">Bytes from the file's start; the first event stands at 4.</param>
    public BinlogCoordinates(string file, long position)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            throw new ArgumentException("A binary log file is needed.", nameof(file));
        }

        File = file;
        Position = position >= 0 ? position : throw new ArgumentOutOfRangeException(nameof(position), position, "A position is not negative.");
    }

    /// <summary>The file's name.</summary>
    public string File { get; }

    /// <summary>Bytes from the file's start.</summary>
    public long Position { get; }

    /// <summary>The name before its last dot.</summary>
    public string BaseName => File.LastIndexOf('.') is var dot and > 0 ? File.Substring(0, dot) : File;

    /// <summary>The number after the last dot; null when that is not a number.</summary>
    public long? Sequence => File.LastIndexOf('.') is var dot and > 0
        && long.TryParse(File.Substring(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads "file:position"; also "file, position" and "file position" as people type them.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static BinlogCoordinates Parse(string text) => TryParse(text, out var result)
        ? result!
        : throw new FormatException("'" + text + "' are not binary log coordinates; write file:position, such as mysql-bin.000014:107.");

    /// <summary>Reads as <see cref="Parse"/> does; false when the text is none of the forms.</summary>
    public static bool TryParse(string? text, out BinlogCoordinates? result)
    {
        result = null;
        text = text?.Trim() ?? string.Empty;
        var cut = text.LastIndexOfAny([':', ',', ' ']);
        if (cut <= 0 || !long.TryParse(text.Substring(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return false;
        }

        var file = text.Substring(0, cut).TrimEnd(' ', ',', ':');
        if (file.Length == 0)
        {
            return false;
        }

        result = new BinlogCoordinates(file, position);
        return true;
    }

    /// <summary>
    /// Orders by sequence and position. Files of different base names (the log was renamed) have no order of their own:
    /// they compare by base name so that sorting is stable; ask <see cref="IsComparableTo"/> first.
    /// </summary>
    public int CompareTo(BinlogCoordinates? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = string.CompareOrdinal(BaseName, other.BaseName);
        if (order == 0)
        {
            order = Sequence is { } mine && other.Sequence is { } theirs
                ? mine.CompareTo(theirs)
                : string.CompareOrdinal(File, other.File);
        }

        return order != 0 ? order : Position.CompareTo(other.Position);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null ? 1
        : obj is BinlogCoordinates other ? CompareTo(other)
        : throw new ArgumentException("Only coordinates compare with coordinates.", nameof(obj));

    /// <summary>Whether both are places in one sequence of files, so that before and after mean something.</summary>
    public bool IsComparableTo(BinlogCoordinates other) => other is not null
        && string.Equals(BaseName, other.BaseName, StringComparison.Ordinal) && Sequence is not null && other.Sequence is not null;

    /// <inheritdoc/>
    public bool Equals(BinlogCoordinates? other) => other is not null
        && string.Equals(File, other.File, StringComparison.Ordinal) && Position == other.Position;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BinlogCoordinates);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(File) ^ Position.GetHashCode();

    /// <summary>"mysql-bin.000014:107".</summary>
    public override string ToString() => File + ":" + Position.ToString(CultureInfo.InvariantCulture);

    /// <summary>Before.</summary>
    public static bool operator <(BinlogCoordinates left, BinlogCoordinates right) => left.CompareTo(right) < 0;

    /// <summary>After.</summary>
    public static bool operator >(BinlogCoordinates left, BinlogCoordinates right) => left.CompareTo(right) > 0;

    /// <summary>At or before.</summary>
    public static bool operator <=(BinlogCoordinates left, BinlogCoordinates right) => left.CompareTo(right) <= 0;

    /// <summary>At or after.</summary>
    public static bool operator >=(BinlogCoordinates left, BinlogCoordinates right) => left.CompareTo(right) >= 0;

    /// <summary>The same place.</summary>
    public static bool operator ==(BinlogCoordinates? left, BinlogCoordinates? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Another place.</summary>
    public static bool operator !=(BinlogCoordinates? left, BinlogCoordinates? right) => !(left == right);
}
