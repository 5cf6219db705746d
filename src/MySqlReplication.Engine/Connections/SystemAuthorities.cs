using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using MySqlConnector;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// On Linux .NET reads every certificate of the system's authorities when a process makes its first TLS connection, also one that checks
/// none of them: tens of milliseconds in the middle of the login (measured: 90 of the 300 of a first status). Read beside the way to the
/// server they hold up nobody. The runtime keeps them for the whole process and lets only one thread read them; Windows and macOS have
/// services for that. (dotnet/runtime, System.Security.Cryptography, CachedSystemStoreProvider)
/// </summary>
internal static class SystemAuthorities
{
    private static int _begun;

    /// <summary>Begins to read them beside a connection that may be encrypted, if nobody has; waits for nothing.</summary>
    public static void ReadBeside(ServerReference server)
    {
        if (ConnectionProtection.Mode(server) != MySqlSslMode.None && Begins())
        {
            // No thread of the pool: its few are wanted for the connection. A background thread holds up no exit.
            new Thread(Read) { IsBackground = true }.Start();
        }
    }

    /// <summary>Reads them here and now, if nobody has.</summary>
    public static void ReadAhead()
    {
        if (Begins())
        {
            Read();
        }
    }

    private static bool Begins() => RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && Interlocked.Exchange(ref _begun, 1) == 0;

    private static void Read()
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
            store.Open(OpenFlags.ReadOnly);
            foreach (var certificate in store.Certificates)
            {
                certificate.Dispose();
            }
        }
        catch (Exception)
        {
            // Whatever it is: who needs them reads them again, and says what is wrong. Thrown here it would end the process.
        }
    }
}
