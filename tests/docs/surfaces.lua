-- What the examples of the chapter on surfaces take for granted.
return {
    setup = [==[
raster dem.tif size=40x30 cell=500 values=300,320,345,380,410,402,390,371,350,338,329
raster road_distance.tif size=40x30 cell=500 values=0,500,1000,1500,2500,4000,8000
raster roads.tif size=40x30 cell=500 values=0,0,1,0,0,0,0
raster landuse.tif size=40x30 cell=500 values=1,1,2,2,2,3,3 type=u8
raster water.tif size=40x30 cell=500 values=40,60,80
raster friction.tif size=40x30 cell=500 values=1,2,1,3
raster hubs.tif size=40x30 cell=500 values=1,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan
mkdir -p gisdata && cp -r "$JT_SOURCE/gisdata/rules" gisdata/
{
    echo 'id,name,kind,PD,SZY,grade,WKT'
    echo 'P01,一区,zone,4,60,1,"POLYGON ((502300 3377400,506300 3377400,506300 3382400,502300 3377400))"'
    echo 'P02,二区,zone,17,60,3,"POLYGON ((509100 3380200,513100 3380200,513100 3385200,509100 3380200))"'
} >parks.csv
ogr2ogr -f 'ESRI Shapefile' -lco ENCODING=UTF-8 -oo AUTODETECT_TYPE=YES -oo KEEP_GEOM_COLUMNS=NO -a_srs EPSG:4544 园区.shp parks.csv
]==],
    before = [==[
local jt = require "jiangtian"
local P = jt.project { api = 1, name = "surfaces", crs = "EPSG:4544", seed = 7 }
P:baseline { "现状", year = 2020 }
local parks = P:layer { "园区.shp", role = "parks" }
local relief = P:surface { "dem.tif", derive = "relief" }
local water, friction, hubs, grades = P:surface { "water.tif" }, P:surface { "friction.tif" }, P:surface { "hubs.tif" },
    P:surface { "landuse.tif" }
]==],
}
