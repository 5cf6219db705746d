# PSScriptAnalyzer over every script and the manifest; any finding fails.
$ErrorActionPreference = 'Stop'
Import-Module PSScriptAnalyzer
$root = Split-Path (Split-Path $PSScriptRoot)
$found = 'MySqlReplication.psd1', 'build.ps1', 'examples', 'tests' |
    ForEach-Object { Join-Path $root $_ } |
    Where-Object { Test-Path $_ } |
    ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Recurse -Settings (Join-Path $PSScriptRoot 'AnalyzerSettings.psd1') }
$found | Format-Table -AutoSize ScriptName, Line, RuleName, Message | Out-String -Width 200
exit [int]([bool]$found)
