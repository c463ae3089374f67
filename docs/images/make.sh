#!/usr/bin/env bash
# Makes the pictures of docs/network.md again from runs of lua/scenarios/06_network_maps.lua and 07_freight.lua:
#   docs/images/make.sh RUN_FOLDER FREIGHT_RUN_FOLDER
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# pictures RUN_FOLDER NAME...: of its maps, in their order
pictures() {
    local maps=$1/maps number=0
    for name in "${@:2}"; do
        number=$((number + 1))
        gdal_translate -q -of WEBP -co QUALITY=80 -outsize 900 0 -r average "$maps/0${number}_"*.png "$here/network_$name.webp"
    done
}
pictures "$1" isochrones reverse difference hansen catchment betweenness criticality route defects
pictures "$2" freight turns
rm -f "$here"/*.aux.xml
