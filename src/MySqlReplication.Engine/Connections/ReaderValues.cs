using System;
using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace MySqlReplication.Engine.Connections;

/// <summary>Values as .NET has them. No type of the driver leaves this room: the module's users could not name it.</summary>
internal static class ReaderValues
{
    public static string[] Names(DbDataReader reader)
    {
        var names = new string[reader.FieldCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.GetName(i);
        }

        return names;
    }

    public static object?[] Row(DbDataReader reader)
    {
        var values = new object?[reader.FieldCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(reader, i);
        }

        return values;
    }

    public static object? Value(DbDataReader reader, int ordinal)
    {
        object value;
        try
        {
            value = reader.GetValue(ordinal);
        }
        catch (Exception e) when (e is OverflowException or FormatException or MySqlConversionException)
        {
            // DECIMAL(65) holds more digits than decimal does.
            return ((MySqlDataReader)reader).GetMySqlDecimal(ordinal).ToString();
        }

        return value switch
        {
            DBNull => null,
            MySqlDateTime time => Time(time, reader.GetDataTypeName(ordinal)),
            MySqlDecimal number => number.ToString(),
            MySqlGeometry geometry => geometry.Value,
            ReadOnlyMemory<float> vector => vector.ToArray(),
            _ => value,
        };
    }

    // '0000-00-00' and '2024-02-00' are values that no DateTime can hold and that are not NULL: they keep the server's own text.
    private static object Time(MySqlDateTime time, string type)
    {
        if (time.IsValidDateTime)
        {
            return time.GetDateTime();
        }

        var date = string.Format(CultureInfo.InvariantCulture, "{0:0000}-{1:00}-{2:00}", time.Year, time.Month, time.Day);
        return type.Equals("DATE", StringComparison.OrdinalIgnoreCase)
            ? date
            : date + string.Format(CultureInfo.InvariantCulture, " {0:00}:{1:00}:{2:00}", time.Hour, time.Minute, time.Second)
                + (time.Microsecond == 0 ? string.Empty : string.Format(CultureInfo.InvariantCulture, ".{0:000000}", time.Microsecond));
    }
}
