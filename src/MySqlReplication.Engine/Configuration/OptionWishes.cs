using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What is to be written: first what was asked for by name, then what a role adds. Checked before any file is touched.</summary>
internal sealed class OptionWishes
{
    private const long HighestServerId = 4294967295;
    private const int HighestIncrement = 65535;
    private readonly Dictionary<OptionDefinition, OptionWish> _wishes = [];
    private readonly List<MyCnfNotSet> _notSet = [];
    private readonly List<string> _decisions = [];

    private OptionWishes()
    {
    }

    /// <summary>The options to set, in the order in which they are written.</summary>
    public IEnumerable<OptionWish> InOrder => OptionCatalogue.All.Where(_wishes.ContainsKey).Select(o => _wishes[o]);

    public IReadOnlyList<MyCnfNotSet> NotSet => _notSet;

    public IReadOnlyList<string> Decisions => _decisions;

    /// <summary>Takes the parameters over.</summary>
    /// <exception cref="ReplicationException">OptionValueInvalid, OptionValueOutOfRange, DatabaseNameHasComma, TableNameInvalid, OptionNotKnown, OptionSetAndRemoved, AutoIncrementOffsetTooLarge, PairMemberIncomplete, PairMemberOutOfRange, NoOptionGiven.</exception>
    public static OptionWishes Of(MyCnfSettings asked)
    {
        var wishes = new OptionWishes();
        var file = asked.OptionFile;
        wishes.Number(OptionCatalogue.ServerId, asked.ServerId, 1, HighestServerId, file);
        wishes.Text(OptionCatalogue.ReportHost, asked.ReportHost, file);
        wishes.Name(OptionCatalogue.LogBin, asked.LogBin, file);
        wishes.Flag(OptionCatalogue.LogReplicaUpdates, asked.LogReplicaUpdates);
        wishes.Text(OptionCatalogue.BinlogFormat, asked.BinlogFormat, file);
        wishes.Number(OptionCatalogue.SyncBinlog, asked.SyncBinlog, 0, HighestServerId, file);
        wishes.Names(OptionCatalogue.BinlogDoDb, asked.BinlogDoDb, file);
        wishes.Names(OptionCatalogue.BinlogIgnoreDb, asked.BinlogIgnoreDb, file);
        wishes.Text(OptionCatalogue.GtidMode, asked.GtidMode, file);
        wishes.Text(OptionCatalogue.EnforceGtidConsistency, asked.EnforceGtidConsistency, file);
        wishes.Number(OptionCatalogue.GtidDomainId, asked.GtidDomainId, 0, HighestServerId, file);
        wishes.Flag(OptionCatalogue.GtidStrictMode, asked.GtidStrictMode);
        wishes.Name(OptionCatalogue.RelayLog, asked.RelayLog, file);
        wishes.Flag(OptionCatalogue.RelayLogRecovery, asked.RelayLogRecovery);
        wishes.Text(OptionCatalogue.MasterInfoRepository, asked.MasterInfoRepository, file);
        wishes.Text(OptionCatalogue.RelayLogInfoRepository, asked.RelayLogInfoRepository, file);
        wishes.Flag(OptionCatalogue.SkipReplicaStart, asked.SkipReplicaStart);
        wishes.Names(OptionCatalogue.ReplicateDoDb, asked.ReplicateDoDb, file);
        wishes.Names(OptionCatalogue.ReplicateIgnoreDb, asked.ReplicateIgnoreDb, file);
        wishes.Tables(OptionCatalogue.ReplicateDoTable, asked.ReplicateDoTable, file);
        wishes.Tables(OptionCatalogue.ReplicateIgnoreTable, asked.ReplicateIgnoreTable, file);
        wishes.Tables(OptionCatalogue.ReplicateWildDoTable, asked.ReplicateWildDoTable, file);
        wishes.Tables(OptionCatalogue.ReplicateWildIgnoreTable, asked.ReplicateWildIgnoreTable, file);
        wishes.Flag(OptionCatalogue.ReadOnly, asked.ReadOnly);
        wishes.Flag(OptionCatalogue.SuperReadOnly, asked.SuperReadOnly);
        wishes.Number(OptionCatalogue.AutoIncrementIncrement, asked.AutoIncrementIncrement, 1, HighestIncrement, file);
        wishes.Number(OptionCatalogue.AutoIncrementOffset, asked.AutoIncrementOffset, 1, HighestIncrement, file);
        wishes.Number(OptionCatalogue.FlushLogAtCommit, asked.FlushLogAtCommit, 0, 2, file);
        if (asked.Doublewrite is { } on)
        {
            wishes.Add(OptionCatalogue.Doublewrite, on ? "ON" : "OFF");
        }

        wishes.Removals(asked.Remove, file);
        Check(asked, wishes);
        return wishes;
    }

    /// <summary>Adds what is spelt otherwise on each server, and refuses what the server does not start with.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="server">What the server can; null when it is not known.</param>
    /// <exception cref="ReplicationException">ServerVersionNeeded, OptionNotOnServer, OptionValueOutOfRange.</exception>
    public void Fit(MyCnfSettings asked, Capabilities? server)
    {
        foreach (var wish in _wishes.Values)
        {
            if (server is not null && !wish.IsRemoval && !wish.Option.IsKnownTo(server))
            {
                throw ConfigurationFailures.NotOnServer(wish.Option.Name, asked.OptionFile);
            }
        }

        if (asked.BinlogExpiry is { } expiry)
        {
            AddExpiry(expiry, server ?? throw ConfigurationFailures.VersionNeeded("-BinlogExpiry", asked.OptionFile), asked.OptionFile);
        }

        if (asked.SemiSync is { } semi)
        {
            AddSemiSync(semi, server ?? throw ConfigurationFailures.VersionNeeded("-SemiSync", asked.OptionFile));
        }
    }

    // Both options name one thing; a line of the other one would speak against it.
    private void AddExpiry(TimeSpan expiry, Capabilities server, string file)
    {
        if (expiry < TimeSpan.Zero || expiry.TotalDays > 99)
        {
            throw ConfigurationFailures.ExpiryOutOfRange(expiry, file);
        }

        if (server.HasBinlogExpireSeconds)
        {
            Add(OptionCatalogue.BinlogExpireSeconds, ((long)expiry.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            if (server.TakesExpireLogsDays)
            {
                _wishes[OptionCatalogue.ExpireLogsDays] = new OptionWish(OptionCatalogue.ExpireLogsDays, null);
            }
        }
        else
        {
            Add(OptionCatalogue.ExpireLogsDays, ((long)Math.Ceiling(expiry.TotalDays)).ToString(CultureInfo.InvariantCulture));
        }
    }

    private void AddSemiSync(bool on, Capabilities server)
    {
        if (on && !server.HasSemiSyncBuiltIn)
        {
            string[] plugins = server.HasSemiSyncSourceNames ? ["semisync_source.so", "semisync_replica.so"] : ["semisync_master.so", "semisync_slave.so"];
            _wishes[OptionCatalogue.PluginLoadAdd] = new OptionWish(OptionCatalogue.PluginLoadAdd, null, plugins) { KeepOthers = true };
        }

        Add(server.HasSemiSyncSourceNames ? OptionCatalogue.SemiSyncSourceNew : OptionCatalogue.SemiSyncSource, on ? "1" : "0");
        Add(server.HasSemiSyncSourceNames ? OptionCatalogue.SemiSyncReplicaNew : OptionCatalogue.SemiSyncReplica, on ? "1" : "0");
    }

    /// <summary>Whether the option was asked for.</summary>
    public bool Has(OptionDefinition option) => _wishes.ContainsKey(option);

    /// <summary>Adds what a role wants, unless it was asked for by name.</summary>
    public void Add(OptionDefinition option, string value)
    {
        if (!Has(option))
        {
            _wishes.Add(option, new OptionWish(option, value));
        }
    }

    public void Refuse(OptionDefinition option, string value, string reason)
        => _notSet.Add(new MyCnfNotSet { Name = option.Name, Value = value, Reason = reason });

    public void Decide(string sentence) => _decisions.Add(sentence);

    private static void Check(MyCnfSettings asked, OptionWishes wishes)
    {
        if (asked.AutoIncrementOffset is { } offset && asked.AutoIncrementIncrement is { } increment && offset > increment)
        {
            throw ConfigurationFailures.OffsetTooLarge(offset, increment, asked.OptionFile);
        }

        if (asked.Role is null != asked.Node is null || asked.Role is null != asked.Of is null)
        {
            throw ConfigurationFailures.MemberIncomplete(asked.OptionFile);
        }

        if (asked.Node is { } node && asked.Of is { } of && (of is < 2 or > HighestIncrement || node < 1 || node > of))
        {
            throw ConfigurationFailures.MemberOutOfRange(node, of, asked.OptionFile);
        }

        if (asked.Role is null && wishes._wishes.Count == 0 && asked.BinlogExpiry is null && asked.SemiSync is null)
        {
            throw ConfigurationFailures.NoOption(asked.OptionFile);
        }
    }

    private static string Checked(OptionDefinition option, string value, string file)
    {
        if (value.Length == 0)
        {
            throw ConfigurationFailures.ValueEmpty(option.Name, file);
        }

        foreach (var c in value)
        {
            if (char.IsControl(c))
            {
                throw ConfigurationFailures.ValueHasControl(option.Name, c, file);
            }
        }

        string text;
        try
        {
            text = OptionText.OfPeople(value);
        }
        catch (EncoderFallbackException)
        {
            throw ConfigurationFailures.ValueNotText(option.Name, file);
        }

        // Half of the limit leaves room for protected characters, the name and a comment.
        return text.Length > OptionLineSyntax.LongestLine / 2 ? throw ConfigurationFailures.ValueTooLong(option.Name, file) : text;
    }

    private void Number(OptionDefinition option, long? value, long lowest, long highest, string file)
    {
        if (value is { } number)
        {
            Add(option, number >= lowest && number <= highest
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw ConfigurationFailures.OutOfRange(option.Name, number, lowest, highest, file));
        }
    }

    private void Flag(OptionDefinition option, bool? value)
    {
        if (value is { } on)
        {
            Add(option, on ? "1" : "0");
        }
    }

    private void Text(OptionDefinition option, string? value, string file)
    {
        if (value is not null)
        {
            Add(option, Checked(option, value, file));
        }
    }

    private void Name(OptionDefinition option, string? value, string file)
    {
        if (value is null)
        {
            return;
        }

        Add(option, value.ToUpperInvariant() is "0" or "1" or "ON" or "OFF" or "TRUE" or "FALSE" or "YES" or "NO"
            ? throw ConfigurationFailures.ValueIsNoName(option.Name, value, file)
            : Checked(option, value, file));
    }

    private void Names(OptionDefinition option, IReadOnlyList<string>? values, string file)
    {
        if (values is not null)
        {
            _wishes.Add(option, new OptionWish(option, null, values.Select(v => v.IndexOf(',') >= 0
                ? throw ConfigurationFailures.NameHasComma(option.Name, v, file)
                : Checked(option, v, file)).ToList()));
        }
    }

    // Measured: without the dot no server starts ("Could not add ... table rule").
    private void Tables(OptionDefinition option, IReadOnlyList<string>? values, string file)
    {
        Names(option, values, file);
        if (values?.FirstOrDefault(v => v.IndexOf('.') is var dot && (dot <= 0 || dot == v.Length - 1)) is { } wrong)
        {
            throw ConfigurationFailures.NoTableName(option.Name, wrong, file);
        }
    }

    private void Removals(IReadOnlyList<string>? names, string file)
    {
        foreach (var name in names ?? [])
        {
            var full = name.Trim().Replace('_', '-').ToLowerInvariant();
            var option = OptionCatalogue.All.FirstOrDefault(o => o.Name == full || o.NewName == full) ?? throw ConfigurationFailures.OptionNotKnown(name, file);
            if (Has(option) && !_wishes[option].IsRemoval)
            {
                throw ConfigurationFailures.SetAndRemoved(option.Name, file);
            }

            _wishes[option] = new OptionWish(option, null);
        }
    }
}
