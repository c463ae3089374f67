-- 公交可达性：OpenStreetMap 路网、GTFS 时刻表和人口就业网格——谁能在 45 分钟内到达多少岗位，加密一条线之后呢？
-- By public transport: OpenStreetMap streets, GTFS timetables and cells with people and jobs: who gets to how many jobs in 45
-- minutes, and after a line runs more often?
-- 运行 Run it:
--   jiangtian run lua/scenarios/05_public_transport.lua --param streets=city.osm.pbf --param feeds=bus.zip;rail.zip
--     --param cells=cells.csv --param to=EPSG:32650 --param date=2019-05-14 --param line=... --param headway="4 min"
-- cells：点，字段 id、lon、lat、population、jobs points with these fields
local jt = require "jiangtian"

local streets = jt.param("streets", { zh = "OpenStreetMap 文件", en = "OpenStreetMap file" })
local feeds = jt.param("feeds", { zh = "GTFS 压缩包，以分号相隔", en = "GTFS zips, between semicolons" })
local cells = jt.param("cells", { zh = "网格点 CSV：id、lon、lat、population、jobs", en = "CSV of cells" })
local to = jt.param("to", { zh = "量算用的投影坐标系", en = "projected CRS to measure in" })
local date = jt.param("date", { default = "", zh = "运行日期", en = "service date" })
local window = jt.param("window", { default = "07:00-09:00", zh = "时段", en = "window" })
local line = jt.param("line", { default = "", zh = "加密的线路编号，以分号相隔", en = "ids of lines that run more often, between semicolons" })
local headway = jt.param("headway", { default = "4 min", zh = "加密后的间隔", en = "their headway then" })
local centre = jt.param("centre", { zh = "等时圈的起点：网格编号", en = "id of the cell where the isochrones start" })
local cutoff = jt.param("cutoff", { default = "45 min", zh = "时限", en = "limit" })

local P = jt.project { api = 1, name = jt.param("name", { default = "公交可达性" }), crs = to }

-- 数据 Data
local roads = P:layer { streets, layer = "roads", role = "roads" }
local turns = P:layer { streets, layer = "restrictions" }
local network = { roads, turns = turns, modes = { "metro", "walk" }, crossings = "vertices", snap = 0,
    no_drive = { "footway", "path", "pedestrian", "steps", "cycleway" }, speeds = { motorway = 90, motorway_link = 50, trunk = 60,
        trunk_link = 40, primary = 50, primary_link = 40, secondary = 40, secondary_link = 30, tertiary = 30, tertiary_link = 30,
        unclassified = 30, residential = 30, living_street = 20, service = 20, track = 20, road = 30, cycleway = 15, raceway = 30,
        corridor = 5, platform = 5, construction = 20, proposed = 20, busway = 30, elevator = 5, rest_area = 20, bridleway = 5 } }
local transit = {}
for feed in feeds:gmatch "[^;]+" do
    local lines = P:layer { feed, layer = "lines", role = "transit", window = window, date = date }
    local stations = P:layer { feed, layer = "stations", role = "stations", window = window, date = date }
    transit[#transit + 1] = lines
    table.insert(network, lines)
    table.insert(network, stations)
end
local places = P:layer { cells, role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4326" }

-- 情景 Scenarios
local now = P:baseline { "现状", year = 2019, network = network }
local ids = {}
for id in line:gmatch "[^;]+" do
    ids[#ids + 1] = id
end
local more = #ids > 0 and now:with { "加密", year = 2019, jt.open { transit[#transit], ids = ids, headway = headway } }

-- 评分 Scores：没有岗位数的网格不作讫点 cells without a number of jobs are no destinations
local known = places:where(places.jobs:ge(0))
local times = P:score { "network.matrix", as = "times", origins = places, destinations = known, cutoff = "120 min" }
local reach = P:score { "network.cumulative", as = "reach", matrix = times, destinations = known, fields = { "jobs" },
    cutoffs = { cutoff } }
local pull = P:score { "network.hansen", as = "pull", matrix = times, destinations = known, weight = "jobs", decay = "logistic",
    midpoint = "30 min", sigma = "10 min" }
local from = P:score { "network.isochrones", as = "from", origins = places:where(places.id:eq(centre)),
    cutoffs = { 15, 30, 45, 60 }, buffer = "200 m" }
local jobs = P:score { "table.join", as = "jobs", layer = places, table = reach, on = "id", keep = { "share" } }
local percent = P:score { "layer.compute", as = "percent", layer = jobs, name = "percent",
    value = { op = "*", args = { { col = "share" }, { num = 100 } } } }
local streets_style = roads:style { kind = "single", symbol = { stroke = "#9a9a9a", width = 0.08 }, title = "道路" }
local lines_style = transit[1]:style { role = "roads", kind = "single", symbol = { stroke = "#3d6fb6", width = 0.15 }, title = "公交线路" }

-- 成果 Outputs
local dots = percent.layer:style { kind = "graduated", field = "percent", breaks = { 10, 20, 40, 60 }, ramp = "viridis",
    title = cutoff .. " 内可达岗位（%）", symbol = { marker = "hexagon", size = 3.2, stroke = "none" } }
P:map { "A3横", title = "公交可达岗位图", each = more and { now, more } or { now }, layers = { streets_style, dots } }
P:map { "A3横", title = "公交等时圈图", of = now, extent = places, layers = { from.bands:bands { 15, 30, 45, 60 }, streets_style, lines_style } }
if more then
    P:compare { now, more, of = { times }, cutoff = cutoff }
end
P:report { "公交可达性", tables = { reach, pull } }
return P
