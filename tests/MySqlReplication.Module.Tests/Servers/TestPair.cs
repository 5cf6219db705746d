using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>
/// Two sandboxes of one server with distinct ids, ports and uuids, as $a and $b of the session too; gone when disposed.
/// One alone: <see cref="TestSandbox"/>.
/// </summary>
public sealed class TestPair : IDisposable
{
    private readonly TestSandbox[] _both;

    private TestPair(params TestSandbox[] both) => _both = both;

    public ReplicationSandbox A => _both[0].Sandbox;

    public ReplicationSandbox B => _both[1].Sandbox;

    /// <summary>Makes them; with two sets of options the second is B's; with TLS one authority signs both certificates; B may be of another server.</summary>
    public static TestPair Create(ModuleSession session, string server, IDictionary? options = null, IDictionary? optionsOfB = null, bool tls = false, string? serverOfB = null)
    {
        TestSandbox[] both = [];
        try
        {
            if (optionsOfB is null && serverOfB is null)
            {
                both = TestSandbox.CreateMany(session, server, 2, options, tls);
            }
            else
            {
                both = TestSandbox.CreateMany(session, server, 1, options);
                both = [.. both, .. TestSandbox.CreateMany(session, serverOfB ?? server, 1, optionsOfB)];
            }

            session.Runspace.SessionStateProxy.SetVariable("a", both[0].Sandbox);
            session.Runspace.SessionStateProxy.SetVariable("b", both[1].Sandbox);
            return new TestPair(both);
        }
        catch
        {
            Dispose(both);
            throw;
        }
    }

    public void Dispose() => Dispose(_both);

    private static void Dispose(IEnumerable<TestSandbox> sandboxes)
    {
        foreach (var sandbox in sandboxes.ToList())
        {
            sandbox.Dispose();
        }
    }
}
