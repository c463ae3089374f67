-- 园区适宜性与稳健性：地形、控制线、实时的通达时间——哪个园区最合适，结论站得住吗？
-- How suitable each park is, and how sure that is: terrain, red lines and live travel times.
-- 运行 Run it: jiangtian run lua/scenarios/03_suitability.lua            示例数据的性质 What the data are: gisdata/SOURCES.md
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
local boundary = P:layer { "三线.gpkg", layer = "城镇开发边界", role = "constraint", repair = "repair" }

-- 地形 Terrain：坡度、起伏度与分值都在读取时计算，中间不落盘 computed when read, nothing is written in between
local dem = P:surface { "dem.tif" }
local slope = P:apply { "surface.slope", heights = dem }
local relief = P:apply { "surface.relief", heights = dem, radius = 3 }
local flat = P:apply { "surface.value", surface = slope, ["function"] = { kind = "ranges", breaks = { 3, 8, 15, 25 },
    scores = { 100, 80, 60, 40, 0 } } }
local even = P:apply { "surface.value", surface = relief, ["function"] = { kind = "linear", from = { 300, 0 } } }
local ground = P:apply { "surface.weighted_sum", surfaces = { flat, even }, weights = { 0.7, 0.3 } }
local low = P:apply { "surface.value", surface = dem, as = "高程分", ["function"] = { kind = "small", mid = 700, spread = 6 } }
local shadow = P:apply { "surface.hillshade", heights = dem, z = 6, as = "山体阴影" }
local steep = P:apply { "surface.value", surface = slope, ["function"] = { kind = "ranges", breaks = { 25 }, scores = { 0, 1 } } }
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

-- 约束 Constraints：不是因子——不可行的园区保留得分，逐条列出占用面积与依据 not factors: what fails keeps its score and is listed
local steep_share = P:score { "surface.zonal", as = "陡坡占比", surface = steep, zones = parks, statistics = { "mean" } }
local taken = P:score { "vector.occupation", as = "三线占用", features = parks, zones = { farmland, redline, boundary } }
local limits = P:score { "score.constraints", as = "约束", data = parks, overlaps = taken, values = steep_share,
    file = "gisdata/rules/constraints.json", rules = { { name = "坡度大于25°", column = "mean" } }, -- 在此修改缺省值 defaults change here
    only = { "永久基本农田", "生态保护红线", "城镇开发边界", "坡度大于25°" } }
local lines = P:score { "score.occupation", as = "三线占用情况汇总", checks = limits.checks, data = parks,
    rules = { "永久基本农田", "生态保护红线", "城镇开发边界" } }
local standing = P:score { "table.join_tables", as = "分值与约束", left = v_ground, table = limits, on = "id", keep = { "feasible" } }

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
local sure = P:score { "score.robustness", as = "稳健性", data = standing, columns = columns, weights = weights, concentration = 40,
    feasible = "feasible", -- 不可行的园区不参与排名 only those that may be built on are ranked
    values = { v_hub = { sd = 5 }, v_ground = { sd = 3 } }, draws = 20000, seed = P.seed, top = 3 }
P:score { "score.sensitivity", as = "敏感性", data = standing, feasible = "feasible", columns = columns, weights = weights }
P:score { "score.counterfactual", as = "怎样居首", data = standing, feasible = "feasible", columns = columns, weights = weights,
    row = "P05", bounds = { v_hub = { 0, 100 }, v_people = { 0, 100 }, v_land = { 0, 100 } } }
P:score { "score.waterfall", as = "得分构成", data = v_ground, columns = columns, weights = weights, row = "P01" }
-- 等级概率 Class probability：权重抽样下每个像元最可能的地形等级及其概率 the class of each cell under many draws of the weights
local draws = P:score { "score.weight_draws", as = "地形权重组", columns = { "slope", "relief", "height" },
    weights = { 0.5, 0.3, 0.2 }, concentration = 20, draws = 500, seed = P.seed }
local likely = P:score { "surface.class_probability", as = "地形等级", surfaces = { flat, even, low }, draws = draws,
    names = { "slope", "relief", "height" }, breaks = { 50, 70, 85 } }
local mapped = joined("园区适宜性", "", parks, sum, { "s_wlc" })
local certain = joined("前三概率", "", parks, sure, { "p_top" })
local by_hub = joined("枢纽时间分", "", parks, v_hub, { "v_hub" })
P:compare { now, y25, of = { sure.p_top } }
local sheet = P:score { "score.sheet", as = "适宜性评价表", data = sum, weights = weights, constraints = limits, robustness = sure,
    score = "s_wlc", factors = { { column = "v_hub", value = "hub_minutes", name = "到枢纽" },
        { column = "v_people", value = "people_value", name = "45 分钟人口" }, { column = "v_land", value = "land_ha", name = "可用地" },
        { column = "v_ground", value = "ground_mean", name = "地形" } } }

-- 成果 Outputs
local thin = roads:style { kind = "single", symbol = { stroke = "#b0b0b0", width = 0.2 }, title = "道路" }
P:map { "A3横", title = "园区适宜性", of = y25, extent = parks, formats = { "pdf", "png" }, layers = { farmland, redline, thin,
    mapped.layer:style { kind = "graduated", field = "s_wlc", method = "manual", breaks = { 20, 40, 60, 80 }, ramp = "grades",
        title = "得分", symbol = { stroke = "#333333", width = 0.4 }, label = { field = "name", size = 2.6 } } } }
P:map { "A3横", title = "进入前三的概率", of = y25, extent = parks, formats = { "pdf", "png" }, layers = { thin,
    certain.layer:style { kind = "graduated", field = "p_top", method = "manual", breaks = { 0.05, 0.25, 0.5, 0.75 }, ramp = "viridis",
        digits = 2, title = "概率", symbol = { stroke = "#333333", width = 0.4 }, label = { field = "name", size = 2.6 } } } }
-- 单因子图 Single factors：栅格按坡度分级等样式绘制，下衬山体阴影 surfaces over a hillshade
local outline = parks:style { kind = "single", title = "园区", symbol = { fill = "none", stroke = "#222222", width = 0.5 },
    label = { field = "name", size = 2.6 } }
local shaded = shadow:shade { opacity = 0.55 }
local grey = roads:style { kind = "single", symbol = { stroke = "#7d7d7d", width = 0.2 }, title = "道路" }
local grades = {}
for i, label in ipairs { "不适宜", "一般适宜", "较适宜", "适宜" } do
    grades[i] = { value = i, label = label, symbol = { fill = ({ "#d7503f", "#f2c45c", "#a8cf6c", "#3f9a50" })[i] } }
end
local function terrain_map(title, drawn, notes)
    P:map { "A3横", title = title, of = y25, extent = parks, formats = { "pdf", "png" }, layers = { shaded, drawn, grey, outline },
        notes = { "地形由示意高程计算，并非实测。", notes } }
end
terrain_map("单因子：坡度分级", slope:graduated { breaks = { 3, 8, 15, 25 }, ramp = "grades", reverse = true, unit = "°", title = "坡度",
    opacity = 0.75 })
terrain_map("单因子：地形起伏度", relief:continuous { ramp = "terrain", unit = "m", digits = 0, title = "起伏度", opacity = 0.7 })
terrain_map("地形适宜性", ground:continuous { ramp = "grades", range = { 0, 100 }, digits = 0, title = "地形适宜性得分", opacity = 0.75 })
P:map { "A3横", title = "单因子：到枢纽时间得分", of = y25, extent = parks, formats = { "pdf", "png" }, layers = { thin, hubs,
    by_hub.layer:style { kind = "graduated", field = "v_hub", method = "manual", breaks = { 20, 40, 60, 80 }, ramp = "grades",
        title = "到枢纽时间得分", symbol = { stroke = "#333333", width = 0.4 }, label = { field = "name", size = 2.6 } } } }
terrain_map("地形等级（最可能）", likely.surface:categories { classes = grades, title = "最可能的等级", opacity = 0.75 },
    "权重抽样 500 组，取每个像元出现最多的等级。")
terrain_map("地形等级的把握", likely.probability:continuous { ramp = "viridis", range = { 0.2, 1 }, digits = 1,
    title = "最可能等级的概率", opacity = 0.75 }, "概率为落入该等级的权重组数之比。")
local function of_line(name, title, unit, digits) return { name = name, title = title, unit = unit, digits = digits } end
local line_columns = { "name", of_line("area_mu", "园区面积", "mu", 2) }
for _, name in ipairs { "永久基本农田", "生态保护红线", "城镇开发边界" } do
    local title = name == "城镇开发边界" and "开发边界外" or name
    line_columns[#line_columns + 1] = of_line(name .. "_mu", title, "mu", 2)
    line_columns[#line_columns + 1] = of_line(name .. "_pct", "占比", "%", 2)
    line_columns[#line_columns + 1] = of_line(name .. "_verdict", "结论")
end
local function sheet_columns(more)
    local list = { "rank", "rank_all", "name" }
    for _, name in ipairs(columns) do
        list[#list + 1] = { name = name, digits = 1 }
    end
    list[#list + 1] = { name = "score", digits = 2 }
    for _, name in ipairs(more or {}) do
        list[#list + 1] = name
    end
    return list
end
P:report { "适宜性专题", charts = { of = y25, { v_hub, title = "到枢纽时间" }, { v_people, title = "45 分钟人口" }, { v_land, title = "可用地" },
        { flat, title = "坡度", unit = "°" }, { even, title = "地形起伏度", unit = "m" }, { low, title = "高程", unit = "m" } }, tables = {
    { lines.table:at(y25), chapter = "三线与约束", caption = "三线占用情况汇总", columns = line_columns,
        note = "面积为椭球面积，1 亩 = 10000/15 m²；各项取整后与合计一致。公顷数见 tables.xlsx。" },
    { lines.rules:at(y25), chapter = "三线与约束", caption = "三线约束规则与依据",
        columns = { "rule", "measure", "severity", "limit", "area_ha", "pct", "touched", "failed", "source", "clause" },
        note = "依据与限值标 [K] 者为一般认识，引用前请核对原文。" },
    { sheet.table:at(now), chapter = "园区适宜性评价", caption = "园区适宜性评价表（现状）", columns = sheet_columns() },
    { sheet.table:at(y25), chapter = "园区适宜性评价", caption = "园区适宜性评价表（2025）",
        columns = sheet_columns { "p_top", "score_p05", "score_p95", "failed_rules" },
        note = "不可行的园区保留得分，没有名次；居前概率为进入前三的概率，分位数来自权重与指标值的两万次抽样。" },
    { sheet.factors:at(y25), chapter = "园区适宜性评价", caption = "单因子明细（2025，前十名）", rows = 40,
        columns = { "name", "factor", "shown", "unit", of_line("score", "分值", nil, 2), "weight", "part", "pct" } },
    robust = { sheet.table:at(y25), chapter = "结论的把握", caption = "排名的稳健性（2025）", columns = { "rank", "name", "score", "mean", "sd",
        "score_p05", "score_p95", "expected_rank", "rank_p05", "rank_p95", "p_first", "p_top" },
        note = "不可行的园区不参与排名。" },
} }
return P
