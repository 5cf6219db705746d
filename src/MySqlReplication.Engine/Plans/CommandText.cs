using System;
using System.Globalization;
using System.Linq;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Plans;

/// <summary>Pieces of commands that people are told to type.</summary>
internal static class CommandText
{
    /// <summary>As PowerShell reads it: quoted unless it is plain.</summary>
    public static string Word(string text) => text.All(ch => char.IsLetterOrDigit(ch) || ch is '.' or ':' or '-' or '_' or '/') && text.Length > 0 && text[0] != '-'
        ? text
        : Quoted(text);

    /// <summary>In quotes whatever it is.</summary>
    public static string Quoted(string text) => "'" + text.Replace("'", "''") + "'";

    /// <summary>"db1:3306 -Credential root": the address, and the login that a typed address does not bring. Its password is asked for.</summary>
    public static string Server(ServerReference server) => Word(server.ToString())
        + (server.Credential is { } login ? " -Credential " + Word(login.UserName) : string.Empty);

    /// <summary>"$true" or "$false".</summary>
    public static string Flag(bool on) => on ? "$true" : "$false";

    /// <summary>A time span, which binds from this text.</summary>
    public static string Time(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
