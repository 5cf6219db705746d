using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>One sandbox of each server for all tests of a class (IClassFixture), made when the first of them asks; for tests that leave each other alone.</summary>
public sealed class SharedServers : IDisposable
{
    private readonly Dictionary<string, TestSandbox> _made = [];

    /// <summary>A session of its own on the shared server, which is $a there.</summary>
    public ServerSeat Sit(string server)
    {
        var session = new ModuleSession();
        try
        {
            lock (_made)
            {
                if (!_made.TryGetValue(server, out var made))
                {
                    made = TestSandbox.Create(session, server);
                    _made.Add(server, made);
                }

                session.Runspace.SessionStateProxy.SetVariable("a", made.Sandbox);
                return new ServerSeat(session, made.Sandbox);
            }
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var made in _made.Values.ToList())
        {
            made.Dispose();
        }
    }
}
