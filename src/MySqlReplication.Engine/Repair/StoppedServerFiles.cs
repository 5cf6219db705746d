using System;
using System.IO;
using System.Linq;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.LogFiles;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Repair;

/// <summary>Where a server that does not run will look for its files, as its option file says.</summary>
internal sealed class StoppedServerFiles
{
    private readonly string? _index;

    private StoppedServerFiles(string optionFile, string dataDirectory, string? relayLog, string? index)
    {
        OptionFile = optionFile;
        DataDirectory = dataDirectory;
        RelayLog = relayLog;
        _index = index;
    }

    public string OptionFile { get; }

    public string DataDirectory { get; }

    /// <summary>Full path of the relay log's base name; null when the option file does not say one.</summary>
    public string? RelayLog { get; }

    /// <summary>The name that applier files begin with: relay-log.info, relay-log-NAME.info.</summary>
    public required string RelayLogInfo { get; init; }

    /// <summary>Full path; null when the option file names none.</summary>
    public string? ProcessIdFile { get; init; }

    /// <summary>Full path; null when the option file names none.</summary>
    public string? Socket { get; init; }

    /// <summary>How clients reach the server once it runs.</summary>
    public required ServerReference Server { get; init; }

    /// <summary>Reads the option file, includes followed.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">NotADataDirectory and what reading an option file refuses.</exception>
    public static StoppedServerFiles Read(StoppedRelayLogRequest request)
    {
        var document = OptionFileDocument.Parse(OptionFileSnapshot.Read(request.OptionFile).Bytes, request.OptionFile).Checked();
        var read = OptionFileReader.Walk(document, server: null);
        string? ValueOf(OptionGroups groups, string option) => read.Occurrences
            .Where(o => groups.Reads(o.Line.Group) && o.Line.Name!.Body == option && !o.Line.Name.IsMaximum && !o.Line.Name.IsNegated)
            .Select(o => o.Line.Value)
            .LastOrDefault(v => !string.IsNullOrEmpty(v)) is { } value ? OptionText.ToPeople(value) : null;

        var directory = request.DataDirectory ?? ValueOf(OptionGroups.Of(null), "datadir") ?? throw RepairFailures.DataDirectoryNotNamed(request.OptionFile);
        directory = Path.GetFullPath(directory);
        if (!Directory.Exists(Path.Combine(directory, "mysql")) && !File.Exists(Path.Combine(directory, "mysql.ibd")))
        {
            throw StoppedServerFailures.NotADataDirectory(directory, "it has no system database 'mysql'");
        }

        var groups = OptionGroups.Of(VersionOf(directory));
        string? PathOf(string option) => ValueOf(groups, option) is { } value ? LogIndex.Resolve(value, directory) : null;
        var port = int.TryParse(ValueOf(groups, "port"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? number
            : ServerAddress.DefaultPort;
        return new StoppedServerFiles(request.OptionFile, directory, PathOf("relay-log") is { } log ? WithoutExtension(log) : null, PathOf("relay-log-index"))
        {
            RelayLogInfo = WithoutExtension(PathOf("relay-log-info-file") ?? Path.Combine(directory, "relay-log.info")),
            ProcessIdFile = PathOf("pid-file"),
            Socket = PathOf("socket"),
            Server = new ServerReference(new ServerAddress("127.0.0.1", port)),
        };
    }

    /// <summary>Proves, when it is told to hold, that no server uses these files.</summary>
    public StoppedServer Stopped() => new(DataDirectory, ProcessIdFile, Socket);

    /// <summary>The index that the server will open for a channel's relay log.</summary>
    /// <param name="suffix">"" for the default channel, else "-NAME" as it stands in file names.</param>
    public string IndexOf(string suffix) => _index is null ? RelayLog + suffix + ".index" : WithoutExtension(_index) + suffix + ".index";

    /// <summary>The file that holds an applier's place, where the server keeps that in files.</summary>
    public string RelayLogInfoOf(string suffix) => RelayLogInfo + suffix + ".info";

    // The server cuts an extension off ("relay.log" makes relay.000001).
    private static string WithoutExtension(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.LastIndexOf('.');
        return dot <= 0 ? path : path.Substring(0, path.Length - name.Length + dot);
    }

    // Which groups count depends on the family; nothing on disk tells the series for certain, and groups of one series are rare.
    private static ServerVersion? VersionOf(string directory)
    {
        foreach (var file in new[] { "mariadb_upgrade_info", "mysql_upgrade_info" })
        {
            var path = Path.Combine(directory, file);
            if (File.Exists(path))
            {
                try
                {
                    return ServerVersion.Parse(File.ReadAllText(path).Trim('\0', '\n', ' '));
                }
                catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
                {
                    break;
                }
            }
        }

        return File.Exists(Path.Combine(directory, "aria_log_control")) ? ServerVersion.Parse("10.5.0-MariaDB") : null;
    }
}
