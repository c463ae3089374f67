-- 准则树与规则集版本：同一棵树评园区、评像元；通达时间说不准时结论还站得住吗；换一版规则哪里变了？
-- Criterion trees and editions of rules: one tree on parks, one on cells; travel times that are not certain; what another edition changes.
-- 运行 Run it: jiangtian run lua/scenarios/11_criteria.lua               示例数据的性质 What the data are: gisdata/SOURCES.md
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "准则树", crs = "EPSG:4544", seed = 20200525, data = "gisdata/chengyu",
    slots = { ["编制单位"] = "（待填）" } }

-- 数据 Data
local roads = P:layer { "道路.shp", role = "roads", fields = { id = "LXBH", name = "DLMC", class = "DLDJ", speed = "SJSD",
    oneway = "DXX", year_open = "TCNF", level = "CJ" } }
local parks = P:layer { "园区.shp", role = "parks", repair = "repair", fields = { id = "ID", name = "名称", kind = "KIND",
    land_ha = "KYMJ_HA", year_open = "TCNF" } }
local hubs = P:layer { "枢纽.geojson", role = "hubs" }
local seats = P:layer { "县城.csv", role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4490",
    fields = { id = "代码", name = "名称", population = "人口" } }
local dem = P:surface { "dem.tif" }
local slope, relief = P:apply { "surface.slope", heights = dem }, P:apply { "surface.relief", heights = dem, radius = 3 }

-- 情景 Scenarios
local now = P:baseline { "现状", year = 2020, network = { roads, snap = "20 m", modes = { "car" } } }
local y25 = now:with { "2025", year = 2025, jt.open { roads, ids = { "KLJ" } } }
local near = P:score { "network.nearest", as = "最近枢纽",
    matrix = P:score { "network.matrix", as = "至枢纽", origins = parks, destinations = hubs } }
local people = P:score { "network.cumulative", as = "人口", destinations = seats, fields = { "population" }, cutoffs = { "45 min" },
    matrix = P:score { "network.matrix", as = "至县城", origins = parks, destinations = seats, cutoff = "60 min" } }

-- 准则树 The tree：目标 > 因子组 > 因子；判断为虚构 the judgements are invented
local steepness = { kind = "ranges", breaks = { 3, 8, 15, 25 }, scores = { 100, 80, 60, 40, 0 } }
local evenness = { kind = "linear", from = { 300, 0 } }
local tree = jt.criteria { "园区适宜性",
    weights = jt.group_ahp { names = { "区位", "用地" }, judges = { ["甲"] = { { 1, 2 }, { "", 1 } }, ["乙"] = { { 1, 1 }, { "", 1 } } } },
    { "区位", weights = jt.swing { ["枢纽时间"] = 100, ["腹地人口"] = 60 },
        { "枢纽时间", data = near.minutes, unit = "min", value = { kind = "linear", from = { 120, 0 } } },
        -- 自定函数：百万人口收益递减 a function of one's own: a million more counts less and less
        { "腹地人口", data = people.value, value = jt.value { function(n) return 100 * (1 - math.exp(-n / 4e6)) end,
            from = { 0, 2e7 }, tolerance = 0.01 } } },
    { "用地", weights = { 0.4, 0.4, 0.2 },
        { "可用地", data = parks.land_ha, value = { kind = "large", mid = 1500, spread = 2 } },
        { "坡度", data = slope, zonal = "mean", unit = "deg", value = steepness },
        { "起伏度", data = relief, zonal = "mean", value = evenness } } }
local fit = P:suitability { tree, of = parks, as = "适宜性" }
P:compare { now, y25, of = { fit.score, fit.rank, fit["区位_score"] } }

-- 同一情形逐像元 The terrain again, cell by cell
local ground = P:suitability { as = "地形", jt.criteria { "地形", merge = "owa", orness = 0.4, weights = { 0.6, 0.4 },
    { "像元坡度", data = slope, value = steepness }, { "像元起伏度", data = relief, value = evenness } } }
P:export { "地形.tif", surface = ground }

-- 把握 How sure：每个园区的时间 ±10 %，全网车速共同 ±15 %，两个情景遇到同样的“慢日子” each time, and the whole network together
local luck = tree:uncertain { ["枢纽时间"] = { relative = 0.1, common = 0.15, factor = "车速" } }
local sure = P:score { "score.robustness", as = "稳健性", data = fit, columns = tree:columns(), weights = fit.global, values = luck,
    concentration = 60, draws = 5000, seed = P.seed }
local gain = P:score { "score.compare_robust", as = "较现状", before = fit.layer:at(now), after = fit.layer, columns = tree:columns(),
    weights = fit.global, values = luck, vary = "none", draws = 5000, seed = P.seed }

-- 规则集的两个版本 Two editions：第二版为示意，不是任何正式标准；水资源等级一律按 2 级示意
-- the second is illustrative and no official standard; the grade of water is taken as 2 everywhere
local flood = P:apply { "surface.compute", surfaces = { slope }, names = { "s" },
    value = { op = "+", args = { { op = "*", args = { { col = "s" }, { num = 0 } } }, { num = 2 } } } }
local function graded(more)
    more[1], more.surfaces, more.names = "surface.rules", { slope, relief, dem, flood }, { "slope", "relief", "elevation", "water" }
    more.file = "gisdata/rules/urban_2019.json"
    return P:apply(more)
end
local classes = { "适宜", "一般适宜", "不适宜" }
local edition = P:score { "surface.crosstab", as = "版本差异", before = graded {},
    after = graded { changes = { edition = "示意：坡度分级收紧为 3、6、12、20°", steps = { { id = "land_slope", breaks = { 3, 6, 12, 20 } } } } },
    doubtful = graded { result = "doubtful" }, classes = classes, best = "first" }

-- 成果 Outputs
local outline = parks:style { kind = "single", title = "园区", symbol = { fill = "none", stroke = "#222222", width = 0.5 },
    label = { field = "name", size = 2.6 } }
P:map { "A3横", title = "园区适宜性（准则树）", of = y25, extent = parks, formats = { "pdf", "png" }, layers = {
    ground:continuous { ramp = "grades", range = { 0, 100 }, digits = 0, title = "地形得分", opacity = 0.4 },
    fit.layer:style { kind = "graduated", field = "score", method = "manual", breaks = { 20, 40, 60, 80 }, ramp = "grades", title = "园区得分",
        symbol = { stroke = "#333333", width = 0.4 }, label = { field = "name", size = 2.6 } } } }
local changes = {}
for _, change in ipairs { { 12, "适宜 → 一般适宜", "#f2c45c" }, { 13, "适宜 → 不适宜", "#d7503f" }, { 23, "一般适宜 → 不适宜", "#a33a5e" },
    { 11, "适宜", "#e3efe0" }, { 22, "一般适宜", "#eeeadb" }, { 33, "不适宜", "#e6e3e3" } } do
    changes[#changes + 1] = { value = change[1], label = change[2], symbol = { fill = change[3] } }
end
P:map { "A3横", title = "两版规则的差异（第二版为示意）", of = now, extent = parks, formats = { "pdf", "png" },
    notes = { "第二版仅把坡度分级收紧为 3、6、12、20°，为示意，不是任何正式标准；水资源等级一律按 2 级示意。" },
    layers = { edition.surface:categories { classes = changes, title = "类别变化" }, outline } }
P:report { "准则树专题", charts = { of = y25, fit }, tables = { fit.weights, fit.judgements, sure, gain, edition.table } }
return P
