#!/usr/bin/env bash
# The cases of a group on a PostgreSQL server of their own, which is gone afterwards:
#   postgis.sh PROGRAM CASES.txt [--bless]
# Ends with 77, and says why, where this machine has no such server.
set -euo pipefail
skip() {
    printf '%s\n' "$*" >&2
    exit 77
}
command -v pg_virtualenv >/dev/null || skip "pg_virtualenv is not installed (postgresql-common)"
compgen -G '/usr/share/postgresql/*/extension/postgis.control' >/dev/null ||
    skip "PostGIS is not installed (postgresql-15-postgis-3)"
program=$(realpath "$1") cases=$(realpath "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# In a folder that the server's own user can enter, and with an encoding that holds Chinese.
cd /
export LC_ALL=C.UTF-8
exec pg_virtualenv -t -o lc_messages=C "${JT_LUA:-lua5.4}" "$here/run.lua" "$program" "$cases" "${@:3}"
