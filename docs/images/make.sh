#!/usr/bin/env bash
# Makes the pictures of docs/network.md again from a run of lua/scenarios/06_network_maps.lua:
#   docs/images/make.sh RUN_FOLDER
set -euo pipefail
maps=$1/maps
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
number=0
for name in isochrones reverse difference hansen catchment betweenness criticality route defects; do
    number=$((number + 1))
    gdal_translate -q -of WEBP -co QUALITY=80 -outsize 900 0 -r average "$maps/0${number}_"*.png "$here/network_$name.webp"
done
rm -f "$here"/*.aux.xml
