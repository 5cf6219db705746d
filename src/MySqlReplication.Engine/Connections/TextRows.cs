using System;
using System.IO;

namespace MySqlReplication.Engine.Connections;

/// <summary>Reads back what <see cref="LoadText"/> writes: rows whose values are bytes again, for servers that take no LOAD DATA LOCAL.</summary>
internal sealed class TextRows(Stream file, int columns) : IRowValues
{
    private readonly (int From, int Length)[] _values = new (int, int)[columns];
    private byte[] _buffer = new byte[1 << 17];
    private int _next;
    private int _end;

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <exception cref="InvalidDataException">The file ends within a row, or a row has another number of values.</exception>
    public bool Read()
    {
        var end = LineEnd();
        if (end < 0)
        {
            return _next == _end ? false : throw new InvalidDataException("it ends within a row");
        }

        var column = 0;
        for (var from = _next; from <= end; column++)
        {
            var tab = new ReadOnlySpan<byte>(_buffer, from, end - from).IndexOf((byte)'\t');
            var to = tab < 0 ? end : from + tab;
            if (column < _values.Length)
            {
                _values[column] = Unescape(from, to);
            }

            from = to + 1;
        }

        if (column != _values.Length)
        {
            throw new InvalidDataException("a row has another number of values than its table has columns");
        }

        _next = end + 1;
        Rows++;
        return true;
    }

    public bool IsNull(int column) => _values[column].Length < 0;

    public int Length(int column) => Math.Max(0, _values[column].Length);

    public int Copy(int column, int from, byte[] buffer, int offset, int room)
    {
        var length = Math.Min(room, Length(column) - from);
        Buffer.BlockCopy(_buffer, _values[column].From + from, buffer, offset, length);
        return length;
    }

    // The place of the line feed behind the next row; -1 when the file ends before one.
    private int LineEnd()
    {
        for (var searched = _next; ;)
        {
            var at = new ReadOnlySpan<byte>(_buffer, searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return searched + at;
            }

            var kept = _end - _next;
            if (_next > 0)
            {
                Buffer.BlockCopy(_buffer, _next, _buffer, 0, kept);
                (_next, _end) = (0, kept);
            }

            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, (int)Math.Min(2147483591L, _buffer.Length * 2L));
            }

            searched = _end;
            var read = file.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                return -1;
            }

            _end += read;
        }
    }

    // In place: what is unescaped is never longer. \N alone is NULL.
    private (int From, int Length) Unescape(int from, int to)
    {
        var first = new ReadOnlySpan<byte>(_buffer, from, to - from).IndexOf((byte)'\\');
        if (first < 0)
        {
            return (from, to - from);
        }

        if (to - from == 2 && _buffer[from + 1] == 'N')
        {
            return (from, -1);
        }

        var written = from + first;
        for (var i = written; i < to; i++)
        {
            var b = _buffer[i];
            if (b == '\\' && ++i < to)
            {
                b = _buffer[i] switch
                {
                    (byte)'t' => (byte)'\t',
                    (byte)'n' => (byte)'\n',
                    (byte)'0' => 0,
                    var other => other,
                };
            }

            _buffer[written++] = b;
        }

        return (from, written - from);
    }
}
