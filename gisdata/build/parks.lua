-- 园区.shp: parks and enclaves as schematic outlines, written in the zone of Chongqing (EPSG:4545)
-- and with the DBF language byte for GBK.
local geo = require "geo"
local output = require "output"
local places = require "places"
local Random = require "random"
local text = require "text"

local M = {}

local fields = { { "ID", "String(8)" }, { "名称", "String(60)" }, { "KIND", "String(12)" },
    { "FLY_OUT", "String(8)" }, { "FLY_IN", "String(8)" }, { "MODE", "String(8)" },
    { "SHARE_OUT", "Real(5.2)" }, { "INDUSTRY", "String(40)" }, { "THEMES", "String(60)" },
    { "KYMJ_HA", "Real(10.1)" }, { "TCNF", "Integer(4)" }, { "schematic", "Integer(1)" } }

-- Wanted dirt: two neighbouring corners swapped, so that the ring crosses itself (a bow tie).
local function twist(ring)
    ring[4], ring[5] = ring[5], ring[4]
end

local function row_of(park, random)
    local area = tonumber(park.area_km2) * 1e6
    local ring = geo.blob(random, places.get(park.id).point, area, random:integer(12, 20), 1.15)
    if park.id == "P09" then twist(ring) end
    return { park.id, park.name, park.kind, park.fly_out, park.fly_in, park.mode,
        tonumber(park.share_out), park.industry, park.themes, tonumber(park.land_ha),
        math.tointeger(tonumber(park.year)), 1, wkt = geo.wkt_polygon(ring) }
end

function M.build(source)
    local random, rows = Random.new(103), {}
    for i, park in ipairs(text.read_csv(source .. "/parks.csv")) do
        rows[i] = row_of(park, random)
    end
    output.shapefile("园区.shp", "POLYGON", fields, rows, { crs = 4545, encoding = "LDID/77" })
end

return M
