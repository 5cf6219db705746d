using System.Collections.Generic;

namespace MySqlReplication.Module.Tests.Secrets;

/// <summary>
/// One line a cmdlet, in an order in which they work. A cmdlet without a line fails
/// <see cref="SecretTests.Every_exported_cmdlet_has_a_case"/>. The variables are those of <see cref="SecretStage"/>.
/// </summary>
internal static class SecretCases
{
    public static readonly IReadOnlyList<SecretCase> All =
    [
        new("Connect-ReplicationServer", "Connect-ReplicationServer $a, $b; Connect-ReplicationServer $withPassword", "PasswordInReference"),
        new("New-ReplicationUser", "New-ReplicationUser $a, $b -Peer 127.0.0.1 -ReplicationCredential $repl; New-ReplicationUser $a -Peer 127.0.0.1 -UserName generated"),
        new("Set-MyCnfReplication", "Set-MyCnfReplication $optionFile -Role MasterMaster -Node 1 -Of 10"),
        new("Get-MyCnfReplication", "Get-MyCnfReplication $optionFile"),
        new("Test-MyCnfReplication", "Test-MyCnfReplication $optionFile -Server $a"),
        new("Get-MasterStatus", "Get-MasterStatus $a, $b"),
        new("Start-ReplicationLink", "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $bad; Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl", "LinkLoginRefused"),
        new("Get-SlaveStatus", "Get-SlaveStatus $a, $b"),
        new("Test-ReplicationLink", "Test-ReplicationLink $b -Source $a -Canary; Test-ReplicationLink $b -Source $a -TryLogin -ReplicationCredential $repl"),
        new("Test-ReplicationServer", "Test-ReplicationServer $a, $b; Test-ReplicationServer $b -Role Replica -Peer $a -ReplicationCredential $next"),
        new("Measure-ReplicationLag", "Measure-ReplicationLag $b -Source $a -Samples 2"),
        new("Get-ReplicationErrorLog", "Get-ReplicationErrorLog $b -All"),
        new("Wait-ReplicationLink", "Wait-ReplicationLink $b -Source $a"),
        new("Get-ReplicationUser", "Get-ReplicationUser $a, $b"),
        new("Set-ReplicationUser", "Set-ReplicationUser $a repl -HostPattern 127.0.0.1 -Replica $b -NewCredential $next -FormerCredential $repl; Set-ReplicationUser $a repl -HostPattern 127.0.0.1 -Replica $b -NewCredential $repl -FormerCredential $next"),
        new("Remove-ReplicationUser", "Remove-ReplicationUser $b repl -HostPattern 127.0.0.1"),
        new("Invoke-ReplicationQuery", "Invoke-ReplicationQuery $a 'SELECT CURRENT_USER()'; Invoke-ReplicationQuery $a $markedStatement", "StatementFailed"),
        new("Repair-RelayLog", "Repair-RelayLog $b -Force"),
        new("Restart-ReplicationServer", "Restart-ReplicationServer $b"),
        new("Stop-ReplicationLink", "Stop-ReplicationLink $b"),
        new("Remove-ReplicationLink", "($removed = Remove-ReplicationLink $b)"),
        new("Undo-ReplicationChange", "Undo-ReplicationChange $removed.JournalEntry -ReplicationCredential $repl"),
        new("Copy-ReplicationSnapshot", "$null = Remove-ReplicationLink $b; Invoke-ReplicationQuery $a 'CREATE DATABASE marked; CREATE TABLE marked.t (id INT PRIMARY KEY)'; Copy-ReplicationSnapshot -Source $a -Replica $b -Database marked -IncludeUser * -Verify"),
        new("Export-ReplicationSnapshot", "Export-ReplicationSnapshot $a \"$folder/export\" -Database marked"),
        new("Import-ReplicationSnapshot", "Import-ReplicationSnapshot \"$folder/export\" -Replica $b -Force"),
        new("New-ReplicationSandbox", "New-ReplicationSandbox -Name $sandboxName -ServerDirectory $serverDirectory"),
        new("Get-ReplicationSandbox", "Get-ReplicationSandbox $sandboxName"),
        new("Stop-ReplicationSandbox", "Stop-ReplicationSandbox $sandboxName"),
        new("Start-ReplicationSandbox", "Start-ReplicationSandbox $sandboxName"),
        new("Remove-ReplicationSandbox", "Remove-ReplicationSandbox $sandboxName"),
        new("Disconnect-ReplicationServer", "Disconnect-ReplicationServer $a, $b"),
    ];
}
