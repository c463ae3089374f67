-- 功能区.shp: functional zones as schematic outlines of about the published area. They may overlap
-- one another, as the real ones do.
local geo = require "geo"
local output = require "output"
local places = require "places"
local Random = require "random"
local text = require "text"

local M = {}

local fields = { { "ID", "String(8)" }, { "名称", "String(60)" }, { "级别", "String(20)" },
    { "SZD", "String(20)" }, { "面积km2", "Real(10.1)" }, { "schematic", "Integer(1)" },
    { "主题", "String(20)" } }

local function row_of(zone, random)
    local place = places.get(zone.id)
    local area = tonumber(zone.area_km2)
    local ring = geo.blob(random, place.point, area * 1e6, random:integer(12, 24))
    return { zone.id, zone.name, zone.level, place.host, area, 1, zone.theme,
        wkt = geo.wkt_polygon(ring) }
end

function M.build(source)
    local random, rows = Random.new(102), {}
    for i, zone in ipairs(text.read_csv(source .. "/zones.csv")) do
        rows[i] = row_of(zone, random)
    end
    output.shapefile("功能区.shp", "POLYGON", fields, rows, { crs = 4490, encoding = "UTF-8" })
end

return M
