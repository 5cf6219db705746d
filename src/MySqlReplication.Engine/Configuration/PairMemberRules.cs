using System;
using System.Globalization;
using System.IO;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// What a writable member of a pair needs in its option file, so that nothing collides and nothing is lost in a crash. What
/// stands in the file already and is right is kept; what was asked for by name goes before all of it.
/// </summary>
internal static class PairMemberRules
{
    /// <summary>Adds the wishes of "-Role MasterMaster -Node n -Of m".</summary>
    /// <param name="wishes">Where they are added.</param>
    /// <param name="node">Which member, from 1.</param>
    /// <param name="of">For how many.</param>
    /// <param name="file">The file as it is.</param>
    /// <param name="server">What its server can; null when it is not known.</param>
    /// <param name="facts">How the server runs; null when it was not asked.</param>
    public static void AddMasterMaster(OptionWishes wishes, int node, int of, OptionFileView file, Capabilities? server, ServerFacts? facts)
    {
        var number = node.ToString(CultureInfo.InvariantCulture);
        AddServerId(wishes, node, of, file, facts);
        AddLogName(wishes, OptionCatalogue.LogBin, file, facts, facts?.LogBin == true ? "log_bin_basename" : null, server?.LogsByDefault == true ? "binlog" : "mysql-bin");
        AddLogName(wishes, OptionCatalogue.RelayLog, file, facts, "relay_log_basename", "mysql-relay-bin");
        wishes.Add(OptionCatalogue.LogReplicaUpdates, "1");
        wishes.Add(OptionCatalogue.AutoIncrementIncrement, of.ToString(CultureInfo.InvariantCulture));
        wishes.Add(OptionCatalogue.AutoIncrementOffset, number);
        AddCrashSafety(wishes, file, server);
        AddFormat(wishes, file, server);
        AddGtid(wishes, number, server);
    }

    /// <summary>Adds what keeps a member from being written to, while it is ready to take over.</summary>
    public static void AddPassive(OptionWishes wishes, Capabilities? server)
    {
        wishes.Add(OptionCatalogue.ReadOnly, "1");
        if (server is null)
        {
            wishes.Refuse(OptionCatalogue.SuperReadOnly, "1", "MySQL from 5.7.8 on has it, others do not start with it, and the version was not given (-Server or -ServerVersion)");
        }
        else if (server.HasSuperReadOnly)
        {
            wishes.Add(OptionCatalogue.SuperReadOnly, "1");
        }
    }

    private static void AddServerId(OptionWishes wishes, int node, int of, OptionFileView file, ServerFacts? facts)
    {
        if (wishes.Has(OptionCatalogue.ServerId))
        {
            return;
        }

        // The number of another node means that the file was copied from that member: keeping it would make two alike.
        bool IsKept(long? id) => id is >= 1 and <= 4294967295 && (id > of || id == node);
        var line = file.InForce(OptionCatalogue.ServerId);
        var written = line is null ? null : OptionValues.Number(OptionValues.Of(OptionCatalogue.ServerId, line.Line) ?? string.Empty);
        var id = IsKept(written) ? written!.Value : line is null && facts is not null && facts.ServerId > 1 && IsKept(facts.ServerId) ? facts.ServerId : node;
        wishes.Add(OptionCatalogue.ServerId, id.ToString(CultureInfo.InvariantCulture));
        if (id != node)
        {
            wishes.Decide(string.Format(CultureInfo.InvariantCulture, "server-id stays {0}, which the {1} has already; it must differ from that of every other member", id, IsKept(written) ? "file" : "server"));
        }
        else if (written is not null && written != node)
        {
            wishes.Decide(string.Format(CultureInfo.InvariantCulture, "server-id {0} becomes {1}: {0} is no number for node {1}", written, node));
        }
    }

    /// <summary>
    /// A log that is named already keeps its name: under another one a running replica does not find its relay log, and the
    /// replicas of a source do not find their place in the binary log.
    /// </summary>
    private static void AddLogName(OptionWishes wishes, OptionDefinition option, OptionFileView file, ServerFacts? facts, string? variable, string name)
    {
        if (wishes.Has(option))
        {
            return;
        }

        var line = file.InForce(option);
        if (line is not null && OptionValues.Of(option, line.Line) is { } kept && (kept.Length > 0 || option == OptionCatalogue.LogBin))
        {
            if (kept.Length == 0)
            {
                wishes.Decide("log-bin stays without a name in " + line.Place + ": the server has named its logs after its host, and a new name would break off what reads them");
            }

            wishes.Add(option, kept);
            return;
        }

        var running = variable is null ? null : facts?.Text(variable);
        if (!string.IsNullOrEmpty(running))
        {
            name = InDataDirectory(running!, facts!.Text("datadir")) ? Path.GetFileName(running!) : running!;
            wishes.Decide(option.Name + " is set to " + name + ", the name that the server uses now, so that nothing is renamed");
        }

        wishes.Add(option, OptionText.OfPeople(name));
    }

    private static void AddCrashSafety(OptionWishes wishes, OptionFileView file, Capabilities? server)
    {
        wishes.Add(OptionCatalogue.FlushLogAtCommit, "1");
        wishes.Add(OptionCatalogue.SyncBinlog, "1");
        wishes.Add(OptionCatalogue.RelayLogRecovery, "1");

        // On by default everywhere (measured), so a line is changed only where one switches it off or down.
        if (file.InForce(OptionCatalogue.Doublewrite) is { } line
            && OptionValues.Of(OptionCatalogue.Doublewrite, line.Line) is "OFF" or "DETECT_ONLY" or "2")
        {
            wishes.Add(OptionCatalogue.Doublewrite, "ON");
        }

        foreach (var repository in new[] { OptionCatalogue.MasterInfoRepository, OptionCatalogue.RelayLogInfoRepository })
        {
            if (server is null)
            {
                wishes.Refuse(repository, "TABLE", "MySQL 5.6 and 5.7 need it to keep their place in a crash, MySQL 8.3 and later do not start with it, and the version was not given (-Server or -ServerVersion)");
            }
            else if (server.DefaultsToInfoFiles || (repository.IsKnownTo(server) && !server.HasMariaDBGtid && IsFile(file, repository)))
            {
                wishes.Add(repository, "TABLE");
            }
        }
    }

    private static void AddFormat(OptionWishes wishes, OptionFileView file, Capabilities? server)
    {
        // Where ROW is the default the option is deprecated: it is written only to mend a line that says otherwise.
        if (server is not { DefaultsToRowFormat: true } || file.InForce(OptionCatalogue.BinlogFormat) is not null)
        {
            wishes.Add(OptionCatalogue.BinlogFormat, "ROW");
        }
    }

    private static void AddGtid(OptionWishes wishes, string node, Capabilities? server)
    {
        if (server is null)
        {
            const string Reason = "MariaDB needs it where links go by GTID, MySQL does not start with it, and the version was not given (-Server or -ServerVersion)";
            wishes.Refuse(OptionCatalogue.GtidDomainId, node, Reason);
            wishes.Refuse(OptionCatalogue.GtidStrictMode, "1", Reason);
        }
        else if (server.HasMariaDBGtid)
        {
            // Strict mode with one domain for two writers stops both appliers with 1950 (measured), so the domain comes with it.
            wishes.Add(OptionCatalogue.GtidDomainId, node);
            wishes.Add(OptionCatalogue.GtidStrictMode, "1");
        }
    }

    private static bool IsFile(OptionFileView file, OptionDefinition repository)
        => file.InForce(repository) is { } line && OptionValues.Of(repository, line.Line) == "FILE";

    private static bool InDataDirectory(string path, string? dataDirectory) => !string.IsNullOrEmpty(dataDirectory)
        && string.Equals((Path.GetDirectoryName(path) ?? string.Empty).TrimEnd('/', '\\'), dataDirectory!.TrimEnd('/', '\\'), StringComparison.Ordinal);
}
