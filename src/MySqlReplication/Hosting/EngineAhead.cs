using System;
using System.Runtime.CompilerServices;
using System.Threading;
using MySqlReplication.Engine.Status;

namespace MySqlReplication.Hosting;

/// <summary>
/// Uses a second processor for the first status of a process: engine and driver are loaded, the system's authorities read and the code of
/// a status compiled while PowerShell still binds parameters and the connection is made. Begun when the command is made, not at import.
/// </summary>
internal static class EngineAhead
{
    private static int _begun;

    /// <summary>Begins once a process, on a thread that nobody waits for and that holds up no exit; what goes wrong there is met again, and told, by who needs it.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0 && Environment.ProcessorCount > 1)
        {
            new Thread(Prepare) { IsBackground = true, Name = "MySqlReplication: first status" }.Start();
        }
    }

    private static void Prepare()
    {
        try
        {
            Rehearse();
        }
        catch (Exception)
        {
            // An exception of this thread would end the process.
        }
    }

    // Apart, so that an engine that cannot be loaded is an exception inside the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rehearse() => StatusRehearsal.Run();
}
