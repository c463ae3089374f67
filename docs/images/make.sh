#!/usr/bin/env bash
# Makes the pictures of docs/network.md, maps.md and report.md again from runs of lua/scenarios/06_network_maps.lua, 07_freight.lua,
# 03_suitability.lua, 10_traffic_model.lua and (docs/locate.md) 09_locate.lua:
#   docs/images/make.sh RUN_FOLDER FREIGHT_RUN_FOLDER SUITABILITY_RUN_FOLDER MODEL_RUN_FOLDER LOCATE_RUN_FOLDER
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
pictures "$4" node_link_times node_link
rm -f "$here/network_node_link_times.webp" # the second map is shown
# picture FILE NAME WIDTH
picture() { gdal_translate -q -of WEBP -co QUALITY=80 -outsize "$3" 0 -r average "$1" "$here/$2.webp"; }
picture "$3"/maps/*坡度分级.png surface_slope 900
picture "$3"/maps/*地形等级（最可能）.png surface_class 900
picture "$3"/charts/到枢纽时间*.png chart_hub 800
picture "$5"/maps/01_*.png locate_median 900
picture "$5"/maps/02_*.png locate_grow 900
rm -f "$here"/*.aux.xml
