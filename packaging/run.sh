#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Casebench and shows it: with a display the desktop program on the sample project, without one the whole story on the
# command line and pictures of every page.
# Usage: packaging/run.sh [--out DIR]   (default: build/demo, made anew when there is no display)
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

out="$root/build/demo"
while [ "$#" -gt 0 ]; do
    case "$1" in
        --out) [ "$#" -ge 2 ] || die "--out wants a directory."; out="$(realpath -m -- "$2")"; shift 2 ;;
        -h | --help) sed -n '3,5s/^# //p' "$0"; exit 0 ;;
        *) die "unknown option $1; try --help." ;;
    esac
done

install_packages build run
build release -- casebench casebench-cli
bin="$root/build/release/bin"

# play : makes the sample project, from files of cases to a verified bundle
play()
{
    if [ "$out" = "$root/build/demo" ]; then
        rm -rf "$out"
    elif [ -e "$out/project.casebench" ]; then
        die "$out holds a project already; name another directory, nothing is overwritten."
    fi
    "$bin/casebench-cli" demo --out "$out"
}

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    [ -e "$out/project.casebench" ] || play
    say "Opening $out/project.casebench"
    exec "$bin/casebench" "$out/project.casebench"
fi

play
QT_QPA_PLATFORM=offscreen "$bin/casebench" --pictures "$out/pictures" "$out/project.casebench"

cat <<END

There is no display, so the story was played on the command line. It left:
  project   $out/project.casebench
  bundle    $out/bundle
  report    $(find "$out" -maxdepth 1 -name '*dossier*' -o -maxdepth 1 -name '*.html' | sort | head -n 1 | grep . || echo "$out/bundle/README.md")
  pictures  $out/pictures ($(find "$out/pictures" -name '*.png' | wc -l) of them)
Open the project in the desktop program: $bin/casebench $out/project.casebench
END
