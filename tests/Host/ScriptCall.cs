using System.Collections.Generic;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace MySqlReplication.Hosting;

/// <summary>
/// Writes the PowerShell text that runs a script file with the arguments of a command line, so that they bind as with pwsh -File:
/// everything is text, except what is a parameter name, or $true, $false and $null after a colon.
/// </summary>
internal static partial class ScriptCall
{
    /// <summary>The text that runs a file in the global scope, as pwsh -File does, and hands its exit code on.</summary>
    /// <param name="file">Full path of the script.</param>
    /// <param name="arguments">Its arguments as typed.</param>
    /// <returns>PowerShell text.</returns>
    public static string ForFile(string file, IEnumerable<string> arguments)
    {
        StringBuilder text = new(". ");
        text.Append(Quoted(file));
        foreach (string argument in arguments)
        {
            text.Append(' ').Append(Written(argument));
        }

        // `exit N` ends a script file, not its caller: the engine sets $LASTEXITCODE and $?, and here they become the exit code of
        // the process. A native program that fails inside the script leaves $? of the script true, so it does not count.
        return text.Append("\nif (-not $?) { if ($LASTEXITCODE) { exit $LASTEXITCODE } else { exit 1 } }").ToString();
    }

    /// <summary>The text that runs a command and exits 1 when its last statement failed, as pwsh -Command does.</summary>
    /// <param name="command">PowerShell text.</param>
    /// <returns>PowerShell text.</returns>
    public static string ForCommand(string command) => command + "\nif (-not $?) { exit 1 }";

    private static string Written(string argument)
    {
        Match parameter = ParameterPattern().Match(argument);
        if (!parameter.Success)
        {
            return Quoted(argument);
        }

        string name = parameter.Groups["name"].Value;
        if (!parameter.Groups["colon"].Success)
        {
            return name;
        }

        string value = parameter.Groups["value"].Value;
        return value.ToUpperInvariant() switch
        {
            "" => name + ":", // the value is the next argument
            "$TRUE" or "$FALSE" or "$NULL" => name + ":" + value,
            _ => name + ":" + Quoted(value),
        };
    }

    private static string Quoted(string text) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    // A dash and a letter is a parameter; -5 and a lone dash are values.
    [GeneratedRegex(@"^(?<name>-[\p{L}_][\p{L}\p{Nd}_]*)((?<colon>:)(?<value>.*))?$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex ParameterPattern();
}
