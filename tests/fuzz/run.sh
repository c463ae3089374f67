#!/usr/bin/env bash
# Runs every fuzz target of a build folder for some seconds each, two at a time, from its seeds: run.sh FOLDER SECONDS
set -euo pipefail
folder=$1 seconds=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/shp" "$work/dbf" "$work/text" "$work/csv" "$work/geojson" "$work/gtfs" "$work/tiff"

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
cp "$root"/gisdata/timetable/时刻表.csv "$work/gtfs/timetable"
cat >"$work/gtfs/feed" <<'FEED'
== stops
stop_id,stop_lat,stop_lon,stop_name,parent_station
A,29.5,106.5,a,
B,29.5,106.51,b,P
P,29.5,106.512,p,
C,29.5,106.53,c,
== routes
route_id,route_short_name,route_type
R,1,3
== trips
trip_id,route_id,service_id,direction_id,shape_id
t,R,W,0,s
u,R,W,1,
f,R,X,,
== stop_times
trip_id,stop_id,stop_sequence,arrival_time,departure_time
t,A,1,7:00:00,7:00:00
t,B,2,,
t,C,3,7:10:00,
u,C,1,,31:10:00
u,A,2,31:10:00,
f,A,1,0:00:00,0:00:00
f,B,2,0:02:00,0:03:00
f,A,3,0:09:00,
== calendar
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
W,1,1,1,1,1,0,0,20240501,20240531
== calendar_dates
service_id,date,exception_type
W,20240506,2
X,20240502,1
== frequencies
trip_id,start_time,end_time,headway_secs,exact_times
f,7:10:00,8:00:00,600,0
f,8:00:00,8:30:00,900,1
== shapes
shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
s,29.5,106.49,1
s,29.501,106.51,2
s,29.5,106.54,3
FEED
for json in "$root"/gisdata/chengyu/*.geojson; do head -c 3000 "$json" >"$work/geojson/$(basename "$json")"; done
raster() { "${JT_LUA:-lua5.4}" "$root/tests/cli/raster.lua" "$@"; }
raster "$work/tiff/plain" size=7x5 values=1,2,nan,4
raster "$work/tiff/two" size=9x4 values=1,2,3 bands=2 type=f64
raster "$work/tiff/scaled" size=5x5 type=i16 values=1,2,3 scale=0.1 nodata=2
if command -v gdal_translate >/dev/null; then
    raster "$work/large.tif" size=70x50 values=1,2,nan,4
    gdal_translate -q -co TILED=YES -co BLOCKXSIZE=16 -co BLOCKYSIZE=16 "$work/large.tif" "$work/tiff/tiles"
    gdal_translate -q -b 1 -b 1 -co INTERLEAVE=BAND -co BLOCKYSIZE=8 "$work/large.tif" "$work/tiff/strips"
    rm -f "$work"/tiff/*.xml
fi

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
names=(shp dbf text csv geojson gtfs tiff)
for ((i = 0; i < ${#names[@]}; i += 2)); do
    pids=()
    for name in "${names[@]:i:2}"; do
        one "$name" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || status=1; done
done
exit $status
