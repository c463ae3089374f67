#!/usr/bin/env bash
# Runs every fuzz target of a build folder for some seconds each, two at a time, from its seeds: run.sh FOLDER SECONDS
set -euo pipefail
folder=$1 seconds=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/shp" "$work/dbf" "$work/text" "$work/csv" "$work/geojson"

# Seeds: the sample region's own files. A .shp comes after the length of its index.
for dbf in "$root"/gisdata/chengyu/*.dbf; do
    shp=${dbf%.dbf}.shp shx=${dbf%.dbf}.shx
    size=$(wc -c <"$shx")
    head -c 4000 "$dbf" >"$work/dbf/$(basename "$dbf")"
    if [ "$size" -lt 65536 ]; then
        { printf '%b' "$(printf '\\x%02x\\x%02x' $((size % 256)) $((size / 256)))"; cat "$shx"; head -c 20000 "$shp"; } \
            >"$work/shp/$(basename "$shp")"
    fi
done
{ echo GBK; head -c 2000 "$root/gisdata/SOURCES.md"; } >"$work/text/seed"
cp "$root"/gisdata/chengyu/*.csv "$work/csv/"
for json in "$root"/gisdata/chengyu/*.geojson; do head -c 3000 "$json" >"$work/geojson/$(basename "$json")"; done

status=0
one() {
    local name=$1
    if "$folder/fuzz_$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -print_final_stats=1 \
        -artifact_prefix="$root/build/fuzz-$name-" "$work/$name" >"$work/$name.log" 2>&1; then
        printf 'fuzz %-8s %s runs, no finding\n' "$name" "$(sed -n 's/.*number_of_executed_units: //p' "$work/$name.log")"
    else
        tail -n 40 "$work/$name.log"
        printf 'fuzz %-8s FOUND something: see build/fuzz-%s-*\n' "$name" "$name"
        return 1
    fi
}
names=(shp dbf text csv geojson)
for ((i = 0; i < ${#names[@]}; i += 2)); do
    pids=()
    for name in "${names[@]:i:2}"; do
        one "$name" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || status=1; done
done
exit $status
