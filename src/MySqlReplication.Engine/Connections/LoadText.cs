using System;
using System.Threading;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Rows as LOAD DATA reads them: tabs between values, a line feed behind each row, a backslash before both, before itself and for
/// NUL, \N for NULL. The server pulls: each read of the driver fills the buffer from the reader's rows, so that nothing is kept.
/// </summary>
internal sealed class LoadText(RawRows rows, bool[] escaped, byte[] buffer, int largestPacket, RowsSent sent, CancellationToken cancellationToken) : LoadStream(sent)
{
    private byte[] _buffer = buffer;
    private int _start;
    private int _end;

    /// <summary>The buffer, perhaps grown, for the next stream.</summary>
    public byte[] Buffer => _buffer;

    private static ReadOnlySpan<byte> Special => "\t\n\\\0"u8;

    protected override int Next(byte[] buffer, int offset, int count)
    {
        if (_start == _end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill();
        }

        var length = Math.Min(Math.Min(count, largestPacket), _end - _start);
        System.Buffer.BlockCopy(_buffer, _start, buffer, offset, length);
        _start += length;
        return length;
    }

    private void Fill()
    {
        _start = _end = 0;
        var enough = _buffer.Length - (_buffer.Length / 8);
        while (_end < enough && rows.Read())
        {
            for (var i = 0; i < escaped.Length; i++)
            {
                Room(64);
                if (i > 0)
                {
                    _buffer[_end++] = (byte)'\t';
                }

                Append(i);
            }

            _buffer[_end++] = (byte)'\n';
            Rows++;
        }
    }

    private void Append(int column)
    {
        if (rows.IsNull(column))
        {
            _buffer[_end++] = (byte)'\\';
            _buffer[_end++] = (byte)'N';
            return;
        }

        // One call for most values; the length is asked for only when the room was used up.
        var begin = _end;
        var room = _buffer.Length - _end - 1;
        var length = rows.Copy(column, 0, _buffer, _end, room);
        if (length == room)
        {
            length = rows.Length(column);
            Room(length + 64);
            rows.Copy(column, 0, _buffer, begin, length);
        }

        _end = begin + length;
        if (escaped[column])
        {
            var first = new ReadOnlySpan<byte>(_buffer, begin, length).IndexOfAny(Special);
            if (first >= 0)
            {
                Escape(begin + first);
            }
        }
    }

    // From the end backwards, in place: each special byte makes everything behind it move by one.
    private void Escape(int first)
    {
        var more = 0;
        for (var i = first; i < _end; i++)
        {
            more += _buffer[i] is (byte)'\t' or (byte)'\n' or (byte)'\\' or 0 ? 1 : 0;
        }

        Room(more + 64);
        var to = _end + more;
        var from = _end;
        _end = to;
        while (from > first)
        {
            var b = _buffer[--from];
            var escape = b switch
            {
                (byte)'\t' => (byte)'t',
                (byte)'\n' => (byte)'n',
                (byte)'\\' => (byte)'\\',
                0 => (byte)'0',
                _ => (byte)0,
            };
            if (escape == 0)
            {
                _buffer[--to] = b;
            }
            else
            {
                _buffer[--to] = escape;
                _buffer[--to] = (byte)'\\';
            }
        }
    }

    private void Room(int bytes)
    {
        if (_buffer.Length - _end < bytes)
        {
            Array.Resize(ref _buffer, (int)Math.Min(2147483591L, Math.Max(_buffer.Length * 2L, (long)_end + bytes)));
        }
    }
}
