<#
.SYNOPSIS
The words of the project for people with PowerShell; build.sh says the same where there is only the .NET SDK.
.DESCRIPTION
Exit codes are those of build.sh: 0 done, 1 failed, 2 a wrong word or no script, 3 something that the word needs is not here.
.EXAMPLE
./build.ps1 build
.EXAMPLE
./build.ps1 run examples/01-MasterMaster.ps1 -ServerDirectory /opt/mariadb
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ArgumentCompleter({ $typed = $args[2]; 'build', 'demo', 'test', 'bench', 'soak', 'run', 'analyze', 'package', 'clean' | Where-Object { $_ -like "$typed*" } })]
    [string] $Word = 'help',

    [Parameter(Position = 1, ValueFromRemainingArguments)]
    [object[]] $Rest = @()
)

$ErrorActionPreference = 'Stop'
# One text for both, so that they cannot come to differ.
$usage = [regex]::Match([System.IO.File]::ReadAllText((Join-Path $PSScriptRoot 'build.sh')), "(?s)<<'TEXT'\r?\n(.*?)\r?\nTEXT").Groups[1].Value.Replace('./build.sh', './build.ps1')

function Invoke-Build {
    if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
        [Console]::Error.WriteLine("The .NET SDK 10 is needed, and 'dotnet' is not on PATH.")
        exit 3
    }

    & dotnet build MySqlReplication.sln -c Release -v quiet -nologo '-clp:NoSummary'
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

Push-Location $PSScriptRoot
try {
    # The program that runs this: pwsh need not be on PATH for it.
    $shell = (Get-Process -Id $PID).Path
    switch ($Word) {
        'build' {
            Invoke-Build
            exit 0
        }
        'run' {
            if ($Rest.Count -eq 0) {
                [Console]::Error.WriteLine($usage)
                exit 2
            }
            if (-not (Test-Path -LiteralPath $Rest[0] -PathType Leaf)) {
                [Console]::Error.WriteLine("There is no script $($Rest[0]).")
                exit 2
            }
            Invoke-Build
            # A shell of its own, as build.sh does it: there -Name VALUE binds to the script, where a splatted array would hand it over by position.
            & $shell -NoProfile -File tests/Host/run.ps1 (Join-Path $PSScriptRoot 'MySqlReplication.psd1') @Rest
            exit $LASTEXITCODE
        }
        'analyze' {
            if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
                [Console]::Error.WriteLine('analyze needs the module PSScriptAnalyzer, and it is not here.')
                exit 3
            }
            & $shell -NoProfile -NonInteractive -File tests/Pester/Invoke-Analyzer.ps1
            exit $LASTEXITCODE
        }
        'clean' {
            'bin', 'src/*/bin', 'src/*/obj', 'tests/*/bin', 'tests/*/obj' | Where-Object { Test-Path $_ } | ForEach-Object { Remove-Item $_ -Recurse -Force }
            exit 0
        }
        { $_ -in 'demo', 'test', 'bench', 'soak', 'package' } {
            # Servers are unpacked and tests are run by shell scripts: one way of doing each thing.
            if ([System.Environment]::OSVersion.Platform -eq 'Win32NT') {
                [Console]::Error.WriteLine("'$Word' needs a Unix shell, and all but 'package' Debian's or npm's packages too; run it in WSL or on Linux.")
                exit 3
            }
            & ./build.sh $Word @Rest
            exit $LASTEXITCODE
        }
        { $_ -in 'help', '' } {
            $usage
            exit 0
        }
        default {
            [Console]::Error.WriteLine($usage)
            exit 2
        }
    }
}
finally {
    Pop-Location
}
