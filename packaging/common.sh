# SPDX-License-Identifier: GPL-3.0-or-later
# What run.sh and test.sh share: packages, configuring, building. To be sourced by bash; sets `root` and `jobs`.

set -euo pipefail
umask 022

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
jobs="${CASEBENCH_JOBS:-$(nproc)}"

# Services and containers start us without a home; ccache and pip need one.
if [ -z "${HOME:-}" ]; then
    HOME="$(getent passwd "$(id -u)" | cut -d: -f6)"
fi
[ -n "$HOME" ] && [ -w "$HOME" ] || HOME="$root/build/home"
mkdir -p "$HOME"
export HOME
export DEBIAN_FRONTEND=noninteractive
# Objects are found again from any build directory and any clone, whatever language its user speaks.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR="$root"
unset LC_ALL LC_CTYPE LC_MESSAGES
export LANG=C.UTF-8

say()
{
    printf '== %s\n' "$*" >&2
}

die()
{
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# packages_for GROUP... : the packages of these groups of packages.txt
packages_for()
{
    local group
    for group in "$@"; do
        awk -v group="$group" '!/^#/ && $2 == group { print $1 }' "$root/packaging/packages.txt"
    done
}

# missing_packages PACKAGE... : those that are not installed. Asks dpkg once, so it is instant when all are there.
missing_packages()
{
    comm -23 <(printf '%s\n' "$@" | sort -u) \
        <(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "installed" { print $2 }' | sort -u)
}

# install_packages GROUP... : as root or with sudo; asks the network only when something is missing.
install_packages()
{
    command -v dpkg-query >/dev/null || die "this script installs packages for Debian 12, and this is another system; packaging/packages.txt lists what is needed."
    local wanted missing
    mapfile -t wanted < <(packages_for "$@")
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [ "${#missing[@]}" -gt 0 ] || return 0

    local -a as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "please install, as root: apt-get install ${missing[*]}"
        as_root=(sudo env "DEBIAN_FRONTEND=$DEBIAN_FRONTEND")
    fi
    local -a install=("${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install -y -qq --no-install-recommends "${missing[@]}")
    say "Installing ${missing[*]}"
    # Old lists name packages that have been replaced since: fetch new ones when they do not serve.
    if ! "${install[@]}" >&2; then
        say "Fetching the package lists"
        "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update -qq >&2
        "${install[@]}" >&2 || die "apt-get could not install: ${missing[*]}. Its message stands above."
    fi
}

# build PRESET [-D...] [-- TARGET...] : configures and builds into build/PRESET
build()
{
    local preset="$1"
    shift
    local -a options=() targets=()
    while [ "$#" -gt 0 ] && [ "$1" != "--" ]; do
        options+=("$1")
        shift
    done
    [ "$#" -eq 0 ] || targets=(--target "${@:2}")
    say "Building $preset with $jobs jobs"
    (
        cd "$root"
        cmake --preset "$preset" "${options[@]}" >"$root/build/$preset.configure.log" 2>&1 || { cat "$root/build/$preset.configure.log" >&2; die "CMake could not configure the build."; }
        cmake --build --preset "$preset" --parallel "$jobs" "${targets[@]}" >&2
    )
}

mkdir -p "$root/build"
