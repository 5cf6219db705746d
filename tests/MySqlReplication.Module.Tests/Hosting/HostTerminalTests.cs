using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>The small host on a terminal: questions, secrets, colours, the progress line, Ctrl-C.</summary>
public sealed class HostTerminalTests
{
    private const string Choice = """
        $yes = [System.Management.Automation.Host.ChoiceDescription]::new('&Yes', 'forget the relay log')
        $no = [System.Management.Automation.Host.ChoiceDescription]::new('&No', 'leave it')
        "chosen $($Host.UI.PromptForChoice('Reset', 'Really?', @($yes, $no), 1))"
        """;

    public HostTerminalTests() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "script"))),
        "script(1), which brings the terminal, is not on PATH");

    [Fact]
    public async Task Missing_parameters_and_choices_are_asked_for()
    {
        using var host = new HostProcess();
        host.StartOnTerminal(host.Script("param([Parameter(Mandatory)][string]$Server, [Parameter(Mandatory)][int[]]$Port)\n\"$Server/$($Port -join '+')\"\n" + Choice));
        await host.SeeAsync("Server: ");
        host.Type("db1\n");
        await host.SeeAsync("Port[0]: ");
        host.Type("33x\n");
        await host.SeeAsync("'33x' is not a Int32.");
        host.Type("3307\n");
        await host.SeeAsync("Port[1]: ");
        host.Type("\n");
        await host.SeeAsync("(default is \"No\"): ");
        host.Type("?\n");
        await host.SeeAsync("Y - forget the relay log");
        host.Type("y\n");
        var result = host.End();
        Assert.Contains("db1/3307\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("chosen 0\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_password_is_read_and_never_shown()
    {
        using var host = new HostProcess();
        host.StartOnTerminal("-Command", "$c = $Host.UI.PromptForCredential('Log in', 'to db1', '', ''); \"$($c.UserName) $($c.GetNetworkCredential().Password -ceq 'hunter2')\"");
        await host.SeeAsync("User: ");
        host.Type("root\n");
        await host.SeeAsync("Password for user root: ");
        await host.SeeNoEchoAsync();
        host.Type("hunterX\u007f2\n");
        var result = host.End();
        Assert.Contains("root True\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("*", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_at_a_question_ends_the_run_and_gives_back()
    {
        using var host = new HostProcess();
        host.StartOnTerminal(host.Script("try { " + Choice + " } finally { $Host.UI.WriteLine('given back') }"));
        await host.SeeAsync("(default is \"No\"): ");
        host.Type("\u0003");
        var result = host.End();
        Assert.Contains("given back\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen 1", result.Output, StringComparison.Ordinal);
        Assert.Equal(130, result.ExitCode);
    }

    [Fact]
    public void NonInteractive_asks_nothing_on_a_terminal_either()
    {
        using var host = new HostProcess();
        host.StartOnTerminal("-NonInteractive", "-Command", Choice);
        var result = host.End();
        Assert.Contains("NonInteractive", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen 1", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(default is", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_progress_line_is_wiped_before_other_text_and_when_it_is_completed()
    {
        using var host = new HostProcess();
        host.StartOnTerminal(host.Script("""
            function Copy-Thing { [CmdletBinding()] param()
                $p = [System.Management.Automation.ProgressRecord]::new(1, 'Copying', 'half way')
                $p.PercentComplete = 50
                $PSCmdlet.WriteProgress($p)
                'a line'
                $p.RecordType = 'Completed'
                $PSCmdlet.WriteProgress($p) }
            Copy-Thing
            'the end'
            """));
        var output = host.End().Output;
        Assert.Matches(@"\r(\e\[[0-9;]*m)?Copying \(50 %\): half way[^\n]*\r\e\[K[^\n]*a line\n", output);
        // Drawn again below the line, and taken away for good by Completed.
        var last = output.LastIndexOf("Copying", StringComparison.Ordinal);
        Assert.True(output.IndexOf("\r\e[K", last, StringComparison.Ordinal) is var wiped && wiped >= 0 && wiped < output.IndexOf("the end", StringComparison.Ordinal), output);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public void Colours_are_shown_unless_NO_COLOR_is_set(string? noColor, bool coloured)
    {
        using var host = new HostProcess();
        host.Environment["NO_COLOR"] = noColor;
        host.StartOnTerminal("-Command", "[pscustomobject]@{ Alpha = 1 }; 1/0");
        var output = host.End().Output;
        Assert.Contains("Alpha", output, StringComparison.Ordinal);
        Assert.Equal(coloured, output.Contains("\e[32;1m", StringComparison.Ordinal));
        Assert.Equal(coloured, output.Contains("\e[31;1m", StringComparison.Ordinal));
    }

    [Fact]
    public void A_native_program_gets_the_terminal_itself()
    {
        using var host = new HostProcess();
        host.StartOnTerminal(host.Script("sh -c '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all three'"));
        Assert.Contains("all three", host.End().Output, StringComparison.Ordinal);
    }
}
