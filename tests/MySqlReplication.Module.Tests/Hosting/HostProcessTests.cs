using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>The small host as scripts, pipes and shells see it.</summary>
public sealed partial class HostProcessTests
{
    // Writes an error as the module does: an id, a target, and what to do next.
    private const string FailingFunction = """
        function Start-Thing { [CmdletBinding()] param()
            $e = [System.Management.Automation.ErrorRecord]::new([InvalidOperationException]::new('The replica runs already.'), 'ReplicaRunning', 'ResourceBusy', 'db2:3306')
            $e.ErrorDetails = [System.Management.Automation.ErrorDetails]::new('The replica db2:3306 runs already.')
            $e.ErrorDetails.RecommendedAction = 'Stop-ReplicationLink -Replica db2:3306'
            $PSCmdlet.WriteError($e) }

        """;

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("'fine'", 0)]
    [InlineData("throw 'broken'", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; 1/0", 1)]
    [InlineData("1/0; 'goes on'", 0)]
    [InlineData("function f { exit 9 }; f; 'never'", 9)]
    [InlineData("dotnet --no-such-option 2>&1 | Out-Null; \"native $LASTEXITCODE\"", 0)]
    [InlineData("param($Unclosed", 1)]
    public void A_script_file_ends_with_the_exit_code_that_pwsh_gives_it(string script, int expected)
    {
        using var host = new HostProcess();
        Assert.Equal(expected, host.Run(host.Script(script)).ExitCode);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("1/0", 1)]
    [InlineData("exit 5", 5)]
    public void A_command_text_fails_when_its_last_statement_does(string text, int expected)
    {
        using var host = new HostProcess();
        Assert.Equal(expected, host.Run("-Command", text).ExitCode);
    }

    [Theory]
    [InlineData("absent.ps1")]
    [InlineData("-NoSuchOption")]
    [InlineData("-Width", "many", "-Command", "1")]
    [InlineData("-Module", "./absent.psd1", "-Command", "1")]
    [InlineData]
    public void A_wrong_command_line_is_refused_with_a_sentence(params string[] arguments)
    {
        using var host = new HostProcess();
        var result = host.Run(arguments);
        Assert.Equal(64, result.ExitCode);
        Assert.StartsWith("mysqlreplication-host: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_bind_to_the_param_block()
    {
        using var host = new HostProcess();
        var script = host.Script("""
            param([string]$Name, [int]$Port, [switch]$Force, [switch]$Quiet, [string]$Text, [Parameter(ValueFromRemainingArguments)]$Rest)
            "$Name|$Port|$Force|$Quiet|$Text|$($Rest -join ',')|$PSScriptRoot"
            """);
        var result = host.Run(script, "-Name", "it's $(a) \"name\"", "-Port:3307", "-Force", "-Quiet:$false", "-Text:", "-5", "$true", "last one");
        Assert.Equal($"it's $(a) \"name\"|3307|True|False|-5|$true,last one|{host.Folder}\n", result.Output);
        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void An_argument_that_does_not_bind_fails_the_run()
    {
        using var host = new HostProcess();
        var result = host.Run(host.Script("[CmdletBinding()] param([int]$Port) 'never'"), "-Port", "abc");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("'Port'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_go_to_standard_error_with_their_place_and_what_to_do_next()
    {
        using var host = new HostProcess();
        var result = host.Run(host.Script(FailingFunction + "Start-Thing\n'after'\n[int]::Parse('x')\nStart-Thing -ErrorAction Stop\n'never'"));
        Assert.Equal((1, "after\n"), (result.ExitCode, result.Output));
        Assert.Equal(2, Regex.Count(result.Error, "^  Recommendation: Stop-ReplicationLink -Replica db2:3306$", RegexOptions.Multiline));
        Assert.Equal(2, Regex.Count(result.Error, Regex.Escape("The replica db2:3306 runs already.")));
        Assert.Contains("script.ps1:6", result.Error, StringComparison.Ordinal);
        Assert.Contains("script.ps1:9", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throw 'broken'", 1)]
    [InlineData("exit 3", 3)]
    public void What_was_put_out_before_the_end_is_not_lost(string end, int expected)
    {
        using var host = new HostProcess();
        var result = host.Run("-Command", "[pscustomobject]@{ Alpha = 1; Beta = 'two' }; " + end);
        Assert.Equal(expected, result.ExitCode);
        Assert.Matches(@"Alpha Beta\n----- ----\n\s+1 two", result.Output);
    }

    [Fact]
    public void A_command_of_pwsh_that_is_not_in_the_engine_is_named_as_such()
    {
        using var host = new HostProcess();
        var result = host.Run("-Command", "Write-Host hello; 1 > here.txt; no-such-thing");
        Assert.Contains("There is no Write-Host here: this host has only the PowerShell engine.\n  Recommendation: Run it in pwsh.", result.Error, StringComparison.Ordinal);
        Assert.Contains("Out-File (which > and >> call)", result.Error, StringComparison.Ordinal);
        Assert.Contains("'no-such-thing' is not recognized", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_have_their_prefixes_and_pipes_get_neither_colours_nor_progress()
    {
        using var host = new HostProcess();
        var script = host.Script("""
            function Show-All { [CmdletBinding()] param()
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'Copying', 'half way'))
                $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteVerbose('loud'); $PSCmdlet.WriteDebug('deep')
                $PSCmdlet.WriteInformation([System.Management.Automation.InformationRecord]::new('news', 'here')) }
            Show-All
            Show-All -Verbose -Debug -InformationAction Continue
            [pscustomobject]@{ Width = $Host.UI.RawUI.BufferSize.Width }
            1/0
            """);
        var quiet = host.Run(script);
        Assert.StartsWith("WARNING: careful\nWARNING: careful\nVERBOSE: loud\nDEBUG: deep\nnews\n", quiet.Output, StringComparison.Ordinal);
        Assert.Contains("120", quiet.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Copying", quiet.Output + quiet.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', quiet.Output + quiet.Error);

        using var told = new HostProcess();
        var shown = told.Run("-Progress", "always", "-Width", "64", told.Script(File.ReadAllText(script)));
        Assert.StartsWith("Copying: half way\n", shown.Error, StringComparison.Ordinal);
        Assert.Contains("64", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$Host.UI.ReadLine()")]
    [InlineData("$Host.UI.ReadLineAsSecureString()")]
    [InlineData("$Host.UI.PromptForCredential('Log in', 'to db1', 'root', '')")]
    [InlineData("function Reset-Thing { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('db1:3306', 'reset')) { 'done' } }; Reset-Thing")]
    public void A_question_that_nobody_can_answer_fails_at_once(string question)
    {
        using var host = new HostProcess();
        var result = host.Run("-Command", "$ErrorActionPreference = 'Stop'; " + question);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("but nobody can answer: standard input is not a terminal", Unwrapped(result.Error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_mandatory_parameter_is_named_instead_of_asked_for()
    {
        using var host = new HostProcess();
        var result = host.Run(host.Script("param([Parameter(Mandatory)][string]$Server) 'never'"));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("mandatory parameters: Server", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async System.Threading.Tasks.Task A_signal_stops_the_script_and_its_finally_block_runs(string signal, int expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "POSIX signals are sent by kill(1)");
        using var host = new HostProcess();
        host.StartPiped(host.Script("""
            try { 'waiting'; while ($true) { [void][System.Threading.Thread]::Yield() } }
            finally { $Host.UI.WriteLine('given back'); 1 | ForEach-Object { [System.IO.File]::WriteAllText("$PSScriptRoot/given-back", 'yes') } }
            """));
        await host.SeeAsync("waiting");
        host.Signal(signal);
        var result = host.End();
        Assert.Equal((expected, "waiting\ngiven back\n"), (result.ExitCode, result.Output));
        Assert.True(File.Exists(Path.Combine(host.Folder, "given-back")));
        Assert.Empty(result.Error);
    }

    [Fact]
    public void The_built_module_is_imported_first()
    {
        using var host = new HostProcess();
        var result = host.Run("-Module", ModuleSession.Manifest, "-Command", "(Get-Module MySqlReplication).ExportedCommands.Count -gt 0; Connect-ReplicationServer 'nonsense:port' -Credential ([pscredential]::new('u', [securestring]::new()))");
        Assert.Equal("True\n", result.Output);
        Assert.Contains("\n  Recommendation: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "True|one", "-Force", "-Name", "one")]
    [InlineData(4, "True|", "-Force")]
    [InlineData(4, "False|")]
    [InlineData(1, "", "-Port", "abc")]
    public void The_launcher_for_pwsh_hands_arguments_and_exit_code_on(int expected, string output, params string[] arguments)
    {
        using var host = new HostProcess();
        var script = host.Script("[CmdletBinding()] param([switch]$Force, [string]$Name, [int]$Port) \"$Force|$Name\"; exit 4");
        var result = host.Run([Path.Combine(ModuleSession.RepositoryRoot, "tests", "Host", "run.ps1"), ModuleSession.Manifest, script, .. arguments]);
        Assert.Equal((expected, output), (result.ExitCode, result.Output.TrimEnd('\n')));
    }

    // Long messages are laid out behind a bar; the words are what matters here.
    private static string Unwrapped(string text) => LineBreak().Replace(text, " ");

    [GeneratedRegex(@"\s*\n\s*\|\s*")]
    private static partial Regex LineBreak();
}
