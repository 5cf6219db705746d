using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Configuration;

/// <summary>A running server's settings beside those of its option file: what differs, and what can be brought into force without a restart.</summary>
internal sealed class LiveSettings
{
    private readonly ServerSession _session;
    private readonly IReadOnlyDictionary<string, string> _persisted;
    private readonly List<SqlStatement> _changed = [];

    private LiveSettings(ServerSession session, ServerFacts facts, IReadOnlyDictionary<string, string> persisted)
    {
        _session = session;
        Facts = facts;
        _persisted = persisted;
    }

    /// <summary>How it runs.</summary>
    public ServerFacts Facts { get; }

    /// <summary>Whether a change of what a session takes over at its beginning is among the steps.</summary>
    public bool LeavesOlderSessions { get; private set; }

    /// <summary>Reads what the server keeps by SET PERSIST; a login that may not see it sees none.</summary>
    public static async Task<LiveSettings> ReadAsync(ServerSession session, ServerFacts facts, CancellationToken cancellationToken)
    {
        var persisted = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (session.Capabilities.HasPersistedVariables)
        {
            try
            {
                foreach (var row in await session.Connection.QueryAsync(SettingWords.Persisted, cancellationToken).ConfigureAwait(false))
                {
                    persisted[Text(row, 0)] = Text(row, 1);
                }
            }
            catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
            {
                // Then nobody can say; null is what the result shows.
            }
        }

        return new LiveSettings(session, facts, persisted);
    }

    /// <summary>The canonical value that runs; null when the server shows none.</summary>
    public string? Running(OptionDefinition option)
        => Facts.Text(option.Variables.ToArray()) is { Length: > 0 } text ? OptionValues.Canonical(option, text) : null;

    /// <summary>The canonical value that SET PERSIST keeps; null when none.</summary>
    public string? Persisted(OptionDefinition option)
    {
        foreach (var name in option.Variables)
        {
            if (_persisted.TryGetValue(name, out var value))
            {
                return OptionValues.Canonical(option, value);
            }
        }

        return null;
    }

    /// <summary>Adds the statements that bring what was asked for into force now.</summary>
    public void AddSteps(PlanBuilder builder, IEnumerable<OptionWish> wishes)
    {
        foreach (var wish in wishes)
        {
            var option = wish.Option;
            if (wish.Value is null || option.Reach == OptionReach.Restart)
            {
                Forget(builder, wish);
                continue;
            }

            var wanted = OptionValues.Canonical(option, wish.Value!);
            var keeps = _session.Capabilities.HasPersistedVariables;
            if (Running(option) is not { } running || (running == wanted && (Persisted(option) is not { } kept || kept == wanted)))
            {
                continue;
            }

            var variable = option.VariableFor(_session.Capabilities);
            var statement = keeps ? SettingWords.SetPersist(variable, wanted) : SettingWords.SetGlobal(variable, wanted);
            SqlStatement[] back = !keeps ? [SettingWords.SetGlobal(variable, running)]
                : Persisted(option) is { } before ? [SettingWords.SetPersist(variable, before), SettingWords.SetGlobal(variable, running)]
                : [SettingWords.ResetPersist(variable), SettingWords.SetGlobal(variable, running)];
            builder.Statement(
                _session,
                statement,
                variable + " is " + running + " now; this brings it into force without a restart" + (option.Reach == OptionReach.NewSessions ? ", for sessions that begin from now on" : string.Empty),
                UndoAction.OnServer(_session, back),
                async _ =>
                {
                    foreach (var one in back)
                    {
                        await _session.Connection.ExecuteAsync(one, CancellationToken.None).ConfigureAwait(false);
                    }
                });
            _changed.Add(statement);
            LeavesOlderSessions |= option.Reach == OptionReach.NewSessions && running != wanted;
        }
    }

    // What SET PERSIST keeps goes before every file: a line that is set or taken out there would never count.
    private void Forget(PlanBuilder builder, OptionWish wish)
    {
        if (Persisted(wish.Option) is not { } kept || (wish.Value is { } value && OptionValues.Canonical(wish.Option, value) == kept))
        {
            return;
        }

        var variable = wish.Option.VariableFor(_session.Capabilities);
        var back = SettingWords.SetPersistOnly(variable, kept);
        builder.Statement(
            _session,
            SettingWords.ResetPersist(variable),
            "the server keeps " + kept + " by SET PERSIST, which goes before every file",
            UndoAction.OnServer(_session, back),
            async _ => await _session.Connection.ExecuteAsync(back, CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>Where each running value comes from: "SQL" or "DYNAMIC" is set by hand; with the option file where the server names one. Empty where it does not tell (5.6, or without the right).</summary>
    public async Task<IReadOnlyDictionary<string, (string Origin, string? File)>> OriginsAsync(CancellationToken cancellationToken)
    {
        var origins = new Dictionary<string, (string, string?)>(StringComparer.OrdinalIgnoreCase);
        if (SettingWords.Origins(_session.Capabilities) is not { } statement)
        {
            return origins;
        }

        try
        {
            foreach (var row in await _session.Connection.QueryAsync(statement, cancellationToken).ConfigureAwait(false))
            {
                origins[Text(row, 0)] = (Text(row, 1).ToUpperInvariant(), Text(row, 2) is { Length: > 0 } file ? file : null);
            }
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            // Then nobody can say where a value comes from.
        }

        return origins;
    }

    /// <summary>The option file, on the server's own machine, that most of its values come from; null where it does not tell and is no sandbox.</summary>
    public async Task<string?> OptionFileAsync(CancellationToken cancellationToken)
        => (await OriginsAsync(cancellationToken).ConfigureAwait(false)).Values
            .Select(o => o.File)
            .Where(f => f is not null && !f.EndsWith("mysqld-auto.cnf", StringComparison.Ordinal))
            .GroupBy(f => f, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .FirstOrDefault()?.Key ?? RestartTarget.SandboxOf(null, _session.Server)?.OptionFile;

    /// <summary>Whether the running server differs from the file; null when that cannot be told.</summary>
    public bool? Differs(OptionFileView file, OptionDefinition option) => MyCnfReport.Differs(Facts, file, option);

    /// <summary>Sessions of clients that began before now: "41 app@10.0.0.7:51000 (shop), for 3600 s".</summary>
    public async Task<IReadOnlyList<string>> OlderSessionsAsync(CancellationToken cancellationToken)
    {
        var own = Convert.ToString(await _session.Connection.ScalarAsync(SettingWords.OwnSession, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        var rows = await _session.Connection.QueryAsync(SettingWords.Sessions, cancellationToken).ConfigureAwait(false);
        return rows
            .Where(r => r.Text("Id") != own && !(long.TryParse(r.Text("Id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ConnectionPools.IsOwn(_session.Server.Address, id)) && r.Text("User") is not ("system user" or "event_scheduler") && !(r.Text("Command") ?? string.Empty).StartsWith("Binlog Dump", StringComparison.Ordinal))
            .Select(r => r.Text("Id") + " " + r.Text("User") + "@" + r.Text("Host") + (r.Text("db") is { Length: > 0 } db ? " (" + db + ")" : string.Empty) + ", " + r.Text("Command") + " for " + r.Text("Time") + " s")
            .ToList();
    }

    private static string Text(RawRow row, int column) => Convert.ToString(row[column].Value, CultureInfo.InvariantCulture) ?? string.Empty;
}
