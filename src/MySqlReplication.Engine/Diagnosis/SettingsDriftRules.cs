using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Where a running server, what it keeps by SET PERSIST, and its option files say different things.</summary>
internal static class SettingsDriftRules
{
    /// <summary>All of them, in the order of the catalogue.</summary>
    /// <param name="file">What the files say, with the server that runs.</param>
    /// <param name="view">The same files, line by line.</param>
    /// <param name="live">How it runs.</param>
    /// <param name="origins">Where running values come from; empty when the server does not tell.</param>
    public static IEnumerable<ReplicationFinding> Of(ServerSettings file, OptionFileView view, LiveSettings live, IReadOnlyDictionary<string, (string Origin, string? File)> origins)
    {
        foreach (var option in OptionCatalogue.All.Where(o => o.Kind != OptionKind.List && (file.Capabilities is null || o.IsKnownTo(file.Capabilities))))
        {
            var origin = option.Variables.Select(v => origins.TryGetValue(v, out var found) ? found : default).FirstOrDefault(o => o.Origin is not null);
            var finding = view.InForce(option) is null ? OfNoLine(file, view, option, live, origin) : OfLine(file, view, option, live, origin);
            if (finding is not null)
            {
                yield return finding;
            }
        }
    }

    private static ReplicationFinding? OfLine(ServerSettings file, OptionFileView view, OptionDefinition option, LiveSettings live, (string Origin, string? File) origin)
    {
        if (live.Persisted(option) is { } kept && view.Value(option) is { } written && kept != written)
        {
            return SettingsRules.Finding(
                file, option, "PersistedOverridesFile", FindingSeverity.Warning,
                "The server keeps " + kept + " by SET PERSIST, which goes before every file: the line is not in force, also not after a restart."
                    + (option.Reach == OptionReach.Restart ? string.Empty : " To leave it to the file: " + Reset(file, option)),
                option.Reach != OptionReach.Restart && OptionParameter.Of(option, written) is { } parameter ? file.SetCommand(parameter)
                    : Reset(file, option) + "; Restart-ReplicationServer " + CommandText.Server(file.Server!));
        }

        return live.Differs(view, option) != true ? null : SettingsRules.Finding(
            file, option, "FileNotInForce", FindingSeverity.Warning,
            "The server runs with " + Shown(live, option) + From(origin) + ". After its next start it runs as the file says."
                + (live.Running(option) is { } running && OptionParameter.Of(option, running) is { } right ? " If the running value is the right one: " + file.SetCommand(right) : string.Empty),
            view.Value(option) is { } asked && option.Reach != OptionReach.Restart && OptionParameter.Of(option, asked) is { } now ? file.SetCommand(now) : "Restart-ReplicationServer " + CommandText.Server(file.Server!));
    }

    // Without a line the server's default comes back at the next start.
    private static ReplicationFinding? OfNoLine(ServerSettings file, OptionFileView view, OptionDefinition option, LiveSettings live, (string Origin, string? File) origin)
    {
        if (live.Running(option) is not { } running || live.Persisted(option) is not null)
        {
            return null;
        }

        var byHand = origin.Origin is "SQL" or "DYNAMIC";
        var isOther = file.Capabilities is { } server && option.Default(server) is { } usual && usual != running;
        var elsewhere = origin.File is not null || origin.Origin is "CONFIG" or "COMMAND-LINE" or "COMMAND_LINE" or "GLOBAL" or "EXPLICIT" or "SERVER" or "EXTRA" or "USER";
        return !isOther || (origin.Origin is not null && !byHand && !elsewhere) ? null
            : origin.File is { } path && (path.EndsWith("mysqld-auto.cnf", StringComparison.Ordinal) || view.Read.Documents.Any(d => Path.GetFullPath(d.Path) == path))
            ? SettingsRules.Finding(
                file, option, "FileNotInForce", FindingSeverity.Warning,
                "The server runs with " + running + ", which it read in " + path + " when it started; the line is not there any more. After its next start the server's own value counts.",
                "Restart-ReplicationServer " + CommandText.Server(file.Server!))
            : elsewhere
            ? SettingsRules.Finding(
                file, option, "SetElsewhere", FindingSeverity.Information,
                "The server runs with " + running + From(origin) + ", not by the files that were looked at.",
                origin.File is null ? null : "Get-MyCnfReplication " + CommandText.Quoted(origin.File))
            : SettingsRules.Finding(
                file, option, "RunningNotInFile", FindingSeverity.Warning,
                "The server runs with " + OptionText.ToPeople(running) + (byHand ? ", set by hand" : string.Empty) + ": that is lost at its next start.",
                OptionParameter.Of(option, running) is { } parameter ? file.SetCommand(parameter) : null);
    }

    private static string Reset(ServerSettings file, OptionDefinition option)
        => "Invoke-ReplicationQuery " + CommandText.Server(file.Server!) + " -Query 'RESET PERSIST " + option.VariableFor(file.Capabilities!) + "'";

    private static string Shown(LiveSettings live, OptionDefinition option)
        => option == OptionCatalogue.LogBin && !live.Facts.LogBin ? "no binary log"
            : live.Facts.Text(option == OptionCatalogue.LogBin ? ["log_bin_basename"] : option.Variables.ToArray()) ?? string.Empty;

    private static string From((string Origin, string? File) origin) => origin.File is not null ? ", which comes from " + origin.File
        : origin.Origin is "SQL" or "DYNAMIC" ? ", set by hand"
        : origin.Origin is "COMMAND-LINE" or "COMMAND_LINE" ? ", given on its command line"
        : string.Empty;
}
