using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What option files say about replication, as a server reads them. Changes nothing.</summary>
public static class ReadMyCnf
{
    /// <summary>The options that this module sets and removes, by the name that every server takes.</summary>
    public static IReadOnlyList<string> OptionNames { get; } = OptionCatalogue.All.Select(o => o.Name).ToList();

    /// <summary>The files that a server reads when it is told none, for each server that is set up on this machine.</summary>
    /// <exception cref="ReplicationException">OptionFileNotFound: there is none.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> DefaultFiles()
    {
        var found = OptionFileLocations.Here.Existing();
        return found.Count > 0 ? found : throw ConfigurationFailures.NoDefaultFiles(OptionFileLocations.Here.Candidates());
    }

    /// <summary>Every line that counts and sets a replication option, in the server's order.</summary>
    /// <param name="files">The files in the order in which the server reads them; includes are followed.</param>
    /// <param name="server">The server that reads them, asked for its version; null when none is.</param>
    /// <param name="version">Its version when it is not asked; null when it is not known.</param>
    /// <param name="groupSuffix">The server's --defaults-group-suffix; empty without.</param>
    /// <param name="context">Where it speaks: what keeps lines from being in force is a warning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ReplicationException">What reading refuses; with a server what logging in can meet.</exception>
    public static async Task<IReadOnlyList<MyCnfSetting>> ReadAsync(
        IReadOnlyList<string> files,
        ServerReference? server,
        ServerVersion? version,
        string groupSuffix,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            using var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
            version = session.Version;
        }

        var (view, findings) = View(files, version, groupSuffix);
        foreach (var finding in findings.Where(f => f.Severity is FindingSeverity.Warning or FindingSeverity.Error))
        {
            context.Warning(finding.Evidence + ". " + finding.Reason + (finding.Fix is null ? string.Empty : " What to do: " + finding.Fix));
        }

        return view.Lines.Select(l => (Line: l, Option: OptionCatalogue.Find(l.Line.Name!, view.Server)))
            .Where(l => l.Option is not null || OptionCatalogue.FamilyOf(l.Line.Line.Name!) is not (OptionFamily.Other or OptionFamily.InnoDb))
            .Select(l => Setting(view, l.Line, l.Option, server))
            .ToList();
    }

    /// <summary>Reads files as a server does. One that everybody may write is passed over, as servers do, with a finding.</summary>
    internal static (OptionFileView View, IReadOnlyList<ReplicationFinding> Findings) View(IReadOnlyList<string> files, ServerVersion? version, string groupSuffix)
    {
        var snapshots = files.Select(OptionFileSnapshot.Read).ToList();
        var documents = snapshots.Where(s => !s.IsWorldWritable).Select(s => OptionFileDocument.Parse(s.Bytes, s.Path).Checked()).ToList();
        var server = version is null ? null : Capabilities.Of(version);
        var view = new OptionFileView(OptionFileReader.Walk(documents, server), OptionGroups.Of(version, groupSuffix), server);
        var findings = MyCnfFindings.Of(snapshots[0], view, []).Concat(snapshots.Skip(1).Where(s => s.IsWorldWritable).Select(MyCnfFindings.WorldWritable));
        return (view, findings.ToList());
    }

    private static MyCnfSetting Setting(OptionFileView view, OptionOccurrence at, OptionDefinition? option, ServerReference? server)
    {
        var name = at.Line.Name!;
        var same = option is not null ? view.Settings(option) : view.Lines.Where(l => l.Line.Name!.Body == name.Body && l.Line.Name.IsMaximum == name.IsMaximum).ToList();
        var isList = option?.Kind == OptionKind.List || (option is null && (name.Body.StartsWith("replicate-", StringComparison.Ordinal) || name.Body == "plugin-load-add"));
        var inForce = isList || ReferenceEquals(same[same.Count - 1], at);
        return new MyCnfSetting
        {
            Server = server,
            Name = option?.NameFor(view.Server) ?? (name.IsMaximum ? name.Full : name.Body),
            Spelling = OptionText.ToPeople(name.Spelt),
            Value = option is { IsSkip: false } && (name.IsNegated || name.IsEnabling) ? OptionValues.Shown(option, at.Line)
                : at.Line.Value is { } value ? OptionFileRedaction.CleanValue(name.Body, value) : null,
            OptionFile = at.Document.Path,
            TopFile = at.TopFile,
            Line = at.Number,
            Group = OptionText.ToPeople(at.Line.Group!),
            InForce = inForce,
            OverriddenBy = inForce ? null : same[same.Count - 1].Place,
            Overrides = isList || !inForce ? [] : same.Take(same.Count - 1).Select(s => s.Place).ToList(),
        };
    }
}
