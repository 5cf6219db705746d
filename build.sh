#!/usr/bin/env bash
# The words of the project for a machine that has only the .NET SDK. build.ps1 says the same for people with PowerShell.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
config=Release

usage() {
    cat <<'TEXT'
usage: ./build.sh WORD [arguments]

  build                 compile everything; the module stands in bin/ and imports as ./MySqlReplication.psd1
  demo [SERVER] [-Keep] two servers become a master-master pair, prove it, break and mend it
                        (SERVER: one of tests/servers/fetch.sh --list; default: the one on PATH, else mariadb-11.8)
  test                  all tests on all servers; ends with "N passed, N failed, N skipped"
  bench [ROOM ...]      the figures, as ratios measured side by side in one run (main, ...; default: all)
  soak                  the long and repeated runs (a scaled-down form of each is part of test)
  run FILE.ps1 [args]   run a script with the module imported, in pwsh when it is on PATH, else in the small host
  analyze               PSScriptAnalyzer over scripts and manifest (needs pwsh and that module)
  package               the folder that ships, in bin/package/
  clean                 remove everything that was built
TEXT
}

say() { printf '%s\n' "$*" >&2; }

need_sdk() {
    command -v dotnet >/dev/null 2>&1 || { say "The .NET SDK 10 is needed, and 'dotnet' is not on PATH."; exit 3; }
}

build() {
    need_sdk
    dotnet build MySqlReplication.sln -c "$config" -v quiet -nologo -clp:NoSummary
}

has_pwsh_module() {
    command -v pwsh >/dev/null 2>&1 && pwsh -NoProfile -NonInteractive -Command "exit [int](-not (Get-Module -ListAvailable $1))"
}

run_script() {
    local script=$1
    shift
    [ -f "$script" ] || { say "There is no script $script."; exit 2; }
    if command -v pwsh >/dev/null 2>&1; then
        pwsh -NoProfile -File tests/Host/run.ps1 "$root/MySqlReplication.psd1" "$script" "$@"
    elif grep -q '^# requires pwsh' "$script"; then
        say "$script needs pwsh (it is headed '# requires pwsh'), and pwsh is not on PATH."
        exit 3
    else
        dotnet "tests/Host/bin/$config/net10.0/mysqlreplication-host.dll" -Module "$root/MySqlReplication.psd1" "$script" "$@"
    fi
}

# Adds one runner's counts to the totals.
passed=0 failed=0 skipped=0
count() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); }

run_tests() {
    local project=$1 log status=0 line
    shift
    log=$(mktemp)
    say "== $project"
    "tests/$project/bin/$config/net10.0/$project" -noColor "$@" 2>&1 | tee "$log" >&2 || status=$?
    line=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1 || true)
    rm -f "$log"
    if [ -z "$line" ]; then
        say "$project ended without a summary (exit $status)."
        count 0 1 0
        return
    fi
    # shellcheck disable=SC2086 # four numbers on purpose
    set -- $(printf '%s' "$line" | tr -dc '0-9 ')
    count $(($1 - $3 - $4)) $(($2 + $3)) "$4"
    if [ "$status" -ne 0 ] && [ $(($2 + $3)) -eq 0 ]; then
        say "$project exited with $status although no test failed."
        count 0 1 0
    fi
}

run_pester() {
    local cases log line
    [ -d tests/Pester ] || return 0
    cases=$(cat tests/Pester/*.Tests.ps1 | grep -cE '^[[:space:]]*It ' || true)
    if ! has_pwsh_module Pester; then
        say "== Pester: pwsh with Pester 5 is not here: $cases tests skipped"
        count 0 0 "$cases"
        return
    fi
    say "== Pester"
    log=$(mktemp)
    pwsh -NoProfile -NonInteractive -File tests/Pester/Invoke-Tests.ps1 2>&1 | tee "$log" >&2 || true
    line=$(grep -E '^PESTER [0-9]+ [0-9]+ [0-9]+$' "$log" | tail -n 1 || true)
    rm -f "$log"
    # shellcheck disable=SC2086 # three numbers on purpose
    if [ -n "$line" ]; then set -- $line; count "$2" "$3" "$4"; else say "Pester ended without a summary."; count 0 1 0; fi
}

test_all() {
    build
    say "== servers"
    if ! tests/servers/fetch.sh >&2; then
        say "A server could not be brought: the tests that need it fail."
        count 0 1 0
    fi
    run_tests MySqlReplication.Engine.Tests
    run_tests MySqlReplication.Module.Tests
    run_pester
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ]
}

demo() {
    local server=() prefix rest=() name
    for word in "$@"; do
        case $word in -*) rest+=("$word") ;; *) server=("$word") ;; esac
    done
    build
    if [ ${#server[@]} -eq 0 ] && { command -v mysqld || command -v mariadbd; } >/dev/null 2>&1; then
        run_script examples/01-MasterMaster.ps1 "${rest[@]}"
        return
    fi
    name=${server[0]:-mariadb-11.8}
    prefix=$(tests/servers/fetch.sh "$name" | cut -f2)
    run_script examples/01-MasterMaster.ps1 -ServerDirectory "$prefix" "${rest[@]}"
}

package() {
    build
    local version target
    version=$(sed -n "s/.*ModuleVersion *= *'\([0-9.]*\)'.*/\1/p" MySqlReplication.psd1)
    target=bin/package/MySqlReplication/$version
    rm -rf bin/package
    mkdir -p "$target/bin"
    cp -R bin/net8.0 bin/net472 bin/*.ps1xml "$target/bin/"
    cp -R MySqlReplication.psd1 en-US README.md CHANGELOG.md LICENSE "$target/"
    say "The module that ships: $target"
}

word=${1:-}
[ $# -gt 0 ] && shift
case $word in
    build) build ;;
    demo) demo "$@" ;;
    test) test_all ;;
    bench) build && dotnet "tests/Benchmarks/bin/$config/net10.0/Benchmarks.dll" "$@" ;;
    soak)
        build
        tests/servers/fetch.sh >&2
        MYSQLREPLICATION_SOAK=1 run_tests MySqlReplication.Module.Tests -trait "kind=soak"
        printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
        [ "$failed" -eq 0 ]
        ;;
    run)
        [ $# -gt 0 ] || { usage >&2; exit 2; }
        [ -f "$1" ] || { say "There is no script $1."; exit 2; }
        build && run_script "$@"
        ;;
    analyze)
        has_pwsh_module PSScriptAnalyzer || { say "analyze needs pwsh and the module PSScriptAnalyzer, and they are not here."; exit 3; }
        pwsh -NoProfile -NonInteractive -File tests/Pester/Invoke-Analyzer.ps1
        ;;
    package) package ;;
    clean)
        rm -rf bin src/*/bin src/*/obj tests/*/bin tests/*/obj
        ;;
    ''|-h|--help|help) usage ;;
    *) usage >&2; exit 2 ;;
esac
