<#
.SYNOPSIS
The words of the project for people with PowerShell; build.sh says the same where there is only the .NET SDK.
.EXAMPLE
./build.ps1 build
.EXAMPLE
./build.ps1 run examples/01-MasterMaster.ps1 -ServerDirectory /opt/mariadb
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'demo', 'test', 'bench', 'soak', 'run', 'analyze', 'package', 'clean')]
    [string] $Word = 'build',

    [Parameter(Position = 1, ValueFromRemainingArguments)]
    [object[]] $Rest = @()
)

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    $windows = [System.Environment]::OSVersion.Platform -eq 'Win32NT'
    switch ($Word) {
        'build' {
            & dotnet build MySqlReplication.sln -c Release -v quiet -nologo '-clp:NoSummary'
            exit $LASTEXITCODE
        }
        'run' {
            & dotnet build MySqlReplication.sln -c Release -v quiet -nologo '-clp:NoSummary'
            if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
            # A shell of its own, as build.sh does it: there -Name VALUE binds to the script, where a splatted array would hand it over by position.
            $shell = if ($PSEdition -eq 'Core') { 'pwsh' } else { 'powershell' }
            & $shell -NoProfile -File tests/Host/run.ps1 (Join-Path $PSScriptRoot 'MySqlReplication.psd1') @Rest
            exit $LASTEXITCODE
        }
        'clean' {
            Get-ChildItem -Path bin, src/*/bin, src/*/obj, tests/*/bin, tests/*/obj -ErrorAction SilentlyContinue -Directory |
                Where-Object { $_.Name -in 'bin', 'obj' -or $_.Parent.Name -eq 'bin' } |
                Remove-Item -Recurse -Force
        }
        default {
            # Servers are unpacked and tests are run by shell scripts: one way of doing each thing.
            if ($windows) {
                [Console]::Error.WriteLine("'$Word' needs a Unix shell and Debian's or npm's packages; run it in WSL or on Linux.")
                exit 3
            }
            & ./build.sh $Word @Rest
            exit $LASTEXITCODE
        }
    }
}
finally {
    Pop-Location
}
