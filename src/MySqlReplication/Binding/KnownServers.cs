using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>The servers that this runspace has spoken to, for completion. Addresses only; nothing is asked of anybody.</summary>
internal static class KnownServers
{
    private static readonly ConditionalWeakTable<Runspace, HashSet<string>> Sessions = new();

    public static void Remember(ServerReference server)
    {
        if (Here() is { } known)
        {
            lock (known)
            {
                known.Add(server.ToString());
            }
        }
    }

    public static void Forget(ServerReference server)
    {
        if (Here() is { } known)
        {
            lock (known)
            {
                known.Remove(server.ToString());
            }
        }
    }

    public static IReadOnlyList<string> All()
    {
        if (Here() is not { } known)
        {
            return [];
        }

        lock (known)
        {
            return known.OrderBy(s => s, StringComparer.OrdinalIgnoreCase).ToList();
        }
    }

    private static HashSet<string>? Here() => Runspace.DefaultRunspace is { } runspace
        ? Sessions.GetValue(runspace, static _ => new HashSet<string>(StringComparer.OrdinalIgnoreCase))
        : null;
}
