using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Configuration;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Sandboxes;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>The server that is to be restarted: which it is, by what, whether it runs, and whether it needs it.</summary>
internal sealed class RestartTarget
{
    private RestartTarget(ServerReference server, string? optionFile, IServerRestarter restarter)
    {
        Server = server;
        OptionFile = optionFile;
        Restarter = restarter;
    }

    public ServerReference Server { get; }

    /// <summary>Null when it is not known.</summary>
    public string? OptionFile { get; }

    public IServerRestarter Restarter { get; }

    /// <summary>Whether it answered.</summary>
    public bool Runs { get; private set; }

    /// <summary>Whether it is to be restarted at all.</summary>
    public bool IsNeeded { get; private set; } = true;

    /// <summary>Null when it could not be seen.</summary>
    public long? OpenTemporaryTables { get; private set; }

    /// <summary>log_error of the running server, as a path of this machine; null when it is none.</summary>
    public string? ErrorLog { get; private set; }

    public static async Task<RestartTarget> OfAsync(RestartRequest asked, OperationContext context, CancellationToken cancellationToken)
    {
        var file = asked.OptionFile ?? asked.Change?.OptionFile;
        var known = asked.Server ?? asked.Change?.Server;
        var sandbox = SandboxOf(file, known);
        var server = known?.Credential is not null ? known : sandbox?.Server ?? known ?? throw RestartFailures.ServerUnknown(file);
        ServerSession? session = null;
        try
        {
            session = await ServerSession.OpenAsync(server, context, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplicationException e) when (e.ErrorId == ErrorIds.ServerUnreachable && (sandbox is not null || asked.ServiceName is not null))
        {
            context.Verbose(server + " does not answer; it is started.");
        }

        using (session)
        {
            var restarter = Choose(asked, sandbox, server, session, context);
            var target = new RestartTarget(server, file ?? sandbox?.OptionFile, restarter) { Runs = session is not null };
            if (session is not null)
            {
                await target.LookAsync(asked, session, cancellationToken).ConfigureAwait(false);
            }

            return target;
        }
    }

    private static IServerRestarter Choose(RestartRequest asked, ReplicationSandbox? sandbox, ServerReference server, ServerSession? session, OperationContext context)
    {
        if (asked.ServiceName is { } name)
        {
            var machine = session?.Facts.Text("hostname");
            var here = Dns.GetHostName();
            return !ServiceCommands.IsName(name) ? throw RestartFailures.ServiceName(name, server)
                : machine is { Length: > 0 } && !asked.Force && !FirstLabel(machine).Equals(FirstLabel(here), StringComparison.OrdinalIgnoreCase) ? throw RestartFailures.ServiceElsewhere(name, server, machine, here)
                : new ServiceRestarter(Path.DirectorySeparatorChar == '\\' ? ServiceCommands.Windows(name) : ServiceCommands.Systemd(name), name, context.Timeout, session is null ? null : LogOf(session));
        }

        return sandbox is not null ? new SandboxRestarter(sandbox, context)
            : session!.Capabilities.HasRestart ? new StatementRestarter(server, context)
            : throw RestartFailures.NotPossible(server);
    }

    // By its option file, else by its port on this machine or its socket.
    internal static ReplicationSandbox? SandboxOf(string? file, ServerReference? server) => ReadSandbox.Names().Select(ReadSandbox.Get).FirstOrDefault(s =>
        (file is not null && string.Equals(s.OptionFile, file, StringComparison.Ordinal) && (server is null || IsSame(s, server)))
        || (file is null && server is not null && IsSame(s, server)));

    private static bool IsSame(ReplicationSandbox sandbox, ServerReference server)
        => server.Address.Equals(sandbox.Server.Address)
            || (server.Address.Socket is { } socket && socket == sandbox.Socket)
            || (server.Address.Port == sandbox.Port && server.Address.HostName is "127.0.0.1" or "localhost" or "::1");

    private static string FirstLabel(string name) => name.Split('.')[0];

    private static string? LogOf(ServerSession session)
        => session.Facts.Text("log_error") is { Length: > 0 } log && log != "stderr"
            ? Path.IsPathRooted(log) ? log : Path.Combine(session.Facts.Text("datadir") ?? string.Empty, log)
            : null;

    private async Task LookAsync(RestartRequest asked, ServerSession session, CancellationToken cancellationToken)
    {
        ErrorLog = LogOf(session);
        var rows = await session.Connection.QueryAsync(SettingWords.OpenTemporaryTables, cancellationToken).ConfigureAwait(false);
        OpenTemporaryTables = rows.Count == 0 ? null : rows.Max(r => Convert.ToInt64(r[1].Value, CultureInfo.InvariantCulture));
        if (asked.Change is not { } change || change.Changed || change.RestartRequired == true)
        {
            IsNeeded = asked.Change is not { RestartRequired: false };
            return;
        }

        // The change wrote nothing: then what counts is whether the server runs so.
        var (view, _) = ReadMyCnf.View([OptionFile!], session.Version, string.Empty);
        IsNeeded = OptionCatalogue.All.Any(o => MyCnfReport.Differs(session.Facts, view, o) == true);
    }
}
