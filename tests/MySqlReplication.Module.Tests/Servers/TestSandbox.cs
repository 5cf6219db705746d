using System;
using System.Collections;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>One sandbox of a test, gone when disposed (by a session of its own: the test's may be busy or broken).</summary>
public sealed class TestSandbox : IDisposable
{
    private TestSandbox(ReplicationSandbox sandbox) => Sandbox = sandbox;

    /// <summary>As it was when it was made.</summary>
    public ReplicationSandbox Sandbox { get; }

    /// <summary>Makes one, as $a of the session too.</summary>
    public static TestSandbox Create(ModuleSession session, string server, IDictionary? options = null)
    {
        var made = CreateMany(session, server, 1, options)[0];
        session.Runspace.SessionStateProxy.SetVariable("a", made.Sandbox);
        return made;
    }

    /// <summary>The one that a script makes, as $a of the session or under another name.</summary>
    public static TestSandbox Of(ModuleSession session, string script, string variable = "a")
    {
        var made = new TestSandbox((ReplicationSandbox)session.Run(script).Single.BaseObject);
        session.Runspace.SessionStateProxy.SetVariable(variable, made.Sandbox);
        return made;
    }

    /// <summary>Makes several at once.</summary>
    public static TestSandbox[] CreateMany(ModuleSession session, string server, int count, IDictionary? options = null, bool tls = false)
        => session.Run(
                "New-ReplicationSandbox -Name $testName -Count $testCount -ServerDirectory $testDirectory -Option $testOptions -Tls:$testTls -TimeoutSeconds 120",
                ("testName", NewName()),
                ("testCount", count),
                ("testDirectory", TestServers.DirectoryOf(server)),
                ("testOptions", options ?? new Hashtable()),
                ("testTls", tls))
            .ThrowOnError().Output
            .Select(o => new TestSandbox((ReplicationSandbox)o.BaseObject))
            .ToArray();

    /// <summary>A name that no other test has; from here on this process and those it starts keep their sandboxes in the run's own state directory.</summary>
    public static string NewName()
    {
        _ = StateFolder.Path;
        return "t" + Guid.NewGuid().ToString("N")[..10] + "-";
    }

    public void Dispose()
    {
        using var session = new ModuleSession();
        var left = session.Run("Get-ReplicationSandbox ($name + '*') | Remove-ReplicationSandbox", ("name", Sandbox.Name));
        left.ThrowOnError();
    }
}
