using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;

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
    /// <exception cref="ReplicationException">OptionValueInvalid, OptionValueOutOfRange, DatabaseNameHasComma, AutoIncrementOffsetTooLarge, PairMemberIncomplete, PairMemberOutOfRange, NoOptionGiven.</exception>
    public static OptionWishes Of(MyCnfSettings asked)
    {
        var wishes = new OptionWishes();
        var file = asked.OptionFile;
        wishes.Number(OptionCatalogue.ServerId, asked.ServerId, HighestServerId, file);
        wishes.Name(OptionCatalogue.LogBin, asked.LogBin, file);
        wishes.Name(OptionCatalogue.RelayLog, asked.RelayLog, file);
        wishes.Names(OptionCatalogue.BinlogDoDb, asked.BinlogDoDb, file);
        wishes.Names(OptionCatalogue.BinlogIgnoreDb, asked.BinlogIgnoreDb, file);
        wishes.Names(OptionCatalogue.ReplicateDoDb, asked.ReplicateDoDb, file);
        wishes.Names(OptionCatalogue.ReplicateIgnoreDb, asked.ReplicateIgnoreDb, file);
        wishes.Number(OptionCatalogue.AutoIncrementIncrement, asked.AutoIncrementIncrement, HighestIncrement, file);
        wishes.Number(OptionCatalogue.AutoIncrementOffset, asked.AutoIncrementOffset, HighestIncrement, file);
        if (asked.LogReplicaUpdates is { } log)
        {
            wishes.Add(OptionCatalogue.LogReplicaUpdates, log ? "1" : "0");
        }

        Check(asked, wishes);
        return wishes;
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

        if (asked.Role is null && wishes._wishes.Count == 0)
        {
            throw ConfigurationFailures.NoOption(asked.OptionFile);
        }
    }

    private static string Text(OptionDefinition option, string value, string file)
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

    private void Number(OptionDefinition option, long? value, long highest, string file)
    {
        if (value is { } number)
        {
            Add(option, number >= 1 && number <= highest
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw ConfigurationFailures.OutOfRange(option.Name, number, highest, file));
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
            : Text(option, value, file));
    }

    private void Names(OptionDefinition option, IReadOnlyList<string>? values, string file)
    {
        if (values is null)
        {
            return;
        }

        var texts = new List<string>();
        foreach (var value in values)
        {
            texts.Add(value.IndexOf(',') >= 0 ? throw ConfigurationFailures.NameHasComma(option.Name, value, file) : Text(option, value, file));
        }

        _wishes.Add(option, new OptionWish(option, null, texts));
    }
}
