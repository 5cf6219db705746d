using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Threading;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>One fresh runspace with the built module imported from its real manifest. Runs scripts and keeps every stream.</summary>
public sealed class ModuleSession : IDisposable
{
    public static readonly string RepositoryRoot = typeof(ModuleSession).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public ModuleSession(bool import = true, Action<InitialSessionState>? prepare = null, PSHost? host = null)
    {
        _ = StateFolder.Path;
        var state = InitialSessionState.CreateDefault2();
        prepare?.Invoke(state);
        Runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        Runspace.Open();
        if (import)
        {
            Run("Import-Module '" + Manifest + "' -ErrorAction Stop").ThrowOnError();
        }
    }

    public static string Manifest => Path.Combine(RepositoryRoot, "MySqlReplication.psd1");

    public Runspace Runspace { get; }

    /// <summary>Runs a script; variables are set in the session first.</summary>
    public RunResult Run(string script, params (string Name, object? Value)[] variables)
        => Run(script, Timeout.InfiniteTimeSpan, variables);

    /// <summary>Runs a script and stops it (as Ctrl-C does) after a time.</summary>
    public RunResult Run(string script, TimeSpan stopAfter, params (string Name, object? Value)[] variables)
        => Run(script, stopAfter, null, variables);

    /// <summary>Runs a script and stops it (as Ctrl-C does) when something has happened.</summary>
    public RunResult Run(string script, WaitHandle stopWhen, params (string Name, object? Value)[] variables)
        => Run(script, Timeout.InfiniteTimeSpan, stopWhen, variables);

    private RunResult Run(string script, TimeSpan stopAfter, WaitHandle? stopWhen, (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            Runspace.SessionStateProxy.SetVariable(name, value);
        }

        using var shell = PowerShell.Create(Runspace);
        shell.AddScript(script);
        var output = new PSDataCollection<PSObject>();
        var running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        if (WaitHandle.WaitAny(stopWhen is null ? [running.AsyncWaitHandle] : [running.AsyncWaitHandle, stopWhen], stopAfter) != 0)
        {
            shell.Stop();
        }

        Exception? thrown = null;
        try
        {
            shell.EndInvoke(running);
        }
        catch (Exception e) when (e is RuntimeException or PipelineStoppedException)
        {
            thrown = e;
        }

        return new RunResult(
            output.ToList(),
            shell.Streams.Error.ToList(),
            shell.Streams.Warning.Select(r => r.Message).ToList(),
            shell.Streams.Verbose.Select(r => r.Message).ToList(),
            shell.Streams.Debug.Select(r => r.Message).ToList(),
            shell.Streams.Progress.ToList(),
            thrown);
    }

    public void Dispose() => Runspace.Dispose();
}

/// <summary>What a script left in each stream.</summary>
public sealed record RunResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<ProgressRecord> Progress,
    Exception? Thrown)
{
    /// <summary>The one output object.</summary>
    public PSObject Single => ThrowOnError().Output.Single();

    /// <summary>Everything that any stream said, for searching.</summary>
    public string AllText => string.Join("\n", Output.Select(o => o?.ToString())
        .Concat(Errors.Select(e => e.ToString() + e.Exception + e.ErrorDetails?.RecommendedAction))
        .Concat(Warnings).Concat(Verbose).Concat(Debug)
        .Concat(Progress.Select(p => p.ToString()))
        .Append(Thrown?.ToString()));

    /// <summary>ErrorIds without the command's name.</summary>
    public IReadOnlyList<string> ErrorIds => Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]).ToList();

    public RunResult ThrowOnError() => Errors.Count == 0 && Thrown is null
        ? this
        : throw new InvalidOperationException("The script failed: " + string.Join("; ", Errors.Select(e => e.FullyQualifiedErrorId + ": " + e)) + Thrown);
}
