-- 第一个方案：只用道路、园区、功能区三个图层，算出园区到功能区的时间，给园区打分，出图和报告。
-- A first plan: roads, parks and zones are enough for times, scores, two maps and a report. README 的五分钟教程从这里开始。
-- 运行 Run it: jiangtian run lua/scenarios/00_first_steps.lua        换成自己的数据 your own data: 改带 ← 的行 change the lines with ←
local jt = require "jiangtian"

local P = jt.project {
    api = 1,
    name = "第一个方案",
    crs = "EPSG:4544", -- ← 计算和出图用的投影坐标系（米） the projected CRS, in metres, to compute and draw in
    data = "gisdata/chengyu", -- ← 数据文件夹 the folder of the data
}

-- 数据 Data：左边是约定的名称，右边是本单位的字段名 left: the role's name, right: your field. jiangtian info 列出字段 lists the fields
local roads = P:layer { "道路.shp", role = "roads", -- ←
    fields = { id = "LXBH", class = "DLDJ", speed = "SJSD", oneway = "DXX", year_open = "TCNF", level = "CJ" } } -- ←
local parks = P:layer { "园区.shp", role = "parks", repair = "repair", -- ←
    fields = { id = "ID", name = "名称", industry = "INDUSTRY", land_ha = "KYMJ_HA", year_open = "TCNF" } } -- ←
local zones = P:layer { "功能区.shp", role = "zones", fields = { id = "ID", name = "名称" } } -- ←

-- 情景 Scenarios：现状，以及开通一条规划路之后 as it is, and with one planned road open
local now = P:baseline { "现状", year = 2020, network = { roads, snap = "20 m", modes = { "car" } } }
local then_ = now:with { "规划", year = 2025, jt.open { roads, ids = { "TQ" } } } -- ← 道路编号 the id of a planned road

-- 评分 Scores：每个情景各算一次 once for every scenario
local matrix = P:score { "network.matrix", as = "matrix", origins = parks, destinations = zones }
local near = P:score { "network.nearest", as = "nearest_zone", matrix = matrix } -- 最近的功能区 the nearest zone
local rings = P:score { "network.isochrones", as = "rings", origins = zones, per_origin = false }
local fit = P:score { "park_suitability", as = "fit", parks = parks, access = near.minutes,
    weights = jt.ahp { names = { "access", "land", "industry" }, { 1, 2, 3 }, { 1 / 2, 1, 2 }, { 1 / 3, 1 / 2, 1 } } }
local cmp = P:compare { now, then_, of = { near.minutes, fit.score, fit.rank } }

-- 成果 Outputs
local thin = roads:style { kind = "single", symbol = { stroke = "#8c8c8c", width = 0.2 } }
local outline = zones:style { kind = "single", symbol = { fill = "none", stroke = "#6b3a17", width = 0.4 } }
P:map { "A3横", title = "交通等时圈图", each = { now, then_ }, layers = { rings.bands:bands { 15, 30, 45, 60 }, thin, outline } }
P:map { "A3横", title = "园区适宜性评价图", of = then_, layers = { thin, outline, fit.score:graduated {
    breaks = { 20, 40, 60, 80 }, ramp = "grades", title = "适宜性得分", label = { field = "name", size = 3 } } } }
P:report { "专题报告", tables = { cmp, fit } }
return P
