#!/usr/bin/env bash
# Benchmarks: where the time of the main job goes, cold and with a warm cache, on one and on all threads.
# Figures depend on the machine: read the ratios.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=$PWD/build/release/jiangtian
scenario=lua/scenarios/01_half_hour_circle.lua
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# seconds of one run: run NAME ARGS...
run() {
    local name=$1
    shift
    "$program" run "$scenario" -o "$work/$name" -q --json "$@" | sed 's/.*"seconds":\([0-9.]*\).*/\1/'
}

printf '%-34s %8s\n' 'main job (gisdata/chengyu)' seconds
printf '%-34s %8.2f\n' 'no cache, 1 thread' "$(run one --threads 1 --cache off)"
printf '%-34s %8.2f\n' 'no cache, all threads' "$(run all --cache off)"
run cold --cache "$work/cache" >/dev/null
printf '%-34s %8.2f\n' 'warm cache' "$(run warm --cache "$work/cache")"
printf '\n%-44s %8s\n' 'slowest steps (all threads)' seconds
tr -d '\n ' <"$work/all/log/timings.json" | grep -o '"seconds":[0-9.e-]*,"step":"[^"]*"' |
    sed 's/"seconds":\([^,]*\),"step":"\([^"]*\)"/\1 \2/' | sort -rg | head -n 12 |
    while read -r seconds step; do
        printf '%-44s %8.2f\n' "$step" "$seconds"
    done
