using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>The settings of one server, as its option files say or as it runs: what <see cref="SettingsRules"/> look at.</summary>
internal sealed class ServerSettings
{
    private readonly OptionFileView? _file;
    private readonly ServerFacts? _running;

    private readonly LiveSettings? _kept;

    private ServerSettings(OptionFileView? file, ServerFacts? running, string? optionFile, ServerReference? server, Capabilities? capabilities, LiveSettings? kept = null)
    {
        _kept = kept;
        _file = file;
        _running = running;
        OptionFile = optionFile;
        Server = server;
        Capabilities = capabilities;
    }

    /// <summary>The server; null when only its file is known.</summary>
    public ServerReference? Server { get; }

    /// <summary>Its option file; null when it is not known.</summary>
    public string? OptionFile { get; }

    /// <summary>What it can; null when its version is not known.</summary>
    public Capabilities? Capabilities { get; }

    /// <summary>"/etc/my.cnf", or the server's address.</summary>
    public string Name => _file is null ? Server!.ToString() : OptionFile!;

    /// <summary>Whether it writes a binary log; null when that cannot be told.</summary>
    public bool? LogsBinary => _running is not null ? _running.LogBin
        : _file!.InForce(OptionCatalogue.LogBin) is null ? Capabilities?.LogsByDefault
        : _file.Value(OptionCatalogue.LogBin) is not null;

    /// <summary>As a server runs.</summary>
    public static ServerSettings OfRunning(ServerSession session, string? optionFile = null)
        => new(null, session.Facts, optionFile, session.Server, session.Capabilities);

    /// <summary>As option files say.</summary>
    public static ServerSettings OfFile(OptionFileView file, string optionFile, ServerReference? server)
        => new(file, null, optionFile, server, file.Server);

    /// <summary>The same files under what the running server keeps by SET PERSIST, which goes before them.</summary>
    public ServerSettings Under(LiveSettings live) => new(_file, _running, OptionFile, Server, Capabilities, live);

    /// <summary>The canonical value as kept, written or running; null when no line sets it, or the server has no such variable.</summary>
    public string? Written(OptionDefinition option)
    {
        if (_file is not null)
        {
            return _kept?.Persisted(option) ?? _file.Value(option);
        }

        var running = _running!.Text(option.Variables.ToArray());
        return string.IsNullOrEmpty(running) ? null : OptionValues.Canonical(option, running!);
    }

    /// <summary>What counts: as written, else the server's default; null when it is not known.</summary>
    public string? Value(OptionDefinition option) => Written(option)
        ?? (Capabilities is not null && option.IsKnownTo(Capabilities) && _file?.InForce(option) is null ? option.Default(Capabilities) : null);

    /// <summary>The same as a number.</summary>
    public long? Number(OptionDefinition option) => Value(option) is { } text ? OptionValues.Number(text) : null;

    /// <summary>All values of an option that takes several lines; null when only the running server is known.</summary>
    public IReadOnlyList<string>? Values(OptionDefinition option)
        => _file?.Settings(option).Select(s => OptionText.ToPeople(s.Line.Value ?? string.Empty)).ToList();

    /// <summary>The relay log's name when one was given; null when the server makes it of its host's name or pid-file.</summary>
    public string? RelayLogName
    {
        get
        {
            var name = Written(OptionCatalogue.RelayLog);

            // MySQL 8 and later show the name that they made themselves.
            return name is null || _file is not null ? name
                : string.Equals(RelayLogRules.FileName(name), _running!.Text("hostname") + "-relay-bin", StringComparison.OrdinalIgnoreCase) ? null : name;
        }
    }

    /// <summary>"file:line" of the line that sets an option; null without one.</summary>
    public string? Place(OptionDefinition option) => _kept?.Persisted(option) is null ? _file?.InForce(option)?.Place : null;

    /// <summary>"/etc/my.cnf:12 sets sync-binlog to 0", "db2:3306 runs with sync_binlog=0", "... is not set in /etc/my.cnf, and the server takes 0".</summary>
    public string Says(OptionDefinition option)
    {
        if (_file is null)
        {
            return Name + " runs with " + (Capabilities is null ? option.Variables[0] : option.VariableFor(Capabilities)) + "=" + OptionText.ToPeople(Written(option) ?? string.Empty);
        }

        if (_kept?.Persisted(option) is { } kept)
        {
            return Server + " keeps " + option.VariableFor(Capabilities!) + "=" + OptionText.ToPeople(kept) + " by SET PERSIST, which goes before " + OptionFile;
        }

        return _file.InForce(option) is { } line
            ? line.Place + " sets " + OptionText.ToPeople(line.Line.Name!.Spelt) + " to " + OptionValues.Shown(option, line.Line)
            : option.NameFor(Capabilities) + " is not set in " + OptionFile + (Value(option) is { } taken ? ", and the server takes " + taken : string.Empty);
    }

    /// <summary>The command that sets it; where the server does not tell its option file, with how to find that.</summary>
    /// <param name="parameters">"-SyncBinlog 1".</param>
    public string SetCommand(string parameters) => "Set-MyCnfReplication " + (OptionFile is null ? "OPTION-FILE" : CommandText.Quoted(OptionFile))
        + " " + parameters + (Server is null ? string.Empty : " -Server " + CommandText.Server(Server))
        + (OptionFile is null ? " (OPTION-FILE is on the server's machine, and the server does not tell which: its process names it as --defaults-file, else 'mysqld --help --verbose' there lists the ones that it reads)" : string.Empty);
}
