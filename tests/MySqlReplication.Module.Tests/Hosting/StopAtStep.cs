using System.Globalization;
using System.Threading;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>Ctrl-C at the moment in which a command says, by -Verbose, that it goes on to a step of its plan.</summary>
internal static class StopAtStep
{
    /// <summary>Runs it and stops it there.</summary>
    /// <returns>What it left, and whether it came to that step at all.</returns>
    public static (RunResult Result, bool Came) Run(ModuleSession session, int step, string command)
    {
        using var reached = new ManualResetEvent(false);
        var result = session.Run(
            "& { " + command + " -Verbose } 4>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.VerboseRecord]) { if (\"$_\".StartsWith('" + step.ToString(CultureInfo.InvariantCulture) + ". ')) { $null = $reached.Set() } } else { $_ } }",
            reached,
            ("reached", reached));
        return (result, reached.WaitOne(0));
    }
}
