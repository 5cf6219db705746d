using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Servers;

/// <summary>What was read off a server when a session opened: version, account and the variables that replication turns on.</summary>
internal sealed class ServerFacts
{
    private readonly IReadOnlyDictionary<string, string?> _variables;

    private ServerFacts(ServerVersion version, string account, string sqlMode, IReadOnlyDictionary<string, string?> variables)
    {
        Version = version;
        Account = account;
        SqlMode = sqlMode;
        _variables = variables;
    }

    public ServerVersion Version { get; }

    /// <summary>CURRENT_USER(): the account that the server matched.</summary>
    public string Account { get; }

    /// <summary>This session's sql_mode.</summary>
    public string SqlMode { get; }

    public bool NoBackslashEscapes => SqlMode.Split(',').Any(m => m.Equals("NO_BACKSLASH_ESCAPES", StringComparison.OrdinalIgnoreCase));

    public long ServerId => Number("server_id") ?? 0;

    public string? ServerUuid => Text("server_uuid");

    public bool LogBin => Flag("log_bin") ?? false;

    public bool LogReplicaUpdates => Flag("log_replica_updates", "log_slave_updates") ?? false;

    public GtidMode? GtidMode => Text("gtid_mode") switch
    {
        null => null,
        "ON" => MySqlReplication.Servers.GtidMode.On,
        "ON_PERMISSIVE" => MySqlReplication.Servers.GtidMode.OnPermissive,
        "OFF_PERMISSIVE" => MySqlReplication.Servers.GtidMode.OffPermissive,
        _ => MySqlReplication.Servers.GtidMode.Off,
    };

    /// <summary>Reads them with two statements that every server takes, in one round trip where that is possible.</summary>
    /// <param name="connection">The session.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="only">The names of the variables that are wanted, for who asks many servers often; null for all (a thousand on MariaDB).</param>
    public static async Task<ServerFacts> ReadAsync(ServerConnection connection, CancellationToken cancellationToken, IReadOnlyList<string>? only = null)
    {
        var told = await connection.QueryTogetherAsync([VerdictVariables.ShowIdentity, VerdictVariables.Show(only)], cancellationToken).ConfigureAwait(false);
        return Of(connection, told[0][0], told[1]);
    }

    /// <summary>Of what a server answered.</summary>
    /// <param name="connection">The session.</param>
    /// <param name="first">Version, account and sql_mode, and behind them variables under their own names.</param>
    /// <param name="list">More variables, name and value.</param>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">ServerNotSupported.</exception>
    public static ServerFacts Of(ServerConnection connection, RawRow first, IEnumerable<RawRow> list)
    {
        var version = ServerFlavourFailures.Recognise(connection.Server, Words(first[0].Value));
        var variables = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 3; i < first.Count; i++)
        {
            // SHOW has an empty text where SELECT has NULL.
            variables[first[i].Key] = Words(first[i].Value);
        }

        foreach (var row in list)
        {
            variables[Words(row[0].Value)] = Convert.ToString(row[1].Value, CultureInfo.InvariantCulture);
        }

        var facts = new ServerFacts(version, Words(first[1].Value), Words(first[2].Value), variables);
        connection.NoBackslashEscapes = facts.NoBackslashEscapes;
        return facts;
    }

    private static string Words(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>Whether the server has such a global variable.</summary>
    public bool Has(string name) => _variables.ContainsKey(name);

    /// <summary>
    /// What tells this server from every other: server_uuid, or MariaDB's server_uid; null where it has none. MariaDB makes it of the
    /// machine's hardware address, and says "unknown" where there is none, as in a container without a network.
    /// </summary>
    public string? Uid => Text("server_uuid", "server_uid") is { } uid && uid != "unknown" ? uid : null;

    /// <summary>The first of these variables that exists; null when none does.</summary>
    public string? Text(params string[] names)
    {
        foreach (var name in names)
        {
            if (_variables.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return null;
    }

    public long? Number(params string[] names)
        => long.TryParse(Text(names), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool? Flag(params string[] names) => Text(names)?.ToUpperInvariant() switch
    {
        "ON" or "1" or "YES" or "TRUE" => true,
        "OFF" or "0" or "NO" or "FALSE" => false,
        _ => null,
    };
}
