@{
    # The module that fits the edition: PowerShell 7 gets net8.0, Windows PowerShell 5.1 gets net472. -like is a call; for -eq the
    # engine makes and compiles a call site at every import.
    RootModule             = if ($PSEdition -like 'Core') { 'bin/net8.0/MySqlReplication.dll' } else { 'bin/net472/MySqlReplication.dll' }
    ModuleVersion          = '0.1.0'
    GUID                   = '5b0d4a5e-6a0f-4f1c-9d0a-3b8a1f6f2c71'
    Author                 = 'The MySqlReplication founders'
    CompanyName            = 'MySqlReplication'
    Copyright              = '(c) 2026 The MySqlReplication founders. MIT licence.'
    Description            = 'Sets up, shows, proves and repairs MySQL and MariaDB replication, above all the master-master pair.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')
    FormatsToProcess       = @('bin/MySqlReplication.Format.ps1xml')
    TypesToProcess         = @('bin/MySqlReplication.Types.ps1xml')
    FunctionsToExport      = @()
    # Lists with commas: lines without them are statements, which the engine compiles one by one at every import.
    CmdletsToExport        = @(
        'Connect-ReplicationServer',
        'Copy-ReplicationSnapshot',
        'Disconnect-ReplicationServer',
        'Export-ReplicationSnapshot',
        'Get-MasterStatus',
        'Get-MyCnfReplication',
        'Get-ReplicationErrorLog',
        'Get-ReplicationSandbox',
        'Get-ReplicationUser',
        'Get-SlaveStatus',
        'Import-ReplicationSnapshot',
        'Invoke-ReplicationQuery',
        'Measure-ReplicationLag',
        'New-ReplicationSandbox',
        'New-ReplicationUser',
        'Remove-ReplicationLink',
        'Remove-ReplicationSandbox',
        'Remove-ReplicationUser',
        'Repair-RelayLog',
        'Restart-ReplicationServer',
        'Set-MyCnfReplication',
        'Set-ReplicationUser',
        'Start-ReplicationLink',
        'Start-ReplicationSandbox',
        'Stop-ReplicationLink',
        'Stop-ReplicationSandbox',
        'Test-MyCnfReplication',
        'Test-ReplicationLink',
        'Test-ReplicationServer',
        'Undo-ReplicationChange',
        'Wait-ReplicationLink'
    )
    VariablesToExport      = @()
    AliasesToExport        = @(
        'Get-ReplicaStatus',
        'Get-SourceStatus'
    )
    PrivateData            = @{
        PSData = @{
            Tags       = @('MySQL', 'MariaDB', 'replication', 'master-master', 'database')
            LicenseUri = ''
        }
    }
}
