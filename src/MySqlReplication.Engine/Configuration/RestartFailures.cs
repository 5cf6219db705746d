using System;
using System.Collections.Generic;
using System.Globalization;
using MySqlReplication.Diagnosis;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Configuration;

/// <summary>What is said when a server cannot be restarted, or did not come up.</summary>
internal static class RestartFailures
{
    public static ReplicationException ServerUnknown(string? file) => new(
        ErrorIds.RestartServerUnknown, FailureKind.InvalidArgument, file,
        "Nobody told which server reads " + (file ?? "the option file") + ".",
        "Give -Server: Restart-ReplicationServer db1 -ServiceName mariadb");

    public static ReplicationException NotPossible(ServerReference server) => new(
        ErrorIds.RestartNotPossible, FailureKind.NotImplemented, server,
        server + " is no sandbox, knows no RESTART statement, and no service was named.",
        "On its own machine: Restart-ReplicationServer " + server + " -ServiceName mariadb (the systemd unit or Windows service).");

    public static ReplicationException NotSupervised(ServerReference server) => new(
        ErrorIds.RestartNotPossible, FailureKind.InvalidOperation, server,
        server + " refused RESTART: nobody supervises it who would start it again (3707). It goes on as it was.",
        "On its own machine: Restart-ReplicationServer " + server + " -ServiceName mysql");

    public static ReplicationException ServiceName(string name, ServerReference server) => new(
        ErrorIds.ServiceNameInvalid, FailureKind.InvalidArgument, server,
        "'" + name + "' is no name of a systemd unit or Windows service.",
        "Give the name as 'systemctl list-units' or Get-Service shows it.");

    public static ReplicationException Service(string method, string line, string said) => new(
        ErrorIds.ServiceControlFailed, FailureKind.ResourceUnavailable, method,
        method + ": '" + line + "' failed: " + said,
        "Run it by hand as root or administrator and see what it says.");

    public static ReplicationException NoManager(string method, string program) => new(
        ErrorIds.ServiceControlFailed, FailureKind.ResourceUnavailable, method,
        method + ": there is no '" + program + "' on this machine that would manage it.",
        "Run the command on the server's own machine; without systemd restart it by hand, or by RESTART (MySQL 8 and later, without -ServiceName).");

    public static ReplicationException ServiceElsewhere(string name, ServerReference server, string machine, string here) => new(
        ErrorIds.ServiceNotOfServer, FailureKind.InvalidArgument, server,
        server + " says that it runs on '" + machine + "', and this is '" + here + "': the service " + name + " of this machine is not its own. Nothing was done.",
        "Run the command on that machine. In a container that calls itself otherwise, -Force.");

    public static ReplicationException ServiceOfAnother(string method, ServerReference server, bool startedAgain) => new(
        ErrorIds.ServiceNotOfServer, FailureKind.InvalidArgument, server,
        method + " is stopped, and " + server + " still answers: it is not its service." + (startedAgain ? " It was started again." : string.Empty),
        "Find the server's own: systemctl status PID, with the number from its pid_file (SELECT @@pid_file).");

    public static ReplicationException TemporaryTables(ServerReference server, long open) => new(
        ErrorIds.TemporaryTablesOpen, FailureKind.InvalidOperation, server,
        string.Format(CultureInfo.InvariantCulture, "The applier of {0} holds {1} replicated temporary tables open. A restart loses them, and the applier stops at the next statement that needs one.", server, open),
        "Wait until their sessions on the source end (SHOW GLOBAL STATUS LIKE '%open_temp_tables'), or -Force.");

    public static ReplicationException RolledBack(ServerReference server, string said, IReadOnlyList<string> done, string? file) => new(
        ErrorIds.RestartRolledBack, FailureKind.InvalidOperation, server,
        server + " did not come up with its new option file. It said:" + Environment.NewLine + said + Environment.NewLine
            + string.Join(" ", done) + " It runs again with that.",
        "Mend what it names, then Set-MyCnfReplication " + (file is null ? string.Empty : "'" + file + "' ") + "and restart again.");

    public static ReplicationException Failed(ServerReference server, string said, string? file) => new(
        ErrorIds.RestartFailed, FailureKind.OperationTimeout, server,
        server + " did not come up again. It said:" + Environment.NewLine + said,
        file is null ? "Read its error log, mend what it names, and start it." : "Mend what it names in '" + file + "' (copies of it: Get-ChildItem '" + file + ".*.bak'), then start it.");
}
