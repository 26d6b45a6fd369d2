#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzz targets with clang and runs each for MINUTES (default 10), one after the other, at the lowest priority.
# Usage: tests/fuzz/run.sh [MINUTES] [TARGET...]
# Without a TARGET also compares the readers with the slow second ones over 10,000 damaged files a format, under the same sanitizers.
# What an earlier run learned lies in build/fuzz/corpus/TARGET. A crash ends its target and lies in build/fuzz/crashes: put
# it, made small with -minimize_crash=1, into tests/data/fuzz/TARGET, where every run and tst_FuzzRegressions read it again.
# Exit: 0 nothing found; 1 a target crashed, hung (10 s of processor time, or 100 s on the wall) or needed over 1 GiB.
source "$(dirname "${BASH_SOURCE[0]}")/../../packaging/common.sh"

minutes="${1:-10}"
shift || true
targets=("$@")
mutants=()
[ "${#targets[@]}" -gt 0 ] || { targets=(csv jsonl xlsx sheet zip xml sqlite gzip values); mutants=(tst_ReaderMutants); }

install_packages build fuzz
build="$root/build/fuzz"
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 -g1" \
    -DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16 -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
    -DCASEBENCH_FUZZ=ON -DCASEBENCH_WERROR=OFF -DCASEBENCH_DESKTOP=OFF -DCASEBENCH_TESTS=OFF >/dev/null
ninja -C "$build" -j "$jobs" "${targets[@]/#/fuzz_}" "${mutants[@]}"

# The inputs a target starts from: the corpus of hostile files, and its own old findings.
seeds_of()
{
    local hostile="$root/tests/data/hostile"
    case "$1" in
        csv) echo "$hostile"/*.csv "$hostile"/*.tsv ;;
        jsonl | gzip) echo "$hostile"/*.jsonl ;;
        xlsx | zip) echo "$hostile"/*.xlsx "$root"/tests/data/messy/tabulator/*.xlsx ;;
        *) echo "$root"/tests/data/fuzz/seeds-"$1"/* ;;
    esac
}

found=0
for target in "${targets[@]}"; do
    corpus="$build/corpus/$target"
    mkdir -p "$corpus" "$build/crashes"
    for seed in $(seeds_of "$target") "$root"/tests/data/fuzz/"$target"/*; do
        if [ -f "$seed" ] && [ "$(stat -c %s "$seed")" -lt 65536 ]; then cp "$seed" "$corpus/"; fi
    done
    say "fuzz_$target for $minutes minutes"
    log="$build/$target.log"
    if ! nice -n 19 "$build/fuzz/fuzz_$target" -max_total_time=$((minutes * 60)) -timeout=100 -report_slow_units=10 -rss_limit_mb=1024 -max_len=65536 \
        -print_final_stats=1 -artifact_prefix="$build/crashes/$target-" "$corpus" >"$log" 2>&1; then
        found=1
        say "fuzz_$target: a finding, see $log"
    fi
    # The clock on the wall calls anything a hang on a busy machine; what took long must take long alone, in processor time.
    for slow in "$build/crashes/$target"-slow-unit-*; do
        if [ ! -f "$slow" ] || (ulimit -t 10 && exec "$build/fuzz/fuzz_$target" "$slow" >/dev/null 2>&1); then
            rm -f "$slow"
        else
            found=1
            say "fuzz_$target: over 10 s for $slow"
        fi
    done
    grep -E "stat::number_of_executed_units|stat::peak_rss_mb|SUMMARY|BINGO" "$log" | sed "s/^/$target: /" || true
done
for test in "${mutants[@]}"; do
    say "$test, ${CASEBENCH_MUTANTS:=10000} a format"
    CASEBENCH_MUTANTS="$CASEBENCH_MUTANTS" QTEST_FUNCTION_TIMEOUT=86400000 QT_QPA_PLATFORM=offscreen nice -n 19 "$build/tests/$test" || found=1
done
rm -rf /dev/shm/casebench-fuzz-*
exit "$found"
