# Runs a script in pwsh with the module imported: tests/Host/run.ps1 MANIFEST SCRIPT [arguments of the script]
$manifest, $script, $rest = $args
Import-Module $manifest -ErrorAction Stop
& $script @rest
exit $LASTEXITCODE
