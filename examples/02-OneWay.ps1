<#
.SYNOPSIS
One source, one replica, shown before it is done: the same command with -WhatIf first.

.PARAMETER ServerDirectory
An unpacked MySQL or MariaDB; without it the mysqld or mariadbd on PATH is used.
.PARAMETER Name
What the two servers are called: oneway1 and oneway2.
#>
[CmdletBinding()]
param(
    [string] $ServerDirectory,
    [string] $Name = 'oneway'
)

$ErrorActionPreference = 'Stop'
$sandbox = @{ Name = $Name; Count = 2 }
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
