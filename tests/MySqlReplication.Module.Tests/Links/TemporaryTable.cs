using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>A session on the source that makes a temporary table and then sleeps on it.</summary>
internal sealed class TemporaryTable : IDisposable
{
    private readonly Runspace _runspace;
    private readonly PowerShell _shell;
    private readonly IAsyncResult _running;

    public TemporaryTable(LinkPair pair, string sql)
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        _runspace.SessionStateProxy.SetVariable("server", pair.A);
        _runspace.SessionStateProxy.SetVariable("sql", sql + "; SELECT SLEEP(600)");
        _shell = PowerShell.Create(_runspace);
        _shell.AddScript("Import-Module '" + Hosting.ModuleSession.Manifest + "'; Invoke-ReplicationQuery $server $sql -TimeoutSeconds 700");
        _running = _shell.BeginInvoke();
    }

    public void Dispose()
    {
        _shell.Stop();
        _running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(60));
        _shell.Dispose();
        _runspace.Dispose();
    }
}
