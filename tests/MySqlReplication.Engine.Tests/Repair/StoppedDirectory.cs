using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Repair;
using MySqlReplication.Engine.Tests.Configuration;
using MySqlReplication.Plans;
using MySqlReplication.Repair;

namespace MySqlReplication.Engine.Tests.Repair;

/// <summary>A data directory as far as this room looks at one, with an option file that renames the relay log to new-relay.</summary>
internal sealed class StoppedDirectory : IMessageSink, IProgressSink, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StoppedDirectory(string options = "relay-log=new-relay")
    {
        Directory.CreateDirectory(Path.Combine(Data, "mysql"));
        File.WriteAllText(Path.Combine(Data, "ibdata1"), "x");
        OptionFile = _folder.Write("my.cnf", "[mysqld]\ndatadir=" + Data + "\nport=4711\nsocket=" + Path.Combine(_folder.Path, "s") + "\n" + options + "\n");
    }

    public string Data => Path.Combine(_folder.Path, "data");

    public string OptionFile { get; }

    public string Journal => Path.Combine(_folder.Path, "journal");

    public string this[string name] => Path.Combine(Data, name);

    /// <summary>An index and the relay logs that it lists; the last one holds events of server 2.</summary>
    public void AddLogs(string stem, int count, bool received = true)
    {
        var names = Enumerable.Range(1, count).Select(i => stem + "." + i.ToString("D6", System.Globalization.CultureInfo.InvariantCulture)).ToList();
        foreach (var name in names)
        {
            File.WriteAllBytes(this[name], received ? RelayLogs.Of(1, 2) : RelayLogs.Of(1));
        }

        File.WriteAllText(this[stem + ".index"], string.Concat(names.Select(n => "./" + n + "\n")));
    }

    public void AddInfo(string file, string suffix = "")
        => File.WriteAllText(this["relay-log" + suffix + ".info"], "5\n./" + file + "\n478\nmysql-bin.000001\n824\n0\n");

    public string[] Lines(string name) => File.ReadAllLines(this[name]);

    /// <summary>Every file of the data directory with its content, for comparing.</summary>
    public string State() => string.Join("\n", Directory.EnumerateFiles(Data).Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f) + "=" + Convert.ToHexString(File.ReadAllBytes(f))));

    /// <summary>Somebody who listens on the server's socket, until disposed. (Locks of real servers: the module tests.)</summary>
    public IDisposable Answer()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.Path, "s")));
        socket.Listen();
        return socket;
    }

    public StoppedRelayLogRequest Request(string? channel = null, string? former = null)
        => new() { OptionFile = OptionFile, DataDirectory = Data, Channel = channel, FormerRelayLog = former };

    public Task<IPreparedChange<RelayLogRepair>> PrepareAsync(StoppedRelayLogRequest? request = null)
        => RepairStoppedRelayLog.PrepareAsync(request ?? Request(), Context, CancellationToken.None);

    public async Task<RelayLogRepair> RunAsync(StoppedRelayLogRequest? request = null)
    {
        using var prepared = await PrepareAsync(request);
        return await prepared.ApplyAsync(CancellationToken.None);
    }

    public void Write(MessageKind kind, string text)
    {
    }

    public void Report(ProgressReport report)
    {
    }

    public void Dispose() => _folder.Dispose();

    private OperationContext Context => new(this, this) { JournalPath = Journal };
}
