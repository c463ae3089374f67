-- What the examples of the chapter on locating take for granted.
return {
    setup = [==[
cp -r "$JT_SOURCE/gisdata/chengyu" data
raster data/suitability.tif size=60x50 cell=1000 left=400000 top=3400000 values=40,55,70,85,100,85,70,nan,60
raster data/motorways.tif size=60x50 cell=1000 left=400000 top=3400000 values=1,nan,nan,nan,nan,nan,nan,nan,nan,nan
printf 'id,people\na,100\nb,10\nc,50\n' >tracts.csv
printf 'id\nx\ny\nz\nu\nv\n' >stores.csv
awk 'BEGIN { print "tract,store,metres"; n = split("a b c", t); m = split("x y z u v", s)
    for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) print t[i] "," s[j] "," 100 + (i * 370 + j * 530) % 900 }' >pairs.csv
]==],
    before = [==[
local jt = require "jiangtian"
local P = jt.project { api = 1, name = "locate", crs = "EPSG:4544", seed = 7, data = "data" }
local roads = P:layer { "道路.shp", role = "roads", fields = { id = "LXBH", class = "DLDJ", speed = "SJSD", year_open = "TCNF" } }
local parks = P:layer { "园区.shp", role = "parks", repair = "repair", fields = { id = "ID", name = "名称", kind = "KIND" } }
local seats = P:layer { "县城.csv", role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4490",
    fields = { id = "代码", name = "名称", population = "人口" } }
local now = P:baseline { "现状", year = 2020, network = { roads, snap = "20 m", modes = { "car" } } }
local y25 = now:with { "2025", year = 2025, jt.open { roads, ids = { "KLJ" } } }
local suitability, motorways = P:surface { "suitability.tif" }, P:surface { "motorways.tif" }
]==],
}
