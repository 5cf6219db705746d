using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>Judges option files and running servers by the shared rules: each by itself, file against server, and all against each other.</summary>
public static class TestMyCnf
{
    /// <summary>Whether these can be read at all; the failure of one file is that file's alone.</summary>
    /// <exception cref="ReplicationException">What reading refuses.</exception>
    public static void Check(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            OptionFileDocument.Parse(OptionFileSnapshot.Read(file).Bytes, file).Checked();
        }
    }

    /// <summary>All findings, those of one server together.</summary>
    /// <param name="subjects">Each server's files, or the server itself, or both.</param>
    /// <param name="longestAbsence">How long a replica may be away.</param>
    /// <param name="context">Where it speaks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<ReplicationFinding>> RunAsync(
        IReadOnlyList<MyCnfSubject> subjects,
        TimeSpan longestAbsence,
        OperationContext context,
        CancellationToken cancellationToken)
    {
        var findings = new List<ReplicationFinding>();
        var judged = new List<ServerSettings>();
        foreach (var subject in subjects)
        {
            try
            {
                judged.Add(await OneAsync(subject, new SettingsCircumstances { LongestAbsence = longestAbsence, FreeServerId = SettingsAcrossRules.FreeServerId(judged) }, findings, context, cancellationToken).ConfigureAwait(false));
            }
            catch (ReplicationException e)
            {
                findings.Add(new ReplicationFinding
                {
                    Id = "SettingsNotRead",
                    Severity = FindingSeverity.Unknown,
                    Server = subject.Server,
                    Subject = subject.Server?.ToString() ?? subject.Files[0],
                    Evidence = e.Message,
                    Reason = "Its settings could not be read, so nothing of it was judged.",
                    Fix = e.RecommendedAction,
                });
            }
        }

        findings.AddRange(SettingsAcrossRules.Of(judged, SettingsAcrossRules.Writable(judged)));
        return findings;
    }

    private static async Task<ServerSettings> OneAsync(MyCnfSubject subject, SettingsCircumstances around, List<ReplicationFinding> findings, OperationContext context, CancellationToken cancellationToken)
    {
        using var session = subject.Server is null ? null : await ServerSession.OpenAsync(subject.Server, context, cancellationToken).ConfigureAwait(false);
        if (session is not null)
        {
            around = around with { IsReplica = await IsReplicaAsync(session, cancellationToken).ConfigureAwait(false), HasReplicas = await BinlogReaders.CountAsync(session, cancellationToken).ConfigureAwait(false) is { } readers ? readers > 0 : null };
        }

        if (subject.Files.Count == 0)
        {
            var alone = await LiveSettings.ReadAsync(session!, session!.Facts, cancellationToken).ConfigureAwait(false);
            var running = ServerSettings.OfRunning(session, await alone.OptionFileAsync(cancellationToken).ConfigureAwait(false));
            findings.AddRange(SettingsRules.Of(running, around));
            return running;
        }

        var (view, ofFile) = ReadMyCnf.View(subject.Files, session?.Version ?? subject.Version, subject.GroupSuffix);
        var settings = ServerSettings.OfFile(view, subject.Files[0], subject.Server);
        findings.AddRange(ofFile);
        var live = session is null ? null : await LiveSettings.ReadAsync(session, session.Facts, cancellationToken).ConfigureAwait(false);
        var effective = live is null ? settings : settings.Under(live);
        findings.AddRange(SettingsRules.Of(effective, around with { VolumeUsed = VolumeUsed(view, session) }));
        if (live is not null)
        {
            var origins = await live.OriginsAsync(cancellationToken).ConfigureAwait(false);
            findings.AddRange(SettingsDriftRules.Of(settings, view, live, origins));
        }

        return effective;
    }

    private static async Task<bool?> IsReplicaAsync(ServerSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.Connection.QueryAsync(session.Dialect.Links.ShowReplicaStatus, cancellationToken).ConfigureAwait(false)).Count > 0;
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.PrivilegeMissing)
        {
            return null;
        }
    }

    // The file lies on this machine, so the server's folders do too.
    private static double? VolumeUsed(OptionFileView view, ServerSession? session)
    {
        var log = session?.Facts.Text("log_bin_basename") is { Length: > 0 } running ? Path.GetDirectoryName(running) : null;
        var written = view.Lines.LastOrDefault(l => l.Line.Name!.Body == "datadir")?.Line.Value;
        var folder = log ?? (written is null ? null : OptionText.ToPeople(written));
        try
        {
            if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
            {
                return null;
            }

            var volume = new DriveInfo(Path.DirectorySeparatorChar == '\\' ? Path.GetPathRoot(Path.GetFullPath(folder))! : folder!);
            return volume.TotalSize > 0 ? 1.0 - ((double)volume.AvailableFreeSpace / volume.TotalSize) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
