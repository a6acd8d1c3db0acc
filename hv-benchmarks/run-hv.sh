#!/usr/bin/env bash
# run-hv.sh NAME ITERATIONS [BENCH]: runs a kernel of the bench folder BENCH (also taken from the environment) on the bare emulated machine, and
# prints the guest's lines and `WALL seconds`, as that folder's own runners do. HV_ARGS: further arguments of hv run.
set -u
[ $# -ge 2 ] || { echo "usage: run-hv.sh NAME ITERATIONS [BENCH]" >&2; exit 2; }
bench=${3:-${BENCH:-}}
[ -r "$bench/lib.sh" ] || { echo "run-hv.sh: set BENCH to the folder of the bare-metal benchmark guests" >&2; exit 2; }
top=$(dirname "$(readlink -f -- "$0")")/..
. "$bench/lib.sh"
find_image "$1"
lines=$(mktemp); trap 'rm -f "$lines"' EXIT
T0=$(date +%s.%N)
"$top/hv" run --bare --quiet --memory 256M ${HV_ARGS:-} --append "$1 $2" "$IMG" < /dev/null > "$lines"
report "$lines"
