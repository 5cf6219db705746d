using System;
using System.IO;
using System.Text.Json.Serialization;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>One sandbox in the registry: what another session needs to find, start, stop and remove it. Holds no secret.</summary>
internal sealed record SandboxRecord
{
    /// <summary>The layout of this record.</summary>
    public int Format { get; init; } = 1;

    public required string Name { get; init; }

    public required string Directory { get; init; }

    public required string ServerDirectory { get; init; }

    public required string Program { get; init; }

    public required string ServerVersion { get; init; }

    public required int Port { get; init; }

    public string? Socket { get; init; }

    public required long ServerId { get; init; }

    /// <summary>Whether it was made with certificates of a throw-away authority.</summary>
    public bool Tls { get; init; }

    /// <summary>Whether it was ever ready; false while it is being made and after a crash meanwhile.</summary>
    public bool Ready { get; init; }

    /// <summary>The process as last seen; checked against what runs before anybody trusts it.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When that process began, in the system's own count; null where the system does not tell.</summary>
    public string? ProcessStart { get; init; }

    public DateTimeOffset Created { get; init; }

    [JsonIgnore]
    public string DataDirectory => Path.Combine(Directory, "data");

    [JsonIgnore]
    public string TemporaryDirectory => Path.Combine(Directory, "tmp");

    [JsonIgnore]
    public string OptionFile => Path.Combine(Directory, "my.cnf");

    [JsonIgnore]
    public string ErrorLog => Path.Combine(Directory, "error.log");

    /// <summary>What the program says before it has opened its error log.</summary>
    [JsonIgnore]
    public string StartLog => Path.Combine(Directory, "start.log");

    [JsonIgnore]
    public string ProcessIdFile => Path.Combine(Directory, "mysqld.pid");

    /// <summary>Mode 0600: the administrator's password.</summary>
    [JsonIgnore]
    public string PasswordFile => Path.Combine(Directory, "root.password");

    /// <summary>The statements of the first start, mode 0600; gone when it is ready.</summary>
    [JsonIgnore]
    public string FirstStatements => Path.Combine(Directory, "first-start.sql");

    /// <summary>What the authority signed for it, and the authority's own certificate; there when <see cref="Tls"/> is set.</summary>
    [JsonIgnore]
    public string TlsDirectory => Path.Combine(Directory, "tls");

    [JsonIgnore]
    public string TlsCaFile => Path.Combine(TlsDirectory, "ca.pem");

    [JsonIgnore]
    public string TlsServerCertificate => Path.Combine(TlsDirectory, "server-cert.pem");

    [JsonIgnore]
    public string TlsServerKey => Path.Combine(TlsDirectory, "server-key.pem");

    [JsonIgnore]
    public string TlsClientCertificate => Path.Combine(TlsDirectory, "client-cert.pem");

    [JsonIgnore]
    public string TlsClientKey => Path.Combine(TlsDirectory, "client-key.pem");

    /// <summary>Says that the directory is a sandbox's and may be deleted; holds the name.</summary>
    [JsonIgnore]
    public string Mark => Path.Combine(Directory, ".replication-sandbox");
}
