#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All measurements of intake and of the table against their peers, on a quiet machine: builds the release preset, then
# imports and lists 1,000,000 cases. PANDAS=python of an environment with tests/bench/requirements.txt adds pandas.
# BUILD=a build directory measures what is built there instead. What came out before: RESULTS.md.
#   [BUILD=build/dev] [PANDAS=python] tests/bench/run.sh [--rows N] [--runs N]
set -eu
cd "$(dirname "$0")/../.."
if [ -z "${BUILD:-}" ]; then
    BUILD=build/release
    cmake --preset release >/dev/null
    cmake --build --preset release --target casebench-cli casebench-generate casebench-bench-table
fi
tests/bench/import.py "$BUILD" "$@" ${PANDAS:+--pandas "$PANDAS"}
tests/bench/table.py "$BUILD" "$@" ${PANDAS:+--pandas "$PANDAS"}
