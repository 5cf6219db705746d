using System;
using System.Linq;
using System.Text;
using MySqlReplication.Engine.Connections;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>
/// A definition as a .sql file that the servers' own clients run too: a line that says what it is, the settings that it was made
/// under, and the statement between two DELIMITER lines.
/// </summary>
internal static class DefinitionFile
{
    private const string Begin = "\nDELIMITER ";

    private static readonly string[] Delimiters = [";;", "$$", "//"];

    private static readonly UTF8Encoding Encoding = new(false, throwOnInvalidBytes: true);

    /// <summary>The file's content.</summary>
    public static byte[] Write(string title, string? database, string create, params (string Variable, string? Value)[] settings)
    {
        var delimiter = Delimiters.FirstOrDefault(d => create.IndexOf(d, StringComparison.Ordinal) < 0)
            ?? "--" + Guid.NewGuid().ToString("N");
        var text = new StringBuilder("-- ").Append(string.Concat(title.Where(c => !char.IsControl(c)))).Append('\n');
        text.Append("/*!40101 SET NAMES utf8mb4 */;\n");
        if (database is not null && !database.Any(char.IsControl))
        {
            text.Append("USE ").Append(SqlQuoting.Name(database)).Append(";\n");
        }

        foreach (var (variable, value) in settings.Where(s => s.Value is not null))
        {
            text.Append("SET SESSION ").Append(variable).Append(" = '").Append(value!.Replace("\\", "\\\\").Replace("'", "''")).Append("';\n");
        }

        text.Append(Begin, 1, Begin.Length - 1).Append(delimiter).Append('\n').Append(create).Append('\n').Append(delimiter).Append("\nDELIMITER ;\n");
        return Encoding.GetBytes(text.ToString());
    }

    /// <summary>The statement in it; null when it is no such file.</summary>
    public static string? Read(byte[] content)
    {
        string text;
        try
        {
            text = Encoding.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var line = begin < 0 ? -1 : text.IndexOf('\n', begin + Begin.Length);
        if (line < 0)
        {
            return null;
        }

        var end = "\n" + text.Substring(begin + Begin.Length, line - begin - Begin.Length) + "\nDELIMITER ;\n";
        return text.Length - end.Length > line && text.EndsWith(end, StringComparison.Ordinal) ? text.Substring(line + 1, text.Length - end.Length - line - 1) : null;
    }
}
