using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using MySqlReplication.Servers;

namespace MySqlReplication.Binding;

/// <summary>
/// The servers that this runspace has spoken to: their addresses for completion, and the login last used for each, for commands
/// that have to ask a second server which is known by its address only. Nothing is asked of anybody.
/// </summary>
internal static class KnownServers
{
    private static readonly ConditionalWeakTable<Runspace, Dictionary<string, ServerReference>> Sessions = new();

    public static void Remember(ServerReference server)
    {
        if (Here() is { } known)
        {
            lock (known)
            {
                if (server.HasCredential || !known.ContainsKey(server.ToString()))
                {
                    known[server.ToString()] = server;
                }
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
            return known.Keys.OrderBy(s => s, StringComparer.OrdinalIgnoreCase).ToList();
        }
    }

    /// <summary>Those whose login is known. Asked for on the pipeline's own thread.</summary>
    public static IReadOnlyList<ServerReference> WithLogin()
    {
        if (Here() is not { } known)
        {
            return [];
        }

        lock (known)
        {
            return known.Values.Where(s => s.HasCredential).ToList();
        }
    }

    private static Dictionary<string, ServerReference>? Here() => Runspace.DefaultRunspace is { } runspace
        ? Sessions.GetValue(runspace, static _ => new Dictionary<string, ServerReference>(StringComparer.OrdinalIgnoreCase))
        : null;
}
