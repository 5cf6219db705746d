using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>Entries of a server's error log: from the server where it shows them, else from the file. Changes nothing.</summary>
public static class ReadErrorLog
{
    private static readonly DateTimeOffset Epoch = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads one file.</summary>
    /// <exception cref="ReplicationException">ErrorLogNotFound, ErrorLogNotReadable.</exception>
    public static async Task FromFileAsync(string path, ReadErrorLogRequest request, Func<ErrorLogEvent, Task> take, CancellationToken cancellationToken)
    {
        _ = request ?? throw new ArgumentNullException(nameof(request));
        foreach (var file in request.Rotated ? ErrorLogFile.WithRotated(path) : [path])
        {
            await TakeAsync(ErrorLogParser.Read(ErrorLogFile.Lines(file), file, null, null), request, take, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks a server: its table where it has one, else the file that it names, if that is on this machine.</summary>
    /// <exception cref="ReplicationException">ErrorLogNotReachable, ErrorLogNotAFile, ErrorLogNotReadable, PrivilegeMissing, and those of connecting.</exception>
    public static async Task FromServerAsync(ServerReference server, ReadErrorLogRequest request, Func<ErrorLogEvent, Task> take, OperationContext context, CancellationToken cancellationToken)
    {
        _ = request ?? throw new ArgumentNullException(nameof(request));
        using var session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        if (session.Capabilities.HasErrorLogTable)
        {
            var rows = await session.Connection.QueryAsync(LinkWords.ShowErrorLog, cancellationToken).ConfigureAwait(false);
            await TakeAsync(
                rows.Select(row => ErrorLogParser.OfTable(server, Time(row.Text("logged")), row.Text("level"), row.Text("code"), row.Text("subsystem"), row.Number("thread"), row.Text("text") ?? string.Empty)),
                request,
                take,
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var path = PathOf(session.Facts);
        if (path is null)
        {
            throw ErrorLogFailures.NotAFile(server, session.Facts.Text("log_error") ?? string.Empty);
        }

        if (!IsHere(server, session.Facts) || !File.Exists(path))
        {
            throw ErrorLogFailures.NotReachable(server, path);
        }

        var zone = await session.Connection.ScalarAsync(LinkWords.ShowSystemZone, cancellationToken).ConfigureAwait(false);
        var offset = TimeSpan.FromSeconds(Convert.ToInt64(zone ?? 0, CultureInfo.InvariantCulture));
        foreach (var file in request.Rotated ? ErrorLogFile.WithRotated(path) : [path])
        {
            await TakeAsync(ErrorLogParser.Read(ErrorLogFile.Lines(file), file, server, offset), request, take, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task TakeAsync(IEnumerable<ErrorLogEvent> entries, ReadErrorLogRequest request, Func<ErrorLogEvent, Task> take, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((request.All || ErrorLogParser.IsAboutReplication(entry))
                && !(entry.Time < request.Since)
                && (request.Levels.Count == 0 || request.Levels.Contains(entry.Level)))
            {
                await take(entry).ConfigureAwait(false);
            }
        }
    }

    // A relative name is one in the data directory; an empty one means the service manager's output, "stderr" says so aloud.
    private static string? PathOf(ServerFacts facts)
    {
        var said = facts.Text("log_error") ?? string.Empty;
        if (said.Length == 0 || said.Equals("stderr", StringComparison.OrdinalIgnoreCase) || said.Equals("OFF", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var isRooted = said[0] is '/' or '\\' || (said.Length > 1 && said[1] == ':');
        var folder = facts.Text("datadir") ?? string.Empty;
        return isRooted ? said : folder + (folder.EndsWith("/", StringComparison.Ordinal) || folder.EndsWith("\\", StringComparison.Ordinal) ? string.Empty : "/") + said;
    }

    // Through a tunnel (of a port or of a socket) or a container's forwarded port another machine's server answers at an address of this one:
    // a file of the same name here would be another server's. So the server has to call itself by this machine's name, and where a data
    // directory as it names it can be looked into, that has to be its own.
    private static bool IsHere(ServerReference server, ServerFacts facts) => (server.Socket is not null || IsAddressHere(server))
        && Dns.GetHostName().Equals(facts.Text("hostname"), StringComparison.OrdinalIgnoreCase)
        && (facts.ServerUuid is not { } own || UuidIn(facts.Text("datadir")) is not { } there || own.Equals(there, StringComparison.OrdinalIgnoreCase));

    // Null where it cannot be read: mostly the directory is closed to all but the server.
    private static string? UuidIn(string? dataDirectory)
    {
        const string Key = "server-uuid=";
        try
        {
            return dataDirectory is null ? null : File.ReadLines(Path.Combine(dataDirectory, "auto.cnf")).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?.Substring(Key.Length).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsAddressHere(ServerReference server) => server.HostName!.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || server.HostName.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(server.HostName, out var address) && IPAddress.IsLoopback(address));

    private static DateTimeOffset? Time(string? seconds) => decimal.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Epoch.AddTicks((long)(number * TimeSpan.TicksPerSecond)) : null;
}
