using System;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Writes names and texts so that the server reads them as one name, one text, whatever they hold. Texts go in single quotes
/// and names in backticks: both mean the same under ANSI_QUOTES. Under NO_BACKSLASH_ESCAPES a backslash is a plain character,
/// else it must be doubled (MySQL manual, String Literals; MariaDB the same).
/// </summary>
internal static class SqlQuoting
{
    public static string Text(string value, bool noBackslashEscapes)
    {
        var sql = new StringBuilder(value.Length + 2).Append('\'');
        foreach (var c in value)
        {
            switch (c)
            {
                case '\0':
                    throw new ArgumentException("A text with a NUL character cannot be sent.", nameof(value));
                case '\'':
                    sql.Append("''");
                    break;
                case '\\' when !noBackslashEscapes:
                    sql.Append("\\\\");
                    break;
                default:
                    sql.Append(c);
                    break;
            }
        }

        return sql.Append('\'').ToString();
    }

    public static string Name(string value)
    {
        if (value.Length == 0 || value.IndexOf('\0') >= 0)
        {
            throw new ArgumentException("A name must not be empty or hold a NUL character.", nameof(value));
        }

        return "`" + value.Replace("`", "``") + "`";
    }
}
