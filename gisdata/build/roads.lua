-- 道路.shp: the connected schematic road network, in the shape of an office file (GBK, no .cpg).
local geo = require "geo"
local links = require "links"
local output = require "output"
local places = require "places"
local Random = require "random"
local routes = require "routes"

local M = {}

local class_defaults = { -- design speed km/h and lanes, see speeds.csv
    ["高速公路"] = { 100, 4 }, ["快速路"] = { 80, 6 }, ["一级公路"] = { 80, 4 },
    ["主干路"] = { 50, 6 }, ["次干路"] = { 40, 2 },
}

local fields = { { "LXBH", "String(10)" }, { "DLMC", "String(60)" }, { "DLDJ", "String(20)" },
    { "SJSD", "Integer(4)" }, { "CDS", "Integer(2)" }, { "DXX", "String(2)" },
    { "TCNF", "Integer(4)" }, { "SFSF", "Real(6.2)" }, { "CJ", "Integer(2)" },
    { "schematic", "Integer(1)" } }

local function row_of(section)
    local route = section.route
    local default = assert(class_defaults[route.class], route.class)
    return { route.id, route.name, route.class, route.speed or default[1],
        route.lanes or default[2], route.oneway or "", route.year or 0, route.toll or 0,
        section.level, 1, wkt = geo.wkt_line(section.points) }
end

-- Label points that a road must reach: all but corridor, metro and demonstration vertices, and
-- the two customers far to the south-west (S10 西昌, F05 攀枝花).
local skipped_kind = { corridor_vertex = true, metro13_vertex = true, demo_road_vertex = true }
local skipped_id = { S10 = true, F05 = true }

local function targets()
    local out = {}
    for _, place in ipairs(places.list) do
        if not skipped_kind[place.kind] and not skipped_id[place.id] then out[#out + 1] = place end
    end
    for _, seat in ipairs(places.seats) do out[#out + 1] = seat end
    return out
end

local function load_routes()
    local list = {}
    for _, name in ipairs { "expressway", "country", "chengdu", "chongqing", "planned" } do
        local part = require("roads_" .. name)
        table.move(part, 1, #part, #list + 1, list)
    end
    return routes.load(list)
end

-- Wanted dirt: a road that stops 8 m short of 天府大道, for the snapping tolerance to close.
local function near_miss(list)
    local metres_north = select(2, geo.metres_per_degree(30.54))
    local stop = places.get("P10").point
    list[#list + 1] = { id = "DT", name = "天府四街(示意断头)", class = "次干路", points = {
        { 104.0440, 30.5405, level = 0 }, { 104.058, 30.5395, level = 0 },
        { stop[1], geo.round(stop[2] - 8 / metres_north), level = 0 } } }
end

-- Wanted dirt: 疏港路 stands in the file twice.
local function duplicate(rows, id)
    for _, row in ipairs(rows) do
        if row[1] == id then
            rows[#rows + 1] = row
            return
        end
    end
end

function M.build()
    local random = Random.new(101)
    local list = load_routes()
    routes.meet_expressways(list)
    links.add(list, targets(), random)
    near_miss(list)
    local sections = routes.sections(list)
    routes.raise_expressways(sections)
    M.sections = sections -- for themes that are built of the roads
    local rows = {}
    for i, section in ipairs(sections) do rows[i] = row_of(section) end
    duplicate(rows, "SGL")
    output.shapefile("道路.shp", "LINESTRING", fields, rows,
        { crs = 4523, encoding = "GBK", cpg = false })
end

return M
