-- 园区适宜性与稳健性：地形、控制线、实时的通达时间——哪个园区最合适，结论站得住吗？
-- How suitable each park is, and how sure that is: terrain, red lines and live travel times.
-- 运行 Run it: jiangtian run lua/scenarios/08_suitability.lua            示例数据的性质 What the data are: gisdata/SOURCES.md
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "园区适宜性", crs = "EPSG:4544", seed = 20200525, data = "gisdata/chengyu",
    slots = { ["编制单位"] = "（待填）" } }

-- 数据 Data
local roads = P:layer { "道路.shp", role = "roads", fields = { id = "LXBH", name = "DLMC", class = "DLDJ", speed = "SJSD",
    oneway = "DXX", year_open = "TCNF", level = "CJ" } }
local parks = P:layer { "园区.shp", role = "parks", repair = "repair", fields = { id = "ID", name = "名称", kind = "KIND",
    land_ha = "KYMJ_HA", year_open = "TCNF" } }
local hubs = P:layer { "枢纽.geojson", role = "hubs" }
local seats = P:layer { "县城.csv", role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4490",
    fields = { id = "代码", name = "名称", population = "人口" } }
local farmland = P:layer { "三线.gpkg", layer = "永久基本农田", role = "constraint", repair = "repair" }
local redline = P:layer { "三线.gpkg", layer = "生态保护红线", role = "constraint", repair = "repair" }

-- 地形 Terrain：坡度、起伏度与分值都在读取时计算，中间不落盘 computed when read, nothing is written in between
local dem = P:surface { "dem.tif" }
local slope = P:apply { "surface.slope", heights = dem }
local relief = P:apply { "surface.relief", heights = dem, radius = 3 }
local flat = P:apply { "surface.value", surface = slope, ["function"] = { kind = "ranges", breaks = { 3, 8, 15, 25 },
    scores = { 100, 80, 60, 40, 0 } } }
local even = P:apply { "surface.value", surface = relief, ["function"] = { kind = "linear", from = { 300, 0 } } }
local ground = P:apply { "surface.weighted_sum", surfaces = { flat, even }, weights = { 0.7, 0.3 } }
P:export { "地形适宜性.tif", surface = ground }
P:export { "坡度.tif", surface = slope }

-- 情景 Scenarios
local now = P:baseline { "现状", year = 2020, network = { roads, snap = "20 m", modes = { "car" } } }
local y25 = now:with { "2025", year = 2025, jt.open { roads, ids = { "KLJ" } } }

-- 指标 Indicators：地形（按面积比例）、到枢纽的时间、45 min 人口、可用地
local zonal = P:score { "surface.zonal", as = "地形", surface = ground, zones = parks, statistics = { "mean", "min", "count" } }
P:score { "surface.zonal", as = "坡度统计", surface = slope, zones = parks, statistics = { "mean", "max" },
    quantiles = { 0.5, 0.95 } }
local to_hub = P:score { "network.matrix", as = "至枢纽", origins = parks, destinations = hubs }
local near = P:score { "network.nearest", as = "最近枢纽", matrix = to_hub }
local to_seats = P:score { "network.matrix", as = "至县城", origins = parks, destinations = seats, cutoff = "60 min" }
local people = P:score { "network.cumulative", as = "人口", matrix = to_seats, destinations = seats, fields = { "population" },
    cutoffs = { "45 min" } }
local function joined(name, prefix, layer, table_, keep)
    return P:score { "table.join", as = name, layer = layer, table = table_, on = "id", keep = keep, prefix = prefix }
end
local with_ground = joined("园区与地形", "ground_", parks, zonal, { "mean" })
local with_hub = joined("园区与枢纽", "hub_", with_ground.layer, near, { "minutes" })
local all = joined("园区指标", "people_", with_hub.layer, people, { "value" })

-- 分值 Scores on one scale, 0 to 100：列名即评分名 the column is called as the score
local v_hub = P:score { "score.value", as = "v_hub", data = all.layer, column = "hub_minutes",
    ["function"] = { kind = "linear", from = { 120, 0 } } }
local v_people = P:score { "score.value", as = "v_people", data = v_hub, column = "people_value",
    ["function"] = { kind = "linear", from = { 0, 8000000 } } }
local v_land = P:score { "score.value", as = "v_land", data = v_people, column = "land_ha",
    ["function"] = { kind = "large", mid = 1500, spread = 2 } }
local v_ground = P:score { "score.value", as = "v_ground", data = v_land, column = "ground_mean",
    ["function"] = { kind = "linear", from = { 0, 100 } } }
local columns = { "v_hub", "v_people", "v_land", "v_ground" }

-- 权重 Weights：两位专家判断（虚构）与数据客观权重各半 two invented judges, and what the data say
local judged = P:score { "score.ahp", as = "判断权重", names = columns,
    matrix = { { 1, 2, 3, 3 }, { "", 1, 2, 2 }, { "", "", 1, 1 }, { "", "", "", 1 } } }
local measured = P:score { "score.critic", as = "客观权重", data = v_ground, columns = columns }
local weights = P:score { "score.combine_weights", as = "综合权重", first = judged, second = measured, alpha = 0.6 }

-- 合成 Aggregation：三种方法，看它们是否一致 three methods, and whether they agree
local sum = P:score { "score.wlc", as = "加权和", data = v_ground, columns = columns, weights = weights, into = "s_wlc" }
local owa = P:score { "score.owa", as = "有序加权", data = sum, columns = columns, weights = weights, orness = 0.3, into = "s_owa" }
local worst = P:score { "score.minimum", as = "最差因子", data = owa, columns = columns, into = "s_min" }
P:score { "score.agreement", as = "方法一致性", data = worst, columns = { "s_wlc", "s_owa", "s_min" }, k = 5 }

-- 把握 How sure
local sure = P:score { "score.robustness", as = "稳健性", data = v_ground, columns = columns, weights = weights, concentration = 40,
    values = { v_hub = { sd = 5 }, v_ground = { sd = 3 } }, draws = 20000, seed = P.seed, top = 3 }
P:score { "score.sensitivity", as = "敏感性", data = v_ground, columns = columns, weights = weights }
P:score { "score.counterfactual", as = "怎样居首", data = v_ground, columns = columns, weights = weights, row = "P05",
    bounds = { v_hub = { 0, 100 }, v_people = { 0, 100 }, v_land = { 0, 100 } } }
P:score { "score.waterfall", as = "得分构成", data = v_ground, columns = columns, weights = weights, row = "P01" }
local mapped = joined("园区适宜性", "", parks, sum, { "s_wlc" })
local certain = joined("前三概率", "", parks, sure, { "p_top" })
P:compare { now, y25, of = { sure.p_top } }

-- 成果 Outputs
local thin = roads:style { kind = "single", symbol = { stroke = "#b0b0b0", width = 0.2 }, title = "道路" }
P:map { "A3横", title = "园区适宜性", of = y25, extent = parks, formats = { "pdf", "png" }, layers = { farmland, redline, thin,
    mapped.layer:style { kind = "graduated", field = "s_wlc", method = "manual", breaks = { 20, 40, 60, 80 }, ramp = "grades",
        title = "得分", symbol = { stroke = "#333333", width = 0.4 }, label = { field = "name", size = 2.6 } } } }
P:map { "A3横", title = "进入前三的概率", of = y25, extent = parks, formats = { "pdf", "png" }, layers = { thin,
    certain.layer:style { kind = "graduated", field = "p_top", method = "manual", breaks = { 0.05, 0.25, 0.5, 0.75 }, ramp = "viridis",
        digits = 2, title = "概率", symbol = { stroke = "#333333", width = 0.4 }, label = { field = "name", size = 2.6 } } } }
P:report { "适宜性专题", tables = { sum, sure } }
return P
