using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Sandboxes;
using Xunit;

namespace MySqlReplication.Module.Tests.MainJob;

/// <summary>The pipelines that the design promises, each typed as it stands there.</summary>
public sealed class PipelineTests
{
    private const string Pair = """
        $a | Set-MyCnfReplication -Role MasterMaster -Node 1 -Of 10
        $b | Set-MyCnfReplication -Role MasterMaster -Node 2 -Of 10
        """;

    private const string Links = """
        New-ReplicationUser -Server $a -Peer $b -ReplicationCredential $r | Start-ReplicationLink
        New-ReplicationUser -Server $b -Peer $a -ReplicationCredential $r
        Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $r
        """;

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_second_run_of_the_whole_pair_writes_nothing_on_servers_or_files(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        Prepare(session);

        var positions = Positions(session);
        var files = Hashes(pair.A, pair.B);
        var again = session.Run(Pair + "\n" + Links).ThrowOnError().Output;

        Assert.Equal(5, again.Count);
        Assert.All(again, o => Assert.Equal(false, o.Properties["Changed"].Value));
        Assert.Equal(positions, Positions(session));
        Assert.Equal(files, Hashes(pair.A, pair.B));
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void A_link_pipes_into_its_status_and_texts_and_sandboxes_do_too(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        Prepare(session);

        Assert.Equal([pair.B.Server.ToString(), pair.A.Server.ToString()], Servers(session, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $r | Get-SlaveStatus; $a | Get-SlaveStatus"));
        var texts = session.Run("\"$($a.Server)\", 'db3:port' | Get-SlaveStatus -Credential $admin");
        Assert.Equal([pair.A.Server.ToString()], texts.Output.Select(o => o.Properties["Server"].Value.ToString()));
        Assert.Equal(["InvalidServerReference"], texts.ErrorIds);
        Assert.Equal(["True", "True"], session.Run("Get-SlaveStatus $a, $b | ForEach-Object { $_.IsHealthy }").ThrowOnError().Output.Select(o => o?.ToString()));
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-10.11")]
    public void What_is_not_healthy_pipes_into_the_repair_and_WhatIf_changes_nothing(string server)
    {
        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server);
        Prepare(session);
        Break(session, pair.A);

        var before = session.Run("(Get-SlaveStatus $a).ExecutedCoordinates.ToString()").Single.ToString();
        var plan = session.Run("Get-SlaveStatus $a, $b | Where-Object { -not $_.IsHealthy } | Repair-RelayLog -WhatIf").Single;

        Assert.Equal("MySqlReplication.Plans.ReplicationPlan", plan.BaseObject.GetType().FullName);
        Assert.Equal(before, session.Run("(Get-SlaveStatus $a).ExecutedCoordinates.ToString()").Single.ToString());
        Assert.Equal(["Stopped"], session.Run("(Get-SlaveStatus $a).Receiver").Output.Select(o => o.ToString()));
    }

    /// <summary>The tutorial's fault, made by hand: the relay log renamed, recovery off, the server restarted.</summary>
    private static void Break(ModuleSession session, ReplicationSandbox sandbox)
    {
        session.Run("$null = Stop-ReplicationSandbox $a.Name").ThrowOnError();
        var lines = File.ReadAllLines(sandbox.OptionFile)
            .Where(l => !l.StartsWith("relay-log", StringComparison.Ordinal))
            .Append("relay-log=renamed-relay-bin");
        File.WriteAllLines(sandbox.OptionFile, lines);
        session.Run("$null = Start-ReplicationSandbox $a.Name").ThrowOnError();

        // A was away: B reconnects now instead of at its next try, so that A alone is not healthy.
        session.Run("$null = Stop-ReplicationLink $b -Thread Receiver; $null = Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $r").ThrowOnError();
    }

    private static void Prepare(ModuleSession session) => session.Run(
        "$r = [pscredential]::new('repl', ('Pipe-Line-1' | ForEach-Object { $s = [securestring]::new(); foreach ($c in $_.ToCharArray()) { $s.AppendChar($c) }; $s }))\n"
        + "$admin = $a.Credential.GetCredential()\n$admin = [pscredential]::new($admin.UserName, $admin.Password)\n"
        + Pair + "\n$a, $b | ForEach-Object { Stop-ReplicationSandbox $_.Name } | Start-ReplicationSandbox\n" + Links).ThrowOnError();

    private static string[] Positions(ModuleSession session)
        => session.Run("Get-MasterStatus $a, $b | ForEach-Object { $_.Coordinates.ToString() }").ThrowOnError().Output.Select(o => o.ToString()).ToArray();

    private static string[] Servers(ModuleSession session, string script)
        => session.Run(script).ThrowOnError().Output.Select(o => o.Properties["Server"].Value.ToString()!).ToArray();

    private static List<string> Hashes(params ReplicationSandbox[] sandboxes)
        => sandboxes.SelectMany(s => Directory.GetFiles(Path.GetDirectoryName(s.OptionFile)!, "*.cnf*").Order(StringComparer.Ordinal))
            .Select(f => Path.GetFileName(f) + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))).ToList();
}
