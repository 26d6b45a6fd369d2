#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make.sh CLI OUT: how the projects here were made, each with the casebench-cli of its schema.
set -eu
cli=$1
out=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rows() { # FIRST LAST
    echo "case_id,received,Asked_OTP,Money,Place"
    i=$1
    while [ "$i" -le "$2" ]; do
        scam=$((i % 2))
        # One in eleven looks like the other kind.
        if [ $((i % 11)) = 0 ]; then seems=$((1 - scam)); else seems=$scam; fi
        if [ $seems = 1 ]; then otp=Yes; else otp=No; fi
        printf 'c%03d,2026-%02d-%02dT10:00:00Z,%s,%d,place %d\n' "$i" $((i / 160 + 1)) $((i % 27 + 1)) $otp \
            $((seems * 300 + i * 37 % 500)) $((i % 3))
        i=$((i + 1))
    done
}
verdicts() {
    echo "case,verdict,person,reason"
    i=1
    while [ "$i" -le 480 ]; do
        if [ $((i % 2)) = 1 ]; then verdict=scam; else verdict=not-scam; fi
        printf 'c%03d,%s,ana,called back\n' "$i" $verdict
        i=$((i + 1))
    done
}
rows 1 460 >"$work/first.csv"
rows 461 480 >"$work/second.csv"
verdicts >"$work/verdicts.csv"
p="$cli -p $work/p.casebench --as"
"$cli" --as ada new "$work/p.casebench" --name "Old project"
"$cli" key new "$work/omar.pem"
$p ada person add ana --role analyst
$p ada person add omar --role compliance --public-key "$work/omar.pub.pem"
$p ana import "$work/first.csv" "$work/second.csv" --id case_id --time received
$p ana label import "$work/verdicts.csv"
$p ana label c001 disputed
$p ana label undo
$p ana case set c002 Money=15 --reason "typing error"
$p ana snapshot create q1
$p ana train --snapshot q1 --family logistic --name m1
$p ana submit m1
$p omar approve m1 --key "$work/omar.pem"
$p ana score
$p ana check
cp "$work/p.casebench" "$out"
