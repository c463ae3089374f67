-- Rebuilds the sample region byte for byte: lua5.4 gisdata/build.lua [OUTDIR]
-- Needs ogr2ogr and gdal_translate (gdal-bin) and nothing else; SOURCES.md says what is real.
local here = arg[0]:match("^(.*)/[^/]*$") or "."
package.path = here .. "/build/?.lua;" .. here .. "/source/?.lua"

local output = require "output"
local places = require "places"

local themes = { "roads", "transit", "seats", "zones", "parks", "hubs", "demo_roads", "landuse",
    "lines3", "terrain", "rivers", "freight", "model", "published", "office" }

output.open(arg[1] or here .. "/chengyu")
places.load(here .. "/source")
for _, theme in ipairs(themes) do require(theme).build(here .. "/source") end
output.close()
