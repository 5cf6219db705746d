using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>The sandboxes of this user, those of other sessions too.</summary>
public static class ReadSandbox
{
    /// <summary>Their names, in order. Looks at files only.</summary>
    public static IReadOnlyList<string> Names() => SandboxRegistry.All().Select(r => r.Name).ToList();

    /// <summary>One as it stands now.</summary>
    /// <exception cref="ReplicationException">SandboxNotFound.</exception>
    public static ReplicationSandbox Get(string name) => SandboxView.Of(Record(name));

    /// <summary>Whether there is one of that name.</summary>
    /// <exception cref="ReplicationException">SandboxNameInvalid.</exception>
    public static bool Exists(string name)
    {
        SandboxNames.Check(name);
        return SandboxRegistry.Find(name) is not null;
    }

    /// <summary>The record, or the failure that there is none.</summary>
    internal static SandboxRecord Record(string name)
    {
        SandboxNames.Check(name);
        return SandboxRegistry.Find(name) ?? throw SandboxFailures.NotFound(name);
    }
}
