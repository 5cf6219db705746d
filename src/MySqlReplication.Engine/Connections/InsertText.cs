using System;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Rows as INSERT statements of many rows each, for servers that take no LOAD DATA LOCAL: any bytes go as a hexadecimal literal,
/// which has no character set and needs no escape.
/// </summary>
internal sealed class InsertText(IRowValues rows, string head, (string Before, bool Hex, string Behind)[] forms, int usual, int largest)
{
    private const string Digits = "0123456789ABCDEF";
    private readonly StringBuilder _text = new(usual);
    private byte[] _value = new byte[4096];
    private bool _pending;
    private int _lastRow;

    /// <summary>Rows in the statement that <see cref="Next"/> made.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes of values in all statements so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>The size of a row that does not fit alone; 0 when all fit.</summary>
    public long TooLarge { get; private set; }

    /// <summary>The next statement; null behind the last row.</summary>
    public string? Next()
    {
        Rows = 0;
        var carried = _pending ? _text.ToString(_lastRow, _text.Length - _lastRow) : null;
        _text.Clear().Append(head);
        if (carried is not null)
        {
            _text.Append(carried[0] == ',' ? carried.Substring(1) : carried);
            Rows = 1;
            _pending = false;
            if (_text.Length > largest)
            {
                TooLarge = _text.Length;
                return null;
            }

            if (_text.Length > usual)
            {
                return _text.ToString();
            }
        }

        while (rows.Read())
        {
            _lastRow = _text.Length;
            Append();
            if (_text.Length > usual)
            {
                if (Rows > 0)
                {
                    _pending = true;
                    return _text.ToString(0, _lastRow);
                }

                if (_text.Length > largest)
                {
                    TooLarge = _text.Length;
                    return null;
                }

                // A row that is large alone goes alone.
                Rows = 1;
                return _text.ToString();
            }

            Rows++;
        }

        return Rows == 0 ? null : _text.ToString();
    }

    private void Append()
    {
        _text.Append(Rows == 0 ? "(" : ",(");
        for (var i = 0; i < forms.Length; i++)
        {
            if (i > 0)
            {
                _text.Append(',');
            }

            if (rows.IsNull(i))
            {
                _text.Append("NULL");
                continue;
            }

            var length = rows.Length(i);
            if (_value.Length < length)
            {
                _value = new byte[Math.Max(length, _value.Length * 2)];
            }

            rows.Copy(i, 0, _value, 0, length);
            Bytes += length;
            _text.Append(forms[i].Before);
            Append(length, forms[i].Hex);
            _text.Append(forms[i].Behind);
        }

        _text.Append(')');
    }

    private void Append(int length, bool hex)
    {
        if (hex && length == 0)
        {
            _text.Append("''");
            return;
        }

        if (hex)
        {
            _text.Append("0x");
        }

        for (var i = 0; i < length; i++)
        {
            if (hex)
            {
                _text.Append(Digits[_value[i] >> 4]).Append(Digits[_value[i] & 15]);
            }
            else
            {
                _text.Append((char)_value[i]);
            }
        }
    }
}
