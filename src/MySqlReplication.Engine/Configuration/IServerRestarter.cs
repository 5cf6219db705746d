using System;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Engine.Configuration;

/// <summary>One way to end and start a server.</summary>
internal interface IServerRestarter
{
    /// <summary>For people: "systemd unit mariadb".</summary>
    string Method { get; }

    /// <summary>What is run, for the plan.</summary>
    string Text { get; }

    /// <summary>Whether it can start a server that is down: then a failed start can be mended.</summary>
    bool CanStart { get; }

    /// <summary>Its error log when it is known without the server; null otherwise.</summary>
    string? ErrorLog { get; }

    /// <summary>Ends it. What starts it again by itself only sends the word.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Starts it; nothing when it starts by itself.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Why nobody need wait for it any longer: its manager says that it has ended. Null while it may still come up, and where nobody can tell.</summary>
    Task<string?> GaveUpAsync(CancellationToken cancellationToken);

    /// <summary>Makes ready for a start after one that failed.</summary>
    Task BeginAnewAsync(CancellationToken cancellationToken);

    /// <summary>What its manager kept of its words since a moment, where the server has no error log of its own; empty without.</summary>
    Task<string> SaidSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
