<#
.SYNOPSIS
Two servers become a master-master pair, prove it, have their relay log broken, and are mended.

.DESCRIPTION
The old tutorial, start to end, on two throw-away servers on this machine: option files, accounts, both links, the rows
1, 11, 21 and 22, 32, 42, the collision that cannot happen, and the renamed relay log. Uses only the module's own commands
and .NET, so that it runs in pwsh and in the small host alike.

.PARAMETER ServerDirectory
An unpacked MySQL or MariaDB; without it the mysqld or mariadbd on PATH is used.

.PARAMETER Name
What the two servers are called: demo1 and demo2.

.PARAMETER Keep
Leave both servers running at the end.
#>
[CmdletBinding()]
param(
    [string] $ServerDirectory,
    [string] $Name = 'demo',
    [switch] $Keep
)

$ErrorActionPreference = 'Stop'
$watch = [System.Diagnostics.Stopwatch]::StartNew()

function Step([string] $Text) {
    ''
    '=== {0}   ({1:0.0} s)' -f $Text, $watch.Elapsed.TotalSeconds
}

function Rows($Server, [string] $Table) {
    (Invoke-ReplicationQuery -Server $Server -Query "SELECT id, origin FROM hello.$Table ORDER BY id" |
        ForEach-Object { '{0}({1})' -f $_.id, $_.origin }) -join ' '
}

function Insert($Server, [string] $Table, [string] $Origin, [int] $Count = 3) {
    foreach ($n in 1..$Count) {
        Invoke-ReplicationQuery -Server $Server -Query "INSERT INTO hello.$Table (origin) VALUES (@origin)" -Parameter @{ origin = $Origin }
    }
}

# Waits until everything that the source has written stands on the replica too.
function Settle($Source, $Replica) {
    $null = Get-MasterStatus -Server $Source | ForEach-Object { Wait-ReplicationLink -Replica $Replica -Coordinates $_.Coordinates -TimeoutSeconds 30 }
}

function Expect([string] $What, [string] $Is, [string] $Should) {
    if ($Is -ne $Should) { throw "$What are '$Is' and should be '$Should'." }
    '    {0}: {1}' -f $What, $Is
}

$sandbox = @{ Name = $Name; Count = 2 }
if ($ServerDirectory) { $sandbox.ServerDirectory = $ServerDirectory }

try {
    Step 'Two servers'
    $pair = New-ReplicationSandbox @sandbox
    $a, $b = $pair
    $pair | Out-Default

    Step 'Their option files: ids, a relay log with a name, keys 1, 11, 21 and 2, 12, 22, safe against crashes'
    $changes = @(
        $a | Set-MyCnfReplication -Role MasterMaster -Node 1 -Of 10
        $b | Set-MyCnfReplication -Role MasterMaster -Node 2 -Of 10
    )
    $changes | Out-Default
    $changes | Restart-ReplicationServer | Connect-ReplicationServer | Out-Default

    Step 'An account for B on A, and B follows A'
    New-ReplicationUser -Server $a -Peer $b -UserName repl | Start-ReplicationLink -Replica $b | Out-Default

    Step 'Three rows on A arrive on B'
    Invoke-ReplicationQuery -Server $a -Query 'CREATE DATABASE hello'
    Invoke-ReplicationQuery -Server $a -Query 'CREATE TABLE hello.test (id INT AUTO_INCREMENT PRIMARY KEY, origin CHAR(1) NOT NULL) ENGINE=InnoDB'
    Insert $a test A
    Settle $a $b
    Expect 'rows on B' (Rows $b test) '1(A) 11(A) 21(A)'

    Step 'The same in the other direction: now it is a pair'
    $account = New-ReplicationUser -Server $b -Peer $a -UserName repl
    Get-MasterStatus $b | Start-ReplicationLink -Replica $a -ReplicationCredential $account.ReplicationCredential | Out-Default

    Step 'Three rows on B arrive on A'
    Insert $b test B
    Settle $b $a
    Expect 'rows on A' (Rows $a test) '1(A) 11(A) 21(A) 22(B) 32(B) 42(B)'

    Step 'Both write at once, each deaf to the other: no key collides'
    Invoke-ReplicationQuery -Server $a -Query 'CREATE TABLE hello.both (id INT AUTO_INCREMENT PRIMARY KEY, origin CHAR(1) NOT NULL) ENGINE=InnoDB'
    Settle $a $b
    $null = Stop-ReplicationLink -Replica $a, $b -Thread Applier -Confirm:$false
    Insert $a both A
    Insert $b both B
    Expect 'rows on A' (Rows $a both) '1(A) 11(A) 21(A)'
    Expect 'rows on B' (Rows $b both) '2(B) 12(B) 22(B)'
    $null = Start-ReplicationLink -Source $a -Replica $b
    $null = Start-ReplicationLink -Source $b -Replica $a
    Settle $a $b
    Settle $b $a
    Expect 'rows on A' (Rows $a both) '1(A) 2(B) 11(A) 12(B) 21(A) 22(B)'
    Expect 'rows on B' (Rows $b both) '1(A) 2(B) 11(A) 12(B) 21(A) 22(B)'
    Get-SlaveStatus $a, $b | Out-Default

    Step 'Somebody edits my.cnf of A by hand: another relay log, no recovery; then restarts it'
    $null = $a | Stop-ReplicationSandbox
    $text = [System.IO.File]::ReadAllText($a.OptionFile)
    $text = $text -replace '(?m)^relay-log\s*=.*$', 'relay-log=renamed-relay-bin' -replace '(?m)^relay-log-recovery\s*=.*$', 'relay-log-recovery=0'
    [System.IO.File]::WriteAllText($a.OptionFile, $text)
    $null = $a | Start-ReplicationSandbox
    Get-SlaveStatus $a | Out-Default

    Step 'It is mended, and nothing was lost'
    Insert $b test B 1
    Get-SlaveStatus $a | Repair-RelayLog -Source $b -Confirm:$false | Out-Default
    Settle $b $a
    Expect 'rows on A' (Rows $a test) (Rows $b test)

    # A was away: B tries again by itself before long, and at once when its receiver is started anew.
    $null = Stop-ReplicationLink -Replica $b -Thread Receiver -Confirm:$false
    $null = Start-ReplicationLink -Source $a -Replica $b
    Get-SlaveStatus $a, $b | Out-Default
}
finally {
    if (-not $Keep -and $pair) {
        Step 'Gone again'
        $pair | Remove-ReplicationSandbox -Confirm:$false | Out-Default
    }
}

''
'The pair worked, broke, and was mended in {0:0} s.' -f $watch.Elapsed.TotalSeconds
