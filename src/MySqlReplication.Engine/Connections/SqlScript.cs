using System;
using System.IO;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Cuts a script of the mysql client into statements as that client does: quotes, comments, DELIMITER lines, any bytes. Holds one
/// statement at a time. Inside of /*! ... */ everything counts as it does outside.
/// </summary>
internal sealed class SqlScript(Stream stream)
{
    private byte[] _buffer = new byte[1 << 17];
    private byte[] _delimiter = [(byte)';'];
    private int _start;
    private int _at;
    private int _end;
    private bool _isOver;

    /// <summary>Gets the text of each comment line that stands between statements.</summary>
    public Action<string>? Comment { get; set; }

    /// <summary>Whether a backslash is a plain character, as sql_mode says at this place.</summary>
    public bool NoBackslashEscapes { get; set; }

    /// <summary>The statement, without its delimiter.</summary>
    public ArraySegment<byte> Statement { get; private set; }

    /// <summary>The line on which it begins, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Bytes gone by.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the script ended within a statement, a quote or a comment.</summary>
    public bool EndsInside { get; private set; }

    /// <summary>Goes to the next statement; false at the end.</summary>
    public bool Read()
    {
        Pass(_at);
        while (Has(0))
        {
            if (_buffer[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                _at++;
            }
            else if (IsLineComment() || Is("#"))
            {
                var line = Rest();
                Comment?.Invoke(line);
            }
            else if ((Is("/*") && !Is("/*!") && !Is("/*M!")) || Is("/*M!999999\\-"))
            {
                // The last one is the line by which mariadb-dump forbids its client other commands.
                SkipTo("*/");
            }
            else if (IsDelimiterLine())
            {
                var words = Rest().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                _delimiter = Encoding.UTF8.GetBytes(words.Length > 1 ? words[1] : ";");
            }
            else if (IsAt(_delimiter))
            {
                _at += _delimiter.Length;
            }
            else
            {
                Pass(_at);
                return Within();
            }
        }

        Pass(_at);
        return false;
    }

    private bool Within()
    {
        while (Has(0))
        {
            var c = _buffer[_at];
            if (c is (byte)'\'' or (byte)'"' or (byte)'`')
            {
                SkipQuote(c);
            }
            else if (c == '#' || IsLineComment())
            {
                Rest();
            }
            else if (c == '/' && Is("/*"))
            {
                if (Is("/*!") || Is("/*M!"))
                {
                    _at += 3;
                }
                else
                {
                    SkipTo("*/");
                }
            }
            else if (c == _delimiter[0] && IsAt(_delimiter))
            {
                Statement = new ArraySegment<byte>(_buffer, _start, _at - _start);
                _at += _delimiter.Length;
                return true;
            }
            else
            {
                _at++;
            }
        }

        EndsInside = true;
        return false;
    }

    private void SkipQuote(byte quote)
    {
        var escapes = quote != '`' && !NoBackslashEscapes;
        for (_at++; Has(0); _at++)
        {
            var span = new ReadOnlySpan<byte>(_buffer, _at, _end - _at);
            var next = escapes ? span.IndexOfAny(quote, (byte)'\\') : span.IndexOf(quote);
            if (next < 0)
            {
                _at = _end - 1;
                continue;
            }

            _at += next;
            if (_buffer[_at] == quote)
            {
                // A doubled one begins the next piece of the same text: nothing between them ends the statement.
                _at++;
                return;
            }

            _at++;
        }

        EndsInside = true;
    }

    private void SkipTo(string end)
    {
        for (; Has(0); _at++)
        {
            if (Is(end))
            {
                _at += end.Length;
                return;
            }
        }

        EndsInside = true;
    }

    // The rest of the line, without its end.
    private string Rest()
    {
        var from = _at - _start;
        while (Has(0) && _buffer[_at] != '\n')
        {
            _at++;
        }

        return Encoding.UTF8.GetString(_buffer, _start + from, _at - _start - from).TrimEnd('\r');
    }

    private bool IsLineComment() => Is("--") && (!Has(2) || _buffer[_at + 2] <= ' ');

    private bool IsDelimiterLine() => Has(9) && _buffer[_at + 9] is (byte)' ' or (byte)'\t' && Encoding.ASCII.GetString(_buffer, _at, 9).Equals("DELIMITER", StringComparison.OrdinalIgnoreCase);

    private bool Is(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!Has(i) || _buffer[_at + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAt(byte[] bytes) => Has(bytes.Length - 1) && new ReadOnlySpan<byte>(_buffer, _at, bytes.Length).SequenceEqual(bytes);

    // What comes before is not needed any more.
    private void Pass(int to)
    {
        for (var rest = new ReadOnlySpan<byte>(_buffer, _start, to - _start); rest.IndexOf((byte)'\n') is var line and >= 0; rest = rest.Slice(line + 1))
        {
            Line++;
        }

        Bytes += to - _start;
        _start = to;
    }

    // Whether there is a byte so far ahead; reads on when needed.
    private bool Has(int ahead)
    {
        while (_at + ahead >= _end)
        {
            if (_isOver)
            {
                return false;
            }

            if (_start > 0)
            {
                Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
                (_at, _end, _start) = (_at - _start, _end - _start, 0);
            }

            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, (int)Math.Min(2147483591L, _buffer.Length * 2L));
            }

            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _isOver = read == 0;
            _end += read;
        }

        return true;
    }
}
