#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes (once) the virtual environment with the outside judges of tests/interop/requirements.txt and prints its path.
# It lies in the user's cache under the SHA-256 of that file, so a changed list gets a new one; "interop-venv" points to the last one.
# Exit: 0 ready, path on stdout; 3 it could not be made (no network, no python3-venv), one sentence on stderr.
set -eu

requirements="$(dirname "$0")/../tests/interop/requirements.txt"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/casebench"
key="$(sha256sum "$requirements" | cut -c1-16)"
venv="$cache/interop-venv-$key"

give_up()
{
    echo "interop-venv: $1" >&2
    exit 3
}

mkdir -p "$cache"
# Two runs at once would install into each other's environment.
exec 9>"$cache/interop-venv.lock"
flock 9

if [ ! -f "$venv/complete" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv" >/dev/null 2>&1 || give_up "python3 cannot make a virtual environment; install python3-venv."
    # Nothing is compiled ahead: some hundred megabytes of Python, of which the tests import a small part.
    "$venv/bin/pip" install --quiet --no-compile --only-binary :all: --disable-pip-version-check --no-input --retries 1 --timeout 15 --requirement "$requirements" >&2 \
        || { rm -rf "$venv"; give_up "PyPI does not answer (or lacks a pinned version), so the interop tests are skipped."; }
    touch "$venv/complete"
fi
ln -sfn "$venv" "$cache/interop-venv"
echo "$venv"
