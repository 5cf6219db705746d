using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace MySqlReplication.Hosting;

/// <summary>
/// The commands of pwsh that are not in its engine: they live in modules that come with pwsh only (Microsoft.PowerShell.Utility,
/// .Management, .Security and .Host). A script that calls one gets told so, instead of being told to check the spelling.
/// </summary>
internal static class EngineLimits
{
    private const string Redirection = "Out-File";

    private const string Names = """
        Add-Member Add-Type Clear-Variable Compare-Object ConvertFrom-CliXml ConvertFrom-Csv ConvertFrom-Json ConvertFrom-Markdown
        ConvertFrom-SddlString ConvertFrom-StringData ConvertTo-CliXml ConvertTo-Csv ConvertTo-Html ConvertTo-Json ConvertTo-Xml Debug-Runspace
        Disable-PSBreakpoint Disable-RunspaceDebug Enable-PSBreakpoint Enable-RunspaceDebug Export-Alias Export-Clixml Export-Csv
        Export-FormatData Export-PSSession Format-Custom Format-Hex Format-List Format-Table Format-Wide Get-Alias Get-Culture Get-Date
        Get-Error Get-Event Get-EventSubscriber Get-FileHash Get-FormatData Get-Host Get-MarkdownOption Get-Member Get-PSBreakpoint
        Get-PSCallStack Get-Random Get-Runspace Get-RunspaceDebug Get-SecureRandom Get-TraceSource Get-TypeData Get-UICulture Get-Unique
        Get-Uptime Get-Variable Get-Verb Group-Object Import-Alias Import-Clixml Import-Csv Import-LocalizedData Import-PowerShellDataFile
        Import-PSSession Invoke-Expression Invoke-RestMethod Invoke-WebRequest Join-String Measure-Command Measure-Object New-Alias
        New-Event New-Guid New-Object New-TemporaryFile New-TimeSpan New-Variable Out-File Out-GridView Out-Printer Out-String
        Read-Host Register-EngineEvent Register-ObjectEvent Remove-Alias Remove-Event Remove-PSBreakpoint Remove-TypeData Remove-Variable
        Select-Object Select-String Select-Xml Send-MailMessage Set-Alias Set-Date Set-MarkdownOption Set-PSBreakpoint Set-TraceSource
        Set-Variable Show-Command Show-Markdown Sort-Object Start-Sleep Tee-Object Test-Json Trace-Command Unblock-File Unregister-Event
        Update-FormatData Update-List Update-TypeData Wait-Debugger Wait-Event Write-Debug Write-Error Write-Host Write-Information
        Write-Output Write-Progress Write-Verbose Write-Warning
        Add-Content Clear-Content Clear-Item Clear-ItemProperty Clear-RecycleBin Convert-Path Copy-Item Copy-ItemProperty Debug-Process
        Get-ChildItem Get-Clipboard Get-ComputerInfo Get-Content Get-HotFix Get-Item Get-ItemProperty Get-ItemPropertyValue Get-Location
        Get-Process Get-PSDrive Get-PSProvider Get-Service Get-TimeZone Invoke-Item Join-Path Move-Item Move-ItemProperty New-Item
        New-ItemProperty New-PSDrive New-Service Pop-Location Push-Location Remove-Item Remove-ItemProperty Remove-PSDrive Remove-Service
        Rename-Computer Rename-Item Rename-ItemProperty Resolve-Path Restart-Computer Restart-Service Resume-Service Set-Clipboard
        Set-Content Set-Item Set-ItemProperty Set-Location Set-Service Set-TimeZone Split-Path Start-Process Start-Service Stop-Computer
        Stop-Process Stop-Service Suspend-Service Test-Connection Test-Path Wait-Process
        ConvertFrom-SecureString ConvertTo-SecureString Get-Acl Get-AuthenticodeSignature Get-CmsMessage Get-Credential Get-ExecutionPolicy
        Get-PfxCertificate New-FileCatalog Protect-CmsMessage Set-Acl Set-AuthenticodeSignature Set-ExecutionPolicy Test-FileCatalog
        Unprotect-CmsMessage Start-Transcript Stop-Transcript Start-ThreadJob
        """;

    // Made for the first unknown command only.
    private static readonly Lazy<HashSet<string>> Absent =
        new(() => new HashSet<string>(Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase));

    /// <summary>Puts the real reason into a record about a command that this host cannot have; leaves every other record alone.</summary>
    /// <param name="record">Any record, before it is shown.</param>
    public static void Explain(ErrorRecord record)
    {
        if (record.ErrorDetails is null
            && record.Exception is CommandNotFoundException { CommandName: { } unknown }
            && Absent.Value.TryGetValue(Unqualified(unknown), out string? name))
        {
            record.ErrorDetails = new ErrorDetails($"There is no {name}{(name == Redirection ? " (which > and >> call)" : "")} here: this host has only the PowerShell engine.")
            {
                RecommendedAction = "Run it in pwsh.",
            };
        }
    }

    // "Microsoft.PowerShell.Utility\Write-Host" is Write-Host.
    private static string Unqualified(string name) => name[(name.LastIndexOf('\\') + 1)..];
}
