#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds everything with warnings as errors and runs all tests; ends with ctest's summary and its exit code.
# Usage: packaging/test.sh [--long] [--preset dev|release|asan|tsan]   (--long: also what takes hours)
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

preset=dev
selection=(--label-exclude slow)
while [ "$#" -gt 0 ]; do
    case "$1" in
        --long) selection=(); shift ;;
        --preset) [ "$#" -ge 2 ] || die "--preset wants dev, release, asan or tsan."; preset="$2"; shift 2 ;;
        -h | --help) sed -n '3,4s/^# //p' "$0"; exit 0 ;;
        *) die "unknown option $1; try --help." ;;
    esac
done

# changed_files : C++ files that differ from the merge base with origin/main, or from the commit before when that is HEAD itself
changed_files()
{
    local -a git=(git -c "safe.directory=*" -C "$root")
    local head base
    head="$("${git[@]}" rev-parse --verify -q HEAD)" || return 0
    base="${CASEBENCH_BASE:-$("${git[@]}" merge-base HEAD origin/main 2>/dev/null || true)}"
    [ -n "$base" ] && [ "$base" != "$head" ] || base="$("${git[@]}" rev-parse --verify -q HEAD~1)" || base=HEAD
    {
        "${git[@]}" diff --name-only --diff-filter=ACMR "$base"
        "${git[@]}" ls-files --others --exclude-standard
    } | grep -E '^(app|core|tests|ui)/.*\.(cpp|h)$' | sort -u || true
}

# hints FILE... : clang-tidy on changed sources, in CI and only while it is cheap; never fails
hints()
{
    local -a sources
    mapfile -t sources < <(printf '%s\n' "$@" | grep '\.cpp$' || true)
    [ -n "${CI:-}" ] && [ "${#sources[@]}" -gt 0 ] && [ "${#sources[@]}" -le 20 ] || return 0
    say "clang-tidy on ${#sources[@]} changed files (hints only)"
    printf '%s\0' "${sources[@]}" \
        | (cd "$root" && timeout 300 xargs -0 -n 1 -P "$jobs" clang-tidy-14 --quiet -p "build/$preset" 2>/dev/null) || true
}

install_packages build run test
mapfile -t changed < <(changed_files)
formatted=yes
if [ "${#changed[@]}" -gt 0 ]; then
    say "clang-format on ${#changed[@]} changed files"
    (cd "$root" && clang-format-14 --dry-run --Werror --style=file "${changed[@]}") || formatted=no
fi

# Outside judges; without a network their tests skip themselves and say so.
if venv="$("$root/packaging/interop-venv.sh")"; then
    export CASEBENCH_INTEROP_VENV="$venv"
else
    say "The interop tests will be skipped."
fi

build "$preset" -DCASEBENCH_WERROR=ON
hints "${changed[@]}"

status=0
QT_QPA_PLATFORM=offscreen ctest --test-dir "$root/build/$preset" --parallel "$jobs" --output-on-failure "${selection[@]}" || status=$?
if [ "$status" -eq 0 ] && [ "$formatted" = no ]; then
    die "the tests pass, but files above are not formatted; run clang-format-14 -i on them."
fi
exit "$status"
