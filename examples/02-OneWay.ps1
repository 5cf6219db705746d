<#
.SYNOPSIS
One source, one replica, shown before it is done: the same command with -WhatIf first.

.PARAMETER ServerDirectory
An unpacked MySQL or MariaDB; without it the mysqld or mariadbd on PATH is used.
#>
[CmdletBinding()]
param([string] $ServerDirectory)

$ErrorActionPreference = 'Stop'
$sandbox = @{ Name = 'oneway'; Count = 2 }
if ($ServerDirectory) { $sandbox.ServerDirectory = $ServerDirectory }
try {
    $pair = New-ReplicationSandbox @sandbox
    $source, $replica = $pair
    $account = New-ReplicationUser -Server $source -Peer $replica -UserName repl

    # What would be done: the statements, why each, and how it would be undone. Nothing is changed.
    $account | Start-ReplicationLink -WhatIf

    $link = $account | Start-ReplicationLink
    $link
    Get-MasterStatus $source
    Get-SlaveStatus $replica

    # And back again.
    $link | Undo-ReplicationChange -Confirm:$false
    $account | Undo-ReplicationChange -Confirm:$false
}
finally {
    if ($pair) { $pair | Remove-ReplicationSandbox -Confirm:$false }
}
