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
    public static IReadOnlyList<MyCnfOption> Options(OptionFileEditor edited, OptionFileEditor now, IEnumerable<OptionWish> wishes)
        => wishes.SelectMany(w => w.Values is null ? [Single(edited, now, w.Option)] : Lines(edited, now, w.Option)).ToList();

    /// <summary>Whether the running server has other values than the file: then it has to be restarted. Null when none of them can be told.</summary>
    public static bool? DiffersFrom(ServerFacts facts, OptionFileEditor now, IEnumerable<OptionWish> wishes)
    {
        var answers = wishes.Select(w => Differs(facts, now, w.Option)).ToList();
        return answers.Contains(true) ? true : answers.Contains(false) ? false : null;
    }

    private static bool? Differs(ServerFacts facts, OptionFileEditor now, OptionDefinition option)
    {
        if (option.Kind == OptionKind.List || now.InForce(option) is not { } line || OptionValues.Of(option, line.Line) is not { } value)
        {
            return null;
        }

        if (option == OptionCatalogue.LogBin && facts.Flag("log_bin") == false)
        {
            return true;
        }

        var variable = option == OptionCatalogue.LogBin ? "log_bin_basename" : option.Name.Replace('-', '_');
        var running = facts.Text(variable, (option.NewName ?? option.Name).Replace('-', '_'));
        if (running is null || (option.Kind == OptionKind.Text && value.Length == 0))
        {
            return null;
        }

        return option.Kind == OptionKind.Text
            ? !string.Equals(Path.GetFileName(running), Path.GetFileName(OptionText.ToPeople(value)), StringComparison.Ordinal)
            : OptionValues.Canonical(option, running) != value;
    }

    private static MyCnfOption Single(OptionFileEditor edited, OptionFileEditor now, OptionDefinition option)
    {
        var before = edited.InForce(option);
        var after = now.InForce(option);
        var place = after ?? before;
        return new MyCnfOption
        {
            Name = OptionText.ToPeople(place?.Line.Name!.Spelt ?? option.Name),
            Before = before is null ? null : OptionValues.Shown(option, before.Line),
            After = after is null ? null : OptionValues.Shown(option, after.Line),
            Changed = edited.Edits.Any(e => e.Option == option && e.IsChange),
            Group = OptionText.ToPeople(place?.Line.Group ?? string.Empty),
            OptionFile = place?.Document.Path ?? string.Empty,
            Line = after?.Number,
        };
    }

    private static IEnumerable<MyCnfOption> Lines(OptionFileEditor edited, OptionFileEditor now, OptionDefinition option)
    {
        var changed = edited.Edits.Where(e => e.Option == option).ToList();
        foreach (var gone in changed.Where(e => e.After is null))
        {
            yield return Of(gone.Before!, gone.Before, null, true, null);
        }

        foreach (var setting in now.Settings(option))
        {
            var edit = changed.FirstOrDefault(e => !setting.IsIncluded && e.After is not null && edited.NumberOf(e.After) == setting.Number);
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
