using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MySqlReplication.Configuration;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What stands in the file after all, read from the file again.</summary>
internal static class MyCnfReport
{
    /// <summary>Each option that was asked for: what was in force, and what is now.</summary>
    public static IReadOnlyList<MyCnfOption> Options(OptionFileEditor edited, OptionFileView now, IEnumerable<OptionWish> wishes, LiveSettings? live)
        => wishes.SelectMany(w => w.Option.Kind == OptionKind.List ? Lines(edited, now, w.Option) : Single(edited, now, w, live)).ToList();

    /// <summary>Whether the running server has another value than the file; null when that cannot be told.</summary>
    public static bool? Differs(ServerFacts facts, OptionFileView now, OptionDefinition option)
    {
        if (option.Kind == OptionKind.List || now.InForce(option) is not { } line || OptionValues.Of(option, line.Line) is not { } value)
        {
            return null;
        }

        if (option == OptionCatalogue.LogBin && facts.Flag("log_bin") == false)
        {
            return true;
        }

        var running = option == OptionCatalogue.LogBin ? facts.Text("log_bin_basename") : facts.Text(option.Variables.ToArray());
        if (running is null || (option.Kind == OptionKind.Text && value.Length == 0))
        {
            return null;
        }

        return option == OptionCatalogue.LogBin ? !OptionValues.IsSameLogName(value, running)
            : option.Kind == OptionKind.Text
            ? !string.Equals(Path.GetFileName(running), Path.GetFileName(OptionText.ToPeople(value)), StringComparison.Ordinal)
            : OptionValues.Canonical(option, running) != value;
    }

    private static IEnumerable<MyCnfOption> Single(OptionFileEditor edited, OptionFileView now, OptionWish wish, LiveSettings? live)
    {
        var option = wish.Option;
        var before = edited.Before.InForce(option);
        var after = now.InForce(option);
        if ((after ?? before) is not { } place)
        {
            yield break;
        }

        yield return new MyCnfOption
        {
            Name = OptionText.ToPeople(place.Line.Name!.Spelt),
            Before = before is null ? null : OptionValues.Shown(option, before.Line),
            After = after is null ? null : OptionValues.Shown(option, after.Line),
            Changed = edited.Edits.Any(e => e.Option == option && e.IsChange),
            Group = OptionText.ToPeople(place.Line.Group ?? string.Empty),
            OptionFile = place.Document.Path,
            Line = after?.Number,
            Running = live?.Facts.Text(option.Variables.ToArray()),
            Persisted = live?.Persisted(option),
            RestartRequired = live is null || wish.Value is null ? null : MyCnfReport.Differs(live.Facts, now, option),
        };
    }

    private static IEnumerable<MyCnfOption> Lines(OptionFileEditor edited, OptionFileView now, OptionDefinition option)
    {
        var changed = edited.Edits.Where(e => e.Option == option).ToList();
        foreach (var gone in changed.Where(e => e.After is null))
        {
            yield return Of(gone.Before!, gone.Before, null, true, null);
        }

        foreach (var setting in now.Settings(option))
        {
            var edit = changed.FirstOrDefault(e => e.After is not null && e.Document.Path == setting.Document.Path && edited.NumberOf(e.Document, e.After) == setting.Number);
            yield return Of(setting, edit is null ? setting : edit.Before, setting, edit?.IsChange ?? false, setting.Number);
        }

        MyCnfOption Of(OptionOccurrence place, OptionOccurrence? before, OptionOccurrence? after, bool isChange, int? line) => new()
        {
            Name = OptionText.ToPeople(place.Line.Name!.Spelt),
            Before = before is null ? null : OptionValues.Shown(option, before.Line),
            After = after is null ? null : OptionValues.Shown(option, after.Line),
            Changed = isChange,
            Group = OptionText.ToPeople(place.Line.Group!),
            OptionFile = place.Document.Path,
            Line = line,
        };
    }
}
