using System;
using System.Linq;
using System.Text.RegularExpressions;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Status;

/// <summary>What the eye finds: the broken one first, also at 80 columns, in colour on a terminal only.</summary>
public sealed partial class ViewTests
{
    // Three links as a server may show them: one well, one broken, one not proven.
    private const string Links = """
        $columns = [Collections.Generic.List[Collections.Generic.KeyValuePair[string, object]]]::new()
        $columns.Add([Collections.Generic.KeyValuePair[string, object]]::new('Master_Port', 3306))
        $row = [MySqlReplication.Status.RawRow]::new($columns)
        function Link([string]$server, $healthy, [string]$problem, [string]$receiver, [string]$channel) {
            [MySqlReplication.Status.ReplicaStatus]@{ Server = [MySqlReplication.Servers.ServerReference]::new([MySqlReplication.Servers.ServerAddress]::new($server, 3306)); Source = [MySqlReplication.Servers.ServerReference]::new([MySqlReplication.Servers.ServerAddress]::new('192.168.100.200', 3306))
                SourceUser = 'repl_user'; Channel = $channel; Receiver = $receiver; Applier = 'Running'; IsHealthy = $healthy; Problem = $problem; HealthReason = 'because'; UsesGtid = $false; Row = $row } }
        $all = (Link '192.168.100.201' $true $null 'Running' ''), (Link 'a-very-long-name-of-a-server.example.com' $false 'receiver error 13117' 'Connecting' 'east'), (Link '192.168.100.203' $null 'not proven' 'Running' '')

        """;

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void The_status_table_shows_the_broken_one_within_its_width(int width)
    {
        var output = Run(width, "$all");
        var lines = output.Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        var header = lines.Single(l => l.StartsWith("Healthy", StringComparison.Ordinal));
        Assert.Contains("Problem", header, StringComparison.Ordinal);
        Assert.Equal(width == 120, header.Contains("Receiver", StringComparison.Ordinal));
        Assert.StartsWith("yes     192.168.100.201:3306", lines.Single(l => l.Contains("201", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("?       192.168.100.203:3306", lines.Single(l => l.Contains("203", StringComparison.Ordinal)), StringComparison.Ordinal);
        var broken = lines.Single(l => l.StartsWith("NO ", StringComparison.Ordinal));
        Assert.Contains("receiver error 13117", broken, StringComparison.Ordinal);
        Assert.Contains("(east)", broken, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
    }

    // The engine has no Format-Table here: what the table of diagnosed links promises is read from its widths.
    [Fact]
    public void Diagnosed_links_have_a_table_that_names_the_fault_within_80_columns()
    {
        var table = View("LinkDiagnosisTable").Descendants("TableColumnHeader").Select(h => ((string?)h.Element("Label"), (int?)h.Element("Width") ?? 0)).ToList();
        Assert.Equal(["Healthy", "Replica", "Source", "FirstBroken"], table.Take(4).Select(c => c.Item1));
        Assert.InRange(table.Take(4).Sum(c => c.Item2 + 1), 4, 80);
    }

    // Tables of the main job: what matters stands before anything that has no width of its own and may be cut off.
    [Theory]
    [InlineData("ReplicationLink", "Replica", "Source", "Receiver", "Applier", "Changed")]
    [InlineData("ReplicationUser", "Server", "UserName", "HostPattern", "Password", "Changed")]
    [InlineData("UndoResult", "Server", "Changed", "Steps", "NotUndone")]
    [InlineData("SourceStatus", "Server", "File", "Position", "Replicas")]
    public void What_matters_is_not_cut_off_at_80_columns(string view, params string[] first)
    {
        var table = View(view).Descendants("TableColumnHeader").Select(h => ((string)h.Element("Label")!, (int?)h.Element("Width"))).ToList();
        Assert.Equal(first, table.Take(first.Length).Select(c => c.Item1));

        // An address of twenty, names of ten, where the width follows what is shown.
        Assert.InRange(table.Take(first.Length).Sum(c => 1 + (c.Item2 ?? (c.Item1 is "Server" or "Replica" or "Source" ? 20 : 15))), 4, 80);
    }

    // In the order of the tutorial's list: whom it follows, by which account, how far it has read, and the two that must say Yes.
    [Fact]
    public void The_list_begins_with_the_seven_fields_of_the_tutorial()
    {
        var list = View("ReplicaStatusDetails").Descendants("ListItem").Take(7).Select(i => (string?)i.Element("Label"));
        Assert.Equal(["SourceHost", "SourceUser", "SourcePort", "SourceLogFile", "ReadSourceLogPos", "Receiver", "Applier"], list);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public void Colour_is_for_terminals(string? noColor, bool coloured)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(System.IO.Path.PathSeparator).Any(folder => System.IO.File.Exists(System.IO.Path.Combine(folder, "script"))), "script(1), which brings the terminal, is not on PATH");
        using var host = new HostProcess();
        host.Environment["NO_COLOR"] = noColor;
        host.StartOnTerminal("-Width", "80", "-Module", Manifest, host.Script(Links + "$all"));
        var output = host.End().Output;
        Assert.Equal(coloured, Red().IsMatch(output));
        Assert.Contains("receiver error 13117", output, StringComparison.Ordinal);
    }

    private static System.Xml.Linq.XElement View(string name)
        => System.Xml.Linq.XDocument.Load(System.IO.Path.Combine(ModuleSession.RepositoryRoot, "src", "MySqlReplication", "MySqlReplication.Format.ps1xml")).Descendants("View").Single(v => (string?)v.Element("Name") == name);

    private static string Manifest => System.IO.Path.Combine(ModuleSession.RepositoryRoot, "MySqlReplication.psd1");

    [GeneratedRegex(@"\e\[91m\s*NO")]
    private static partial Regex Red();

    private static string Run(int width, string script)
    {
        using var host = new HostProcess();
        var result = host.Run("-Width", width.ToString(System.Globalization.CultureInfo.InvariantCulture), "-Module", Manifest, host.Script(Links + script));
        return result.Output + result.Error;
    }
}
