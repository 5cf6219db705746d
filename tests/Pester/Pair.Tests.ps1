#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# What pwsh brings and the engine alone does not: Format-Table, Select-Object, Sort-Object, Export-Csv, ConvertTo-Json, jobs.
Describe 'A pair, as a user of pwsh meets it' {
    BeforeAll {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $manifest = Join-Path $root 'MySqlReplication.psd1'
        Import-Module $manifest -Force
        $prefix = (& (Join-Path $root 'tests/servers/fetch.sh') 'mariadb-11.8').Split("`t")[1]
        $name = 'pester' + [guid]::NewGuid().ToString('N').Substring(0, 8)
        $pair = New-ReplicationSandbox -Name $name -Count 2 -ServerDirectory $prefix
        $a, $b = $pair
        $links = @(
            New-ReplicationUser -Server $a -Peer $b -UserName repl | Start-ReplicationLink
            New-ReplicationUser -Server $b -Peer $a -UserName repl | Start-ReplicationLink
        )
    }

    AfterAll {
        if ($pair) { $pair | Remove-ReplicationSandbox -Confirm:$false }
    }

    It 'runs in both directions' {
        $links | Should -HaveCount 2
        $links.Status.Receiver | Should -Be 'Running', 'Running'
    }

    It 'shows a table of 120 columns with the health of each' {
        $text = Get-SlaveStatus $a, $b | Format-Table | Out-String -Width 120
        $text | Should -Match 'Healthy'
        ($text -split "`r?`n" | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120
        @($text -split "`r?`n" | Where-Object { $_ -match 'Running' }) | Should -HaveCount 2
    }

    It 'gives the old column names to Select-Object' {
        $row = Get-SlaveStatus $a | Select-Object Slave_IO_Running, Replica_SQL_Running, Seconds_Behind_Master
        $row.Slave_IO_Running | Should -Be 'Yes'
        $row.Replica_SQL_Running | Should -Be 'Yes'
    }

    It 'sorts, groups and measures' {
        (Get-SlaveStatus $a, $b | Sort-Object { "$($_.Server)" } | Group-Object Receiver).Count | Should -Be 2
        (Get-MasterStatus $a, $b | Measure-Object).Count | Should -Be 2
    }

    It 'becomes JSON and CSV without a secret' {
        $secret = $a.Credential.GetCredential().GetNetworkCredential().Password
        $secret | Should -Not -BeNullOrEmpty
        $json = Get-SlaveStatus $a | ConvertTo-Json -Depth 4
        ($json | ConvertFrom-Json).Receiver | Should -Not -BeNullOrEmpty
        $csv = $a | ConvertTo-Csv
        "$json $csv" | Should -Not -Match ([regex]::Escape($secret))
    }

    It 'crosses a job and binds again, its login asked for' {
        $job = Start-Job { Import-Module $using:manifest; Get-ReplicationSandbox "${using:name}*" | Get-SlaveStatus }
        $status = $job | Wait-Job -Timeout 60 | Receive-Job
        $job | Remove-Job -Force
        @($status) | Should -HaveCount 2
        $ofA = $status | Where-Object { "$($_.Server)" -eq "$($a.Server)" }
        ($ofA | Get-SlaveStatus -Credential $a.Credential.GetCredential()).Receiver | Should -Be 'Running'
    }

    It 'reads many at once and reports the dead one by itself' {
        $rows = $a, '127.0.0.1:1', $b | Get-SlaveStatus -ErrorVariable failed -ErrorAction SilentlyContinue
        @($rows) | Should -HaveCount 2
        @($failed) | Should -HaveCount 1
        $failed[0].CategoryInfo.Category | Should -Not -Be 'NotSpecified'
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'prepares a member, restarts it, and does neither the second time' {
        $first = $b | Set-MyCnfReplication -Role MasterMaster -Node 2 -Of 10 -WarningAction SilentlyContinue | Restart-ReplicationServer
        $first.Changed | Should -BeTrue
        $first.InForce | Should -BeTrue
        ($b | Set-MyCnfReplication -Role MasterMaster -Node 2 -Of 10 | Restart-ReplicationServer).Changed | Should -BeFalse
        (Invoke-ReplicationQuery $b 'SELECT @@auto_increment_offset AS o').o | Should -Be 2
        Start-ReplicationLink -Source $a -Replica $b | Out-Null
        Stop-ReplicationLink -Replica $a -Thread Receiver -Confirm:$false | Out-Null
        (Start-ReplicationLink -Source $b -Replica $a).Status.Receiver | Should -Be 'Running'
    }

    It 'shows the settings of a file as a table, and what a change would do as a diff' {
        Get-MyCnfReplication $b.OptionFile | Format-Table | Out-String -Width 120 | Should -Match 'auto-increment-offset'
        $plan = Set-MyCnfReplication $b.OptionFile -ReportHost db2 -WhatIf
        $plan | Out-String | Should -Match '\+report-host=db2'
        Get-Content $b.OptionFile | Should -Not -Contain 'report-host=db2'
        $change = Set-MyCnfReplication $b.OptionFile -ReportHost db2
        Get-Content $b.OptionFile | Should -Contain 'report-host=db2'
        $change | Undo-ReplicationChange -Confirm:$false | Out-Null
        Get-Content $b.OptionFile | Should -Not -Contain 'report-host=db2'
    }

    It 'judges files and servers, with a bool where one is wanted' {
        $findings = Test-MyCnfReplication $a.OptionFile -Server $a
        $findings.Id | Should -Contain 'BinlogNotSynced'
        $findings | Where-Object Severity -NE Information | Select-Object -ExpandProperty Fix | Should -Not -BeNullOrEmpty
        Test-MyCnfReplication $a.OptionFile -Server $a -Quiet | Should -BeFalse
        Test-ReplicationServer $a, $b | Group-Object Server | Should -Not -BeNullOrEmpty
        @(Test-ReplicationLink $b -Quiet) | Should -Be $true
    }

    It 'measures the lag in time spans that sort' {
        $lag = Measure-ReplicationLag $a, $b -Samples 2
        @($lag | Sort-Object Lag) | Should -HaveCount 2
        $lag[0].Lag | Should -BeOfType ([timespan])
    }

    It 'copies one database to a third server and pipes the result into its link' {
        $third = New-ReplicationSandbox -Name "${name}c" -ServerDirectory $a.ServerDirectory
        try {
            # From the member that logs what it replicates: the third server is to get all of the pair.
            Invoke-ReplicationQuery $b 'CREATE DATABASE copied; CREATE TABLE copied.t (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO copied.t VALUES (1), (2)'
            $account = New-ReplicationUser -Server $b -Peer $third -UserName third
            $link = Copy-ReplicationSnapshot -Source $b -Replica $third -Confirm:$false | Start-ReplicationLink -ReplicationCredential $account.ReplicationCredential
            $link.Status.Receiver | Should -Be 'Running'
            (Invoke-ReplicationQuery $third 'SELECT COUNT(*) AS n FROM copied.t').n | Should -Be 2
        }
        finally {
            $third | Remove-ReplicationSandbox -Confirm:$false
            $third | Remove-ReplicationSandbox -Confirm:$false -WarningVariable gone -WarningAction SilentlyContinue
            "$gone" | Should -Match 'nothing is left to remove'
        }
    }

    It 'completes names of known servers' {
        $line = 'Get-SlaveStatus -Server 127'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain "$($a.Server)"
    }
}

Describe 'The examples in pwsh' {
    BeforeDiscovery {
        $examples = Get-ChildItem (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'examples') -Filter *.ps1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    }

    It '<Name> ends well' -ForEach $examples {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $prefix = (& (Join-Path $root 'tests/servers/fetch.sh') 'mariadb-11.8').Split("`t")[1]
        $name = 'example' + [guid]::NewGuid().ToString('N').Substring(0, 8)
        # The process is dotnet where pwsh was installed as its tool.
        $pwsh = (Get-Command pwsh).Source
        $output = & $pwsh -NoProfile -NonInteractive -File (Join-Path $root 'tests/Host/run.ps1') (Join-Path $root 'MySqlReplication.psd1') $Path -ServerDirectory $prefix -Name $name 2>&1
        $LASTEXITCODE | Should -Be 0 -Because ($output | Out-String)
    }
}
