#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module (Join-Path $root 'MySqlReplication.psd1') -Force
    $found = @(Get-Command -Module MySqlReplication -CommandType Cmdlet)
    $commands = $found | ForEach-Object { @{ Name = $_.Name } }
    $parameters = foreach ($command in $found) {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $command.Parameters.Keys | Where-Object { $_ -notin $common } | ForEach-Object { @{ Command = $command.Name; Parameter = $_ } }
    }
}

Describe 'The module in pwsh' {
    BeforeAll {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $manifest = Join-Path $root 'MySqlReplication.psd1'
        Import-Module $manifest -Force
    }

    It 'has a manifest that Test-ModuleManifest accepts' {
        (Test-ModuleManifest $manifest -ErrorAction Stop).Name | Should -Be 'MySqlReplication'
    }

    It 'exports what its manifest lists, with approved verbs' {
        $listed = (Test-ModuleManifest $manifest).ExportedCmdlets.Keys
        (Get-Command -Module MySqlReplication -CommandType Cmdlet).Name | Sort-Object | Should -Be ($listed | Sort-Object)
        $verbs = (Get-Verb).Verb
        (Get-Command -Module MySqlReplication -CommandType Cmdlet).Verb | ForEach-Object { $_ | Should -BeIn $verbs }
    }

    It 'keeps engine and driver out of the default load context' {
        try { Get-SlaveStatus '127.0.0.1:1' -ErrorAction Stop } catch { $_.FullyQualifiedErrorId | Should -BeLike '*,*GetSlaveStatusCommand' }
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Where({ $_.GetName().Name -in 'MySqlConnector', 'MySqlReplication.Engine' }) | Should -BeNullOrEmpty
    }

    It 'has words that build.ps1 and build.sh answer alike: <Word>' -ForEach @(
        @{ Word = @('no-such-word'); Code = 2 }
        @{ Word = @('run'); Code = 2 }
        @{ Word = @('run', 'no-such.ps1'); Code = 2 }
        @{ Word = @('help'); Code = 0 }
    ) {
        $null = & (Get-Process -Id $PID).Path -NoProfile -File (Join-Path $root 'build.ps1') @Word 2>&1
        $LASTEXITCODE | Should -Be $Code
        if (-not $IsWindows) {
            $null = & (Join-Path $root 'build.sh') @Word 2>&1
            $LASTEXITCODE | Should -Be $Code
        }
    }

    It 'is removed and imported again' {
        Remove-Module MySqlReplication
        Get-Command Get-SlaveStatus -Module MySqlReplication -ErrorAction Ignore | Should -BeNullOrEmpty
        Import-Module $manifest
        Get-Command Get-SlaveStatus | Should -Not -BeNullOrEmpty
    }
}

Describe 'Help of cmdlets' {
    It '<Name> has a synopsis, a description and an example' -ForEach $commands {
        $help = Get-Help $Name -Full
        $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty
        "$($help.Synopsis)" | Should -Not -BeLike "$Name *"
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterThan 0
    }
}

Describe 'Help of parameters' {
    It '<Command> describes -<Parameter>' -ForEach $parameters {
        $text = (Get-Help $Command -Parameter $Parameter).Description | Out-String
        $text.Trim() | Should -Not -BeNullOrEmpty
    }
}
