<#
.SYNOPSIS
A server that is written to all the time becomes a master-master pair; not one row is lost or comes twice.

.DESCRIPTION
For a server that has data and customers already: its data is copied as of one moment, the link begins at that moment's
coordinates, and what was written meanwhile arrives by it. Then the other direction. The customers are a procedure that
the source's own event scheduler runs. Uses only the module's own commands and .NET, so that it runs in pwsh and in the
small host alike.

.PARAMETER ServerDirectory
An unpacked MySQL or MariaDB; without it the mysqld or mariadbd on PATH is used.

.PARAMETER Name
What the two servers are called: busy1 and busy2.

.PARAMETER Keep
Leave both servers running at the end.
#>
[CmdletBinding()]
param(
    [string] $ServerDirectory,
    [string] $Name = 'busy',
    [switch] $Keep
)

$ErrorActionPreference = 'Stop'
$watch = [System.Diagnostics.Stopwatch]::StartNew()

function Step([string] $Text) {
    ''
    '=== {0}   ({1:0.0} s)' -f $Text, $watch.Elapsed.TotalSeconds
}

function Orders($Server) {
    $row = Invoke-ReplicationQuery $Server 'SELECT COUNT(*) AS n, SUM(amount) AS total, MAX(id) AS last FROM shop.orders'
    '{0} orders, {1} in all, the last one {2}' -f $row.n, $row.total, $row.last
}

$sandbox = @{ Name = $Name; Count = 2 }
if ($ServerDirectory) { $sandbox.ServerDirectory = $ServerDirectory }

try {
    Step 'A server with data and customers, and an empty one'
    $pair = New-ReplicationSandbox @sandbox
    $a, $b = $pair
    $null = @(
        $a | Set-MyCnfReplication -Role MasterMaster -Node 1 -Of 2
        $b | Set-MyCnfReplication -Role MasterMaster -Node 2 -Of 2
    ) | Restart-ReplicationServer
    foreach ($statement in @(
            'CREATE DATABASE shop'
            'CREATE TABLE shop.customers (id INT PRIMARY KEY, name VARCHAR(40)) ENGINE=InnoDB'
            "INSERT INTO shop.customers VALUES (1, 'Ada'), (2, 'Grace'), (3, 'Edsger')"
            'CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL, amount DECIMAL(9,2) NOT NULL, note VARCHAR(200), KEY (customer), FOREIGN KEY (customer) REFERENCES shop.customers (id)) ENGINE=InnoDB'
            "INSERT INTO shop.orders (customer, amount, note) VALUES (1, 1.50, REPEAT('x', 150)), (2, 20.25, REPEAT('y', 150)), (3, 300, NULL)"
        ) + @("INSERT INTO shop.orders (customer, amount, note) SELECT customer, amount + 0.01, note FROM shop.orders") * 14 + @(
            'CREATE VIEW shop.best AS SELECT c.name, SUM(o.amount) AS total FROM shop.orders o JOIN shop.customers c ON c.id = o.customer GROUP BY c.name'
            'CREATE TABLE shop.till (is_open INT) ENGINE=InnoDB'
            'INSERT INTO shop.till VALUES (1)'
            'CREATE PROCEDURE shop.sell() BEGIN WHILE (SELECT is_open FROM shop.till) = 1 DO INSERT INTO shop.orders (customer, amount) VALUES (1 + FLOOR(RAND() * 3), 7); DO SLEEP(0.002); END WHILE; UPDATE shop.till SET is_open = -1; END'
            'SET GLOBAL event_scheduler = ON'
            'CREATE EVENT shop.customers ON SCHEDULE AT CURRENT_TIMESTAMP DO CALL shop.sell()'
        )) {
        Invoke-ReplicationQuery $a $statement -TimeoutSeconds 120
    }

    '    ' + (Orders $a)

    Step 'Copied as of one moment, proven, and linked from there, while it sells'
    $account = New-ReplicationUser -Server $a -Peer $b -UserName repl
    $copy = Copy-ReplicationSnapshot -Source $a -Replica $b -Verify -AllowLocalInfile
    $copy | Out-Default
    $copy | Start-ReplicationLink -ReplicationCredential $account.ReplicationCredential | Out-Default

    Step 'The other direction: now it is a pair'
    $account = New-ReplicationUser -Server $b -Peer $a -UserName repl
    Start-ReplicationLink -Source $b -Replica $a -ReplicationCredential $account.ReplicationCredential | Out-Default

    Step 'The shop closes, and both hold the same'
    Invoke-ReplicationQuery $a 'UPDATE shop.till SET is_open = 0'
    while ((Invoke-ReplicationQuery $a 'SELECT is_open FROM shop.till').is_open -ne -1) { [System.Threading.Thread]::Sleep(20) }
    $null = Wait-ReplicationLink -Replica $b -Source $a -TimeoutSeconds 60
    '    on A: ' + (Orders $a)
    '    on B: ' + (Orders $b)
    if ((Orders $a) -ne (Orders $b)) { throw 'The two differ.' }
    '    {0} of them were sold since the copy.' -f ((Invoke-ReplicationQuery $a 'SELECT COUNT(*) AS n FROM shop.orders').n - ($copy.Tables | Where-Object Name -EQ 'orders').Rows)
    Get-SlaveStatus $a, $b | Out-Default
}
finally {
    if (-not $Keep -and $pair) {
        Step 'Gone again'
        $pair | Remove-ReplicationSandbox -Confirm:$false | Out-Default
    }
}
