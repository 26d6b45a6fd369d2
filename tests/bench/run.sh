#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All measurements of intake and of the table against their peers, on a quiet machine: builds the release preset, then
# imports and lists 1,000,000 cases. PANDAS=python of an environment with tests/bench/requirements.txt adds pandas.
#   tests/bench/run.sh [--rows N] [--runs N]
set -eu
cd "$(dirname "$0")/../.."
cmake --preset release >/dev/null
cmake --build --preset release --target casebench-cli casebench-generate casebench-bench-table
tests/bench/import.py build/release "$@" ${PANDAS:+--pandas "$PANDAS"}
tests/bench/table.py build/release "$@" ${PANDAS:+--pandas "$PANDAS"}
