-- 任意城市的路网：只有一个道路 shapefile 也能评分——按种子抽样起讫点，跑同一套评分插件，出图和报告。
-- Any city's roads: one shapefile of roads is enough; origins and destinations are sampled by a seed, the scorers are the same.
-- 运行 Run it:
--   jiangtian run lua/scenarios/02_city_network.lua --param data=道路文件夹 --param to=EPSG:4548 [--param crs=EPSG:4326] ...
-- 抽样点不是真实的小区和单位：结果说明路网的形状，不说明人口 sampled points stand for no homes or jobs: what comes out is the
-- shape of the network, not the life in it.
local jt = require "jiangtian"

local data = jt.param("data", { zh = "道路：文件，或只含一个线状 shapefile 的文件夹", en = "roads: a file, or a folder with one shapefile of lines" })
local crs = jt.param("crs", { default = "", zh = "数据没有 .prj 时的坐标系", en = "CRS of data without a .prj" })
local to = jt.param("to", { zh = "量算用的投影坐标系；国家 2000 三度带：EPSG:4509 加上 经度÷3 取整，117° 为 EPSG:4548",
    en = "projected CRS to measure in; CGCS2000 3-degree zones: EPSG:4509 + longitude / 3 rounded, 4548 for 117 E" })
local fields = { class = jt.param("class", { default = "" }), oneway = jt.param("oneway", { default = "" }),
    speed = jt.param("speed_field", { default = "" }) } -- 等级、单行、速度的字段名 names of the fields, where there are such
local speed = jt.param("speed", { default = 40, zh = "没有等级和速度的路段的车速 km/h", en = "km/h of roads with neither class nor speed" })
local crossings = jt.param("crossings", { default = "split", zh = "split | vertices | ends：线在哪里相接", en = "where lines are joined" })
local direction = jt.param("direction", { default = "both", zh = "FT：只沿绘制方向通行", en = "FT: one-way as drawn" })
local points = jt.param("points", { default = 24, zh = "起点、讫点各取几个", en = "how many origins, and destinations" })
local seed = jt.param("seed", { default = 20200525 })
local cutoff = jt.param("cutoff", { default = "15 min", zh = "交通圈时限", en = "time limit of the circle" })
for name, field in pairs(fields) do
    fields[name] = field ~= "" and field or nil
end

local P = jt.project { api = 1, name = jt.param("name", { default = "城市路网" }), crs = to, seed = seed }

-- 数据 Data
local roads = P:layer { jt.find(data, "roads"), role = "roads", crs = crs, fields = fields }
local origins = P:apply { "layer.sample_points", as = "起点", role = "parks", layer = roads, count = points, seed = seed, prefix = "O" }
local ends = P:apply { "layer.sample_points", as = "讫点", role = "demand", layer = roads, count = points, seed = seed + 1, prefix = "D" }
local demand = ends:with("population", 1) -- 每个讫点分量相同 each destination counts the same

-- 情景 Scenario：OpenStreetMap 的等级也认得 the classes of OpenStreetMap are known too；"" 是没有等级 roads without a class
local now = P:baseline { "现状", year = 2020, network = { roads, snap = "1 m", modes = { "car" }, crossings = crossings,
    direction = direction, controlled = { "高速公路", "motorway", "motorway_link" }, speeds = { [""] = speed, motorway = 100,
        motorway_link = 60, trunk = 80, trunk_link = 50, primary = 60, primary_link = 40, secondary = 50, secondary_link = 40,
        tertiary = 40, tertiary_link = 30, unclassified = 30, residential = 30, living_street = 20, service = 20, road = 30 } } }

-- 评分 Scores
local link = P:score { "transport_links", as = "links", nodes = origins, demand = demand, cutoff = cutoff, bands = { 5, 10, 15 },
    buffer = "150 m" }
local matrix = P:score { "network.matrix", as = "matrix", origins = origins, destinations = demand }
local near = P:score { "network.nearest", as = "nearest", matrix = matrix }
local fit = P:score { "park_suitability", as = "suitability", parks = origins, access = near.minutes, weights = jt.weights { access = 1 } }

-- 成果 Outputs
local thin = roads:style { kind = "single", symbol = { stroke = "#8c8c8c", width = 0.12 }, title = "道路" }
P:map { "A3横", title = "交通等时圈图", of = now, layers = { link.isochrones:bands { 5, 10, 15 }, thin } }
P:map { "A3横", title = "交通圈覆盖率图", of = now, layers = { thin, link.coverage:graduated { breaks = { 10, 20, 30, 40 },
    ramp = "grades", title = cutoff .. " 覆盖率（%）", label = { field = "name", size = 2.5 } } } }
P:report { "路网评价报告", tables = { link = link, fit = fit } }
return P
