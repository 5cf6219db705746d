# Runs a script in pwsh with the module imported: tests/Host/run.ps1 MANIFEST SCRIPT [arguments of the script]
$manifest, $script = $args[0, 1]
# Always an array: splatting a lone text would hand its characters over one by one.
$rest = @(if ($args.Count -gt 2) { $args[2..($args.Count - 1)] })
Import-Module $manifest -ErrorAction Stop
& $script @rest
# As with pwsh -File: exit of the script counts, a native program that failed inside it does not, arguments that do not bind do.
if (-not $?) {
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    exit 1
}
