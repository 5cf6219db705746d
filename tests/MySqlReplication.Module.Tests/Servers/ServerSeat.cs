using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Sandboxes;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>A session with the module in front of one server ($a), and a journal folder of its own ($journal).</summary>
public sealed class ServerSeat : IDisposable
{
    public ServerSeat(ModuleSession session, ReplicationSandbox sandbox)
    {
        Session = session;
        Sandbox = sandbox;
        session.Runspace.SessionStateProxy.SetVariable("journal", Journal);
    }

    public ModuleSession Session { get; }

    public ReplicationSandbox Sandbox { get; }

    public string Journal { get; } = Directory.CreateTempSubdirectory("mysqlreplication-journal-").FullName;

    public static PSCredential Credential(string user, string password)
    {
        var secret = new SecureString();
        foreach (var c in password)
        {
            secret.AppendChar(c);
        }

        return new PSCredential(user, secret);
    }

    public RunResult Run(string script, params (string Name, object? Value)[] variables) => Session.Run(script, variables);

    /// <summary>Runs statements as the administrator, each in a session of its own; what the last one returned. (Not Last(): that would run the last one only.)</summary>
    public IReadOnlyList<PSObject> Sql(params string[] statements)
        => statements.Select(s => Session.Run("$a | Invoke-ReplicationQuery -Query $sql", ("sql", s)).ThrowOnError().Output).ToList()[^1];

    /// <summary>The first column of the first row, as text.</summary>
    public string? Value(string query) => Sql(query) is [var row, ..] ? Convert.ToString(row.Properties.First().Value, CultureInfo.InvariantCulture) : null;

    /// <summary>Where the binary log ends: any statement written there moves it.</summary>
    public string Position() => Sql("SHOW BINARY LOGS").Select(r => r.Properties["Log_name"].Value + ":" + r.Properties["File_size"].Value).Last();

    /// <summary>Logs in over TCP; the account that the server matched, or the error.</summary>
    public string LogIn(string user, string password)
    {
        var result = Session.Run(
            "Disconnect-ReplicationServer $login; Invoke-ReplicationQuery $login 'SELECT CURRENT_USER()' -Credential $credential",
            ("login", "127.0.0.1:" + Sandbox.Port),
            ("credential", Credential(user, password)));
        return result.Errors.Count > 0 ? result.ErrorIds[0] : (string)result.Single.Properties.First().Value;
    }

    /// <summary>Makes the server look names up (sandboxes do not) and starts it again. MySQL cannot be told so by a value, only by leaving the option out.</summary>
    public void LookNamesUp()
    {
        File.WriteAllLines(Sandbox.OptionFile, File.ReadAllLines(Sandbox.OptionFile).Where(l => !l.StartsWith("skip-name-resolve", StringComparison.Ordinal)));
        Session.Run("$null = $a | Stop-ReplicationSandbox; $null = $a | Start-ReplicationSandbox").ThrowOnError();
        if (Value("SELECT @@GLOBAL.skip_name_resolve") != "0")
        {
            throw new InvalidOperationException(Sandbox + " still looks no names up.");
        }
    }

    /// <summary>How many accounts of this name there are.</summary>
    public int Accounts(string user) => int.Parse(Value("SELECT COUNT(*) FROM mysql.user WHERE User = '" + user.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'")!, CultureInfo.InvariantCulture);

    /// <summary>What the account may do, as the server says it.</summary>
    public IReadOnlyList<string> Grants(string user, string host) => Sql("SHOW GRANTS FOR '" + user + "'@'" + host + "'").Select(r => (string)r.Properties.First().Value).ToList();

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(Journal, recursive: true);
    }
}
