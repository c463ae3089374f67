# shellcheck shell=bash
# What the commands of a case find besides the shell.
export LC_ALL=C.UTF-8 PROJ_NETWORK=OFF TMPDIR=${PWD%/work}/tmp
unset JT_HOME LANG LANGUAGE
jiangtian() { "$JT_PROGRAM" "$@"; }
# make NAME: a data set or scenario of make.lua, in the current folder.
make() { "${JT_LUA:-lua5.4}" "$JT_SOURCE/tests/cli/make.lua" "$@"; }
# raster FILE [key=value]...: a small GeoTIFF, see raster.lua. cells FILE: its values, row by row, on a line.
raster() { "${JT_LUA:-lua5.4}" "$JT_SOURCE/tests/cli/raster.lua" "$@"; }
cells() { gdal_translate -q -of XYZ "$1" /vsistdout/ 2>/dev/null | awk '{ print $3 }' | paste -sd' '; }
# skip REASON: what this machine cannot test.
skip() {
    printf '%s\n' "$*" >&2
    exit 77
}
# database NAME: an empty database with PostGIS on the server of the environment. sql NAME: runs what standard input says.
database() { createdb "$1" && echo 'CREATE EXTENSION postgis' | sql "$1"; }
sql() { psql -qXAt -v ON_ERROR_STOP=1 -d "$1"; }
# held NAME: lists a folder, hidden files too.
held() { find "${1:-.}" -mindepth 1 | LC_ALL=C sort; }
# interrupted ARGS...: starts the program, presses Ctrl-C (or sends $SIGNAL) once the temporary folder of its results
# is there, and gives its exit code. With WAIT=child it waits for a program that the run starts.
interrupted() {
    "$JT_PROGRAM" "$@" &
    local child=$!
    for _ in $(seq 600); do
        if [ "${WAIT:-folder}" = child ] && pgrep -P "$child" >/dev/null; then
            sleep 0.3
            break
        elif [ "${WAIT:-folder}" = folder ] && compgen -G '.jiangtian-*.tmp' >/dev/null; then
            break
        fi
        sleep 0.05
    done
    kill "-${SIGNAL:-INT}" "$child"
    wait "$child"
}
