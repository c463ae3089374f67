#!/usr/bin/env bash
# Installs the build into a fresh prefix, builds a copy of the sample plugin against it as an outside
# project, and runs it in the installed program.
#   tests/install/run.sh CMAKE BUILD_FOLDER GENERATOR C_COMPILER
set -euo pipefail
cmake=$1 build=$2 generator=$3 compiler=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix="$work/a prefix"
unset JT_HOME

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

# Runs a command that must end with a code; its output is left in $said.
expect() {
    local wanted=$1 code=0
    shift
    said=$("$@" 2>&1) || code=$?
    [ "$code" -eq "$wanted" ] || fail "$* ended with $code, wanted $wanted: $said"
}

# The last output holds the text.
holds() {
    grep -qF -- "$1" <<<"$said" || fail "'$1' is not in: $said"
}

expect 0 "$cmake" --install "$build" --prefix "$prefix"
for file in bin/jiangtian include/jiangtian/jt_plugin.h lib/cmake/jiangtian/jiangtianConfig.cmake \
    lib/cmake/jiangtian/jiangtianConfigVersion.cmake share/jiangtian/lua/jiangtian/init.lua \
    share/jiangtian/plugins/transport_links/plugin.lua share/jiangtian/gisdata; do
    [ -e "$prefix/$file" ] || fail "$file was not installed"
done
program="$prefix/bin/jiangtian"

# The installed program uses what lies beside it, not the folder it was built from.
expect 0 "$program" plugin show transport_links
holds "(lua, $prefix/share/jiangtian/plugins/transport_links)"

cp -r "$prefix/share/jiangtian/plugins/example_native" "$work/outside"
configure() {
    "$cmake" -S "$work/outside" -B "$work/outside/build" -G "$generator" "-DCMAKE_C_COMPILER=$compiler" \
        -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=$prefix" "$@"
}
expect 0 configure
expect 0 "$cmake" --build "$work/outside/build"
plugins="$work/outside/build/plugins"
[ "$(find "$plugins/example_native" -type f -printf '%f\n' | sort | tr '\n' ' ')" = "example_native.so plugin.lua " ] ||
    fail "the plugin folder holds something else"

expect 0 "$program" --plugins "$plugins" plugin list
holds "example_native"
expect 0 "$program" --plugins "$plugins" op show compactness
holds "4 pi A / P^2"
data="$work/outside/example.geojson"
expect 0 "$program" --plugins "$plugins" op run compactness -i "areas=$data" --to EPSG:4544 -o "$work/out.csv"
holds "long and thin: the compactness is low (1 features: 1)"
values=$(grep -oE '0\.[0-9]+' "$work/out.csv" | cut -c1-5 | tr '\n' ' ')
[ "$values" = "0.785 0.069 " ] || fail "compactness is $values in: $(cat "$work/out.csv")"

# What the plugin refuses, and what the manifest gets wrong, end with code 2 and the reason.
expect 2 "$program" --plugins "$plugins" op run compactness -i "areas=$data" -o "$work/none.csv"
holds "error: compactness needs a projected CRS, as EPSG:4544; reproject first"
holds "  in plugin 'example_native'"
sed -i 's/name = "low", type = "number"/name = "low", type = "integer"/; s/default = 0.2/default = 0/' \
    "$plugins/example_native/plugin.lua"
expect 2 "$program" --plugins "$plugins" op run compactness -i "areas=$data" --to EPSG:4544 -o "$work/none.csv"
holds "example_native.so: operators.compactness.params.low.type: wanted 'integer' ($plugins/example_native/plugin.lua), found 'number'"
[ ! -e "$work/none.csv" ] || fail "a run that failed left its output"

# A plugin that wants another version of the engine is told so when it is configured.
sed -i 's/find_package(jiangtian [0-9.]*/find_package(jiangtian 99/' "$work/outside/CMakeLists.txt"
expect 1 configure --fresh
holds 'compatible with requested version "99"'
echo "installed, built outside, ran"
