using System;

namespace MySqlReplication.Hosting;

/// <summary>The entry point: reads the command line, runs one script or command, and turns what happened into an exit code.</summary>
internal static class Program
{
    /// <summary>Exit code for a command line that cannot be understood; pwsh uses the same (EX_USAGE of sysexits.h).</summary>
    private const int BadUsage = 64;

    /// <summary>Exit code for a fault of the host itself (EX_SOFTWARE of sysexits.h), so that it is never taken for the script's.</summary>
    private const int HostFault = 70;

    private static int Main(string[] args)
    {
        // The engine reports module names over the network unless this is set before its first type is touched.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        try
        {
            HostArguments arguments = HostArguments.Parse(args);
            if (arguments.WantsHelp)
            {
                Console.Out.Write(HostArguments.Usage);
                return 0;
            }

            return Run(arguments);
        }
        catch (UsageException refusal)
        {
            Console.Error.WriteLine($"mysqlreplication-host: {refusal.Message}");
            Console.Error.WriteLine("  Next: mysqlreplication-host -Help shows how it is called.");
            return BadUsage;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Console.Error.WriteLine($"mysqlreplication-host: the host itself failed: {fault.Message}");
            return HostFault;
        }
    }

    private static int Run(HostArguments arguments)
    {
        using StopSignals signals = new();
        using HostSession session = new(arguments, signals);
        return session.Run();
    }
}
