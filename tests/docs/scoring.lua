-- What the examples of the chapter on scoring take for granted.
return {
    setup = [==[
for file in parks grades; do
    echo id,name,kind,x,y,access,land,slope,hub_min,people,land_ha,$([ $file = grades ] && echo industry || echo share)
    for i in 1 2 3 4 5 6 7 8 9; do
        echo "P0$i,园区$i,zone,$((500000 + 900 * i)),3380000,$((i * 37 % 90 + 5)),$((i * 53 % 80 + 10)),$((i * 29 % 70 + 15))," \
            "$((i * 11)),$((i * 700000)),$((i * 300)),$((i * 7 + 20))"
    done | tr -d ' '
done | awk '/^id/ { file = /industry/ ? "grades.csv" : "parks.csv" } { print >file }'
square() { # NAME WEST EAST of a square of 0.02 degrees, or wider
    printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"%s","name":"%s"},"geometry":' "$1" "$1"
    printf '{"type":"Polygon","coordinates":[[[%s,30],[%s,30],[%s,30.02],[%s,30.02],[%s,30]]]}}]}' "$2" "$3" "$3" "$2" "$2"
}
square S1 104 104.02 >sites.geojson
square F1 104.01 104.05 >永久基本农田.geojson
square R1 104.3 104.32 >生态保护红线.geojson
square B1 104 104.015 >城镇开发边界.geojson
printf 'id,mean\nS1,0.25\n' >steep.csv
raster dem.tif size=40x30 cell=500 values=300,320,345,380,410,402,390,371,350,338,329
mkdir -p gisdata/rules && cp "$JT_SOURCE/gisdata/rules/constraints.json" gisdata/rules
]==],
    before = [==[
local jt = require "jiangtian"
local P = jt.project { api = 1, name = "scoring", crs = "EPSG:4544", seed = 7 }
P:baseline { "现状", year = 2020 }
local parks = P:layer { "parks.csv", xy = { "x", "y" }, crs = "EPSG:4544", role = "parks" }
local sites = P:layer { "sites.geojson" }
local farmland, redline = P:layer { "永久基本农田.geojson" }, P:layer { "生态保护红线.geojson" }
local boundary, steep = P:layer { "城镇开发边界.geojson" }, P:table { "steep.csv" }
local near, reach = { minutes = parks.hub_min }, { value = parks.people }
local slope, relief = P:surface { "dem.tif", derive = "slope" }, P:surface { "dem.tif", derive = "relief" }
local grades = P:layer { "grades.csv", xy = { "x", "y" }, crs = "EPSG:4544" }
]==],
}
