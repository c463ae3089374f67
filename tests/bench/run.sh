#!/usr/bin/env bash
# Benchmarks. Without a name: where the time of the main job goes. J1, J2, J3, J3c, J4: the workloads of the shared bench folder beside
# its peers, medians of three runs, as ratios. W1: what-ifs on the streets of Porto, from the file to the maps, in
# milliseconds, and a matrix beside pgRouting where that is installed. W2: 10,000 closures on the streets of Jinan. W3: a ranking and classes of cells under random weights. W4: a model of eight
# criteria over 20,000 x 20,000 cells, as a scenario, with its peak of memory. Figures depend on the machine: read the ratios.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
[ $# -eq 0 ] && exec "$here/main_job.sh"

shared=${JT_SHARED:-$root/../shared}/bench
work=${JT_BENCH_FOLDER:-$root/build/bench}
if [ ! -d "$shared" ]; then
    echo "the workloads are in the shared bench folder, which is not there: $shared" >&2
    exit 1
fi
cmake --build "$root/build/release" --target bench_data bench_network bench_noding bench_what_if bench_criticality bench_surface bench_robustness >/dev/null
engine=$root/build/release/tests/bench_data
network=$root/build/release/tests/bench_network
noding=$root/build/release/tests/bench_noding
surface=$root/build/release/tests/bench_surface
robustness=$root/build/release/tests/bench_robustness

# peer NAME LIBS...: compiles a peer or the generator once
peer() {
    local name=$1 source=$shared/peers/$1.cpp
    shift
    [ -e "$source" ] || source=$shared/$name.cpp
    # shellcheck disable=SC2046
    [ -x "$work/bin/$name" ] || g++ -O2 -std=c++17 "$source" -o "$work/bin/$name" $(gdal-config --cflags) $(gdal-config --libs) "$@"
}

mkdir -p "$work/bin" "$work/data"
peer gen_vec
data=$work/data

# Inputs of reading and overlay, and of networks.
make_vectors() {
    peer j1_gdal -lgeos_c -lproj
    peer j2_geos -lgeos_c -lpthread
    [ -e "$data/parcels.prj" ] || "$work/bin/gen_vec" parcels 1000000 "$data/parcels.shp"
    [ -e "$data/roads2m.prj" ] || "$work/bin/gen_vec" roads 1020 1020 "$data/roads2m.shp"
    [ -e "$data/zones.prj" ] || "$work/bin/gen_vec" zones 50 40 "$data/zones.shp"
    [ -e "$data/points.prj" ] || "$work/bin/gen_vec" points 1000000 "$data/points.shp"
}
make_graph() {
    peer shp2graph
    peer j3_boost
    [ -e "$data/roads500k.prj" ] || "$work/bin/gen_vec" roads 510 510 "$data/roads500k.shp"
    [ -e "$data/g1m.bin" ] || "$work/bin/shp2graph" "$data/roads500k.shp" "$data/g1m.bin" >/dev/null
}

make_rasters() {
    [ -e "$data/roads500k.prj" ] || "$work/bin/gen_vec" roads 510 510 "$data/roads500k.shp"
    [ -e "$data/zones.prj" ] || "$work/bin/gen_vec" zones 50 40 "$data/zones.shp"
    [ -e "$data/dem.tif" ] || (cd "$work" && /usr/bin/python3 "$shared/gen_ras.py")
    [ -e "$data/zones44.shp" ] || ogr2ogr -overwrite -t_srs EPSG:4544 "$data/zones44.shp" "$data/zones.shp"
    if [ ! -e "$data/roads.tif" ]; then
        ogr2ogr -overwrite -t_srs EPSG:4544 "$data/roads44.shp" "$data/roads500k.shp" -where "FCLASS<>'residential'"
        gdal_rasterize -q -burn 1 -ot Byte -tr 10 10 -te 366000 3343000 466000 3443000 -co TILED=YES "$data/roads44.shp" "$data/roads.tif"
    fi
}

# scaled FACTOR PATTERN COMMAND...: the seconds that a peer prints behind the pattern, for some of the origins, times the
# factor.
scaled() {
    local factor=$1 pattern=$2 said
    shift 2
    said=$("$@" 2>/dev/null | grep -oE "${pattern}[0-9.]+" | grep -oE '[0-9.]+$')
    awk "BEGIN { print $factor * $said }"
}

# median COMMAND...: of three runs, after one that warms up the page cache and the memory of the machine; the seconds the
# command prints as seconds= or inner=, else those it took. The last line printed goes to $work/last.
median() {
    local start stop run
    for run in 0 1 2 3; do
        start=$(date +%s.%N)
        "$@" 2>/dev/null | tail -n 1 >"$work/last"
        stop=$(date +%s.%N)
        [ "$run" -eq 0 ] && continue
        local said
        said=$(grep -oE '(seconds|inner|build)=[0-9.]+' "$work/last" | head -n 1 | cut -d= -f2 || true)
        if [ -n "$said" ]; then echo "$said"; else awk "BEGIN { print $stop - $start }"; fi
    done | sort -g | sed -n 2p
}

# The model of W4: the rasters of J4, each four times side by side; value functions, weighted sum, classes by a rule set, both
# written, means by zone. At most 1 GB is wanted.
model() {
    local folder=$work/model i x y
    cmake --build "$root/build/release" --target jiangtian >/dev/null
    mkdir -p "$folder"
    for i in 0 1 2 3 4 5 6 7; do
        {
            echo '<VRTDataset rasterXSize="20000" rasterYSize="20000"><SRS>EPSG:4544</SRS>'
            echo '<GeoTransform>366000, 10, 0, 3443000, 0, -10</GeoTransform><VRTRasterBand dataType="Float32" band="1">'
            for x in 0 10000; do
                for y in 0 10000; do
                    echo "<SimpleSource><SourceFilename relativeToVRT=\"1\">../data/c$i.tif</SourceFilename><SourceBand>1</SourceBand>"
                    echo '<SrcRect xOff="0" yOff="0" xSize="10000" ySize="10000"/>'
                    echo "<DstRect xOff=\"$x\" yOff=\"$y\" xSize=\"10000\" ySize=\"10000\"/></SimpleSource>"
                done
            done
            echo '</VRTRasterBand></VRTDataset>'
        } >"$folder/c$i.vrt"
    done
    cat >"$folder/model.lua" <<'LUA'
local jt = require "jiangtian"
local P = jt.project { api = 1, name = "model", crs = "EPSG:4544", seed = 1, data = "." }
P:baseline { "now", year = 2020 }
local zones = P:layer { "../data/zones44.shp" }
local kinds = { { kind = "linear", from = { 0, 0.9 }, to = { 0, 100 } }, { kind = "large", mid = 0.4, spread = 3 }, { kind = "small", mid = 0.4, spread = 3 },
    { kind = "ranges", breaks = { 0.2, 0.4, 0.6 }, scores = { 0, 40, 80, 100 } } }
local values = {}
for i = 0, 7 do
    values[i + 1] = P:apply { "surface.value", surface = P:surface { "c" .. i .. ".vrt" }, ["function"] = kinds[i % 4 + 1] }
end
local fit = P:apply { "surface.weighted_sum", surfaces = values, weights = { .2, .15, .15, .1, .1, .1, .1, .1 } }
local class = P:apply { "surface.rules", surfaces = { fit, values[1] }, names = { "fit", "first" }, rules = { name = "classes",
    edition = "1", source = "bench", grades = 5, inputs = { fit = { zh = "分值", en = "score" }, first = { zh = "首项", en = "first" } },
    steps = { { id = "class", kind = "grades", clause = "1", of = "fit", breaks = { 10, 20, 30, 40 }, grades = { 5, 4, 3, 2, 1 } },
        { id = "worse", kind = "shift", clause = "2", start = "class", of = "first", cases = { { from = 0, below = 5, add = 1 } } } } } }
P:export { "fit.tif", surface = fit }
P:export { "class.tif", surface = class }
P:score { "surface.zonal", as = "means", surface = fit, zones = zones, statistics = { "count", "mean" } }
return P
LUA
    (cd "$folder" && rm -rf run && /usr/bin/python3 -c '
import os, resource, subprocess, sys, time
start = time.time()
code = subprocess.call(sys.argv[1:])
print("W4 20,000 x 20,000 x 8 criteria, 2 threads: %.1f s, peak %.0f MB (at most 1,000)" % (
    time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
sys.exit(code)' "$root/build/release/jiangtian" --threads 2 -q run model.lua -o run --cache off)
    du -m "$folder"/run/*.tif
}

# Some rows of the matrix of W1 by pgRouting, for all of them.
pgrouting() {
    local folder=$work/pgrouting from=20
    if ! find /usr/share/postgresql -name pgrouting.control 2>/dev/null | grep -q .; then
        echo 'pgRouting is not installed (postgresql-15-pgrouting): no figures of it'
        return
    fi
    mkdir -p "$folder"
    "$root/build/release/tests/bench_what_if" "$shared/../data/roads/osm/porto_portugal.osm.pbf" EPSG:3763 edges "$folder"
    cat >"$folder/matrix.sql" <<SQL
create extension pgrouting cascade;
create table e (id bigint, source bigint, target bigint, cost float8, reverse_cost float8);
create table p (number serial, id bigint);
\copy e from '$folder/edges.csv' csv
\copy p (id) from '$folder/places.csv' csv
analyze e;
\timing on
select count(*) as pairs, sum(agg_cost) as ms from pgr_dijkstraCost('select id, source, target, cost, reverse_cost from e',
    (select array_agg(id) from p where number <= $from), (select array_agg(id) from p));
SQL
    chmod -R a+rX "$folder"
    local said ms
    said=$(pg_virtualenv -t -o lc_messages=C psql -v ON_ERROR_STOP=1 -f "$folder/matrix.sql" 2>/dev/null)
    ms=$(grep -oE 'Time: [0-9.]+' <<<"$said" | tail -n 1 | cut -d' ' -f2)
    echo "pgRouting pgr_dijkstraCost, $from of the 5,000 origins: $ms ms; all of them: $(awk "BEGIN { print $ms / $from * 5 }") s"
}

# row TITLE LIMIT PEER-SECONDS ENGINE-SECONDS
row() {
    printf '%-34s %10.2f %10.2f %8.3f   (at most %s)  %s\n' "$1" "$3" "$4" "$(awk "BEGIN { print $4 / $3 }")" "$2" \
        "$(cat "$work/last")"
}

printf '%-34s %10s %10s %8s\n' '' 'peer, s' 'engine, s' ratio
for job in "$@"; do
    case $job in
    J1)
        make_vectors
        peer_s=$(median "$work/bin/j1_gdal" xform_valid "$data/parcels.shp")
        engine_s=$(median "$engine" read "$data/parcels.shp" EPSG:4544)
        row 'J1 parcels, GDAL C++ loop' 0.18 "$peer_s" "$engine_s"
        peer_s=$(median "$work/bin/j1_gdal" xform_valid "$data/roads2m.shp")
        engine_s=$(median "$engine" read "$data/roads2m.shp" EPSG:4544)
        row 'J1 roads2m, GDAL C++ loop' 0.12 "$peer_s" "$engine_s"
        ;;
    J2)
        make_vectors
        peer_s=$(median "$work/bin/j2_geos" pip "$data/zones.shp" "$data/points.shp" 2)
        engine_s=$(median "$engine" points "$data/zones.shp" "$data/points.shp")
        row 'J2 points in zones, GEOS 2 threads' 0.25 "$peer_s" "$engine_s"
        peer_s=$(median "$work/bin/j2_geos" overlay "$data/zones.shp" "$data/parcels.shp" 2)
        engine_s=$(median "$engine" overlay "$data/zones.shp" "$data/parcels.shp")
        row 'J2 overlay areas, GEOS 2 threads' 0.35 "$peer_s" "$engine_s"
        ;;
    J3)
        make_graph
        peer_s=$(scaled 20 'nS=50 ' "$work/bin/j3_boost" "$data/g1m.bin" 50)
        engine_s=$(median "$network" build "$data/g1m.bin" "$work/g1m.hierarchy")
        row 'J3 matrix cold, Boost Dijkstra' 0.22 "$peer_s" "$engine_s"
        engine_s=$(median "$network" matrix "$data/g1m.bin" "$work/g1m.hierarchy")
        row 'J3 matrix warm (at most 0.10 s)' 0.003 "$peer_s" "$engine_s"
        if python3 -c 'import scipy' 2>/dev/null; then
            peer_s=$(scaled 10 'query ' python3 "$shared/peers/j3_py.py" scipyiso "$data/g1m.bin" 50)
        else
            echo 'SciPy is not installed: its 21 s are those measured once on two quiet cores'
            peer_s=21
        fi
        engine_s=$(median "$network" reached "$data/g1m.bin" "$work/g1m.hierarchy")
        row 'J3 500 isochrones warm, SciPy' 0.03 "$peer_s" "$engine_s"
        ;;
    J3c)
        # The peers: GEOS's unary union (and the end points, without reading), and OGR with reading.
        peer j3c_node -lgeos_c
        peer shp2graph
        [ -e "$data/rawroads.prj" ] || "$work/bin/gen_vec" rawroads 510 510 "$data/rawroads.shp"
        [ -e "$data/roads500k.prj" ] || "$work/bin/gen_vec" roads 510 510 "$data/roads500k.shp"
        peer_s=$("$work/bin/j3c_node" "$data/rawroads.shp" | awk '/^unaryUnion/ { n = $NF } /^nodes/ { print n + $NF }')
        engine_s=$(median "$noding" node "$data/rawroads.shp")
        row 'J3c noding, GEOS unaryUnion' 0.35 "$peer_s" "$engine_s"
        peer_s=$(median "$work/bin/shp2graph" "$data/roads500k.shp" "$work/g1m.bin")
        engine_s=$(median "$noding" graph "$data/roads500k.shp")
        row 'J3c graph of noded roads, OGR' 0.27 "$peer_s" "$engine_s"
        ;;
    W1)
        "$root/build/release/tests/bench_what_if" "$shared/../data/roads/osm/porto_portugal.osm.pbf" EPSG:3763
        pgrouting
        ;;
    W2) "$root/build/release/tests/bench_criticality" "$shared/../data/roads/jinan_mtrajrec/edges.shp" EPSG:4326 1000 10000 ;;
    J4)
        make_rasters
        cd "$work"
        /usr/bin/python3 "$shared/peers/j4_np.py" >"$work/last" || true
        peer_sum=$(grep -oE 'read\+sum [0-9.]+' "$work/last" | cut -d' ' -f2)
        peer_means=$(awk '/^rasterize/ { r = $3 } /^zonal/ { print r + $4 }' "$work/last")
        peer_slope=$(median gdaldem slope -q "$data/dem.tif" "$work/slope.tif" -co TILED=YES)
        peer_distance=$(median gdal_proximity.py -q "$data/roads.tif" "$work/prox.tif" -distunits GEO -ot Float32 -co TILED=YES)
        rm -f "$work/slope.tif" "$work/prox.tif"
        engine_s=$(median "$surface" sum "$data")
        row 'J4 weighted sum of 8, NumPy' 0.18 "$peer_sum" "$engine_s"
        engine_s=$(median "$surface" slope "$data")
        row 'J4 slope (held), gdaldem' 0.15 "$peer_slope" "$engine_s"
        engine_s=$(median "$surface" distance "$data")
        row 'J4 exact distance, gdal_proximity' 0.2 "$peer_distance" "$engine_s"
        engine_s=$(median "$surface" means "$data")
        row 'J4 zonal means, rasterize + NumPy' 0.13 "$peer_means" "$engine_s"
        engine_s=$(median "$surface" all "$data")
        row 'J4 all four' 0.16 "$(awk "BEGIN { print $peer_sum + $peer_slope + $peer_distance + $peer_means }")" "$engine_s"
        ;;
    W3)
        make_rasters
        "$robustness" 1000000 200 12
        "$surface" classes "$data"
        ;;
    W4)
        make_rasters
        model
        ;;
    *)
        echo "there is no benchmark $job; there are J1, J2, J3, J3c, J4, W1, W2, W3 and W4" >&2
        exit 1
        ;;
    esac
done
