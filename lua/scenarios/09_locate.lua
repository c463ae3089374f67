-- 选址：四个物流园放在哪里，谁归谁；新园区的用地划在哪里？
-- Where to put four logistics parks and who goes where; where to lay out land for a new park.
-- 运行 Run it: jiangtian run lua/scenarios/09_locate.lua            示例数据的性质 What the data are: gisdata/SOURCES.md
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "选址", crs = "EPSG:4544", seed = 20200525, data = "gisdata/chengyu",
    slots = { ["编制单位"] = "（待填）" } }

-- 数据 Data
local roads = P:layer { "道路.shp", role = "roads", fields = { id = "LXBH", name = "DLMC", class = "DLDJ", speed = "SJSD",
    oneway = "DXX", year_open = "TCNF", level = "CJ" } }
local parks = P:layer { "园区.shp", role = "parks", repair = "repair", fields = { id = "ID", name = "名称", kind = "KIND",
    land_ha = "KYMJ_HA", year_open = "TCNF" } }
local seats = P:layer { "县城.csv", role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4490",
    fields = { id = "代码", name = "名称", population = "人口" } }
local farmland = P:layer { "三线.gpkg", layer = "永久基本农田", role = "constraint", repair = "repair" }
local redline = P:layer { "三线.gpkg", layer = "生态保护红线", role = "constraint", repair = "repair" }
local sites = jt.param("sites", { default = 4, zh = "物流园个数", en = "how many logistics parks" })

-- 情景 Scenarios
local now = P:baseline { "现状", year = 2020, network = { roads, snap = "20 m", modes = { "car" } } }
local y25 = now:with { "2025", year = 2025, jt.open { roads, ids = { "KLJ" } } }

-- 选址 Location：时间来自路网，不可达的对不参与 times come from the network; pairs without a way cannot be assigned
local times = P:score { "network.matrix", as = "县城至园区", origins = seats, destinations = parks }
P:score { "network.pairs", as = "成对时间", matrix = times }
local function located(model, name, more)
    local spec = { "locate." .. model, as = name, demand = seats, candidates = parks, matrix = times, weight = "population" }
    for key, value in pairs(more) do
        spec[key] = value
    end
    return P:score(spec)
end
local median = located("p_median", "物流园选址", { p = sites })       -- 人均时间最短 least mean time of people
located("p_centre", "最远县城最近", { p = sites })                    -- 最远者最近 the farthest is as near as can be
located("max_cover", "一小时覆盖", { p = sites, cutoff = "60 min" })  -- 一小时内人口最多 most people within an hour
located("cover_all", "两个半小时全覆盖", { cutoff = "150 min" })      -- 最少几个园区 how few parks do
local lines = P:score { "locate.lines", as = "分配连线", assignment = median.assignment, demand = seats, candidates = parks }
local joined = P:score { "table.join", as = "候选园区", layer = parks, table = median, on = "id", keep = { "chosen", "weight", "mean_cost" } }
local chosen = P:score { "layer.where", as = "入选园区", layer = joined.layer, where = { col = "chosen" } }
local discs = P:score { "vector.buffer", as = "入选标记", layer = chosen, distance = "3 km" } -- 园区太小，图上以圆标出

-- 用地 Land：缓坡、近枢纽、近高速公路，避开县城 6 km 以内、永久基本农田与生态红线，距高速公路 1 至 8 km，共 60 km²
local dem = P:apply { "surface.resample", surface = P:surface { "dem.tif" }, method = "bilinear", cell = 500, crs = P.crs,
    extent = { 360000, 3300000, 540000, 3446000 } }
local hubs = P:layer { "枢纽.geojson", role = "hubs" }
local function cells_of(layer) return P:apply { "surface.rasterise", features = layer, like = dem, rule = "touched" } end
local function score(surface, from)
    return P:apply { "surface.value", surface = surface, ["function"] = { kind = "linear", from = from } }
end
local motorways = cells_of(roads:where(roads.class:eq "高速公路"))
local near_road = score(P:apply { "surface.distance", sources = motorways }, { 20000, 0 })
local near_hub = score(P:apply { "surface.distance", sources = cells_of(hubs) }, { 60000, 0 })
local gentle = score(P:apply { "surface.slope", heights = dem }, { 6, 0 })
local near_town = P:apply { "surface.distance", sources = cells_of(seats), max = "6 km" } -- 更远处无值 no value beyond
local suitable = P:apply { "surface.weighted_sum", surfaces = { gentle, near_hub, near_road }, weights = { 0.4, 0.4, 0.2 } }
local no_value = { op = "/", args = { { num = 1 }, { num = 0 } } }
local function unless(names, value) -- 这些图层有值处无值 no value where one of them has some
    for _, name in ipairs(names) do
        value = { op = "if", args = { { op = "is_null", args = { { col = name } } }, value, no_value } }
    end
    return value
end
local free = P:apply { "surface.compute", as = "用地适宜性", surfaces = { suitable, cells_of(farmland), cells_of(redline),
    near_town }, names = { "suit", "farm", "red", "town" }, value = unless({ "farm", "red", "town" }, { col = "suit" }) }
local grown = P:score { "surface.grow", as = "新园区用地", surface = free, from = motorways, area = "60 km2", regions = 3, shape = 0.5,
    from_min = "1 km", from_max = "8 km", apart_min = "15 km" }
local land = P:score { "surface.polygonise", as = "新园区范围", surface = grown }
P:export { "用地适宜性.tif", surface = free }

-- 成果 Outputs
local thin = roads:style { kind = "single", symbol = { stroke = "#b8b8b8", width = 0.2 }, title = "道路" }
P:map { "A3横", title = "物流园选址（p-中位，2025）", of = y25, extent = seats, formats = { "pdf", "png" }, layers = { thin,
    discs.layer:style { kind = "single", symbol = { fill = "#c0392b", stroke = "none", opacity = 0.3 }, legend = false },
    lines.lines:style { kind = "categories", field = "site", title = "所属物流园", symbol = { width = 0.5 } },
    joined.layer:style { kind = "single", symbol = { fill = "#dddddd", stroke = "#8a8a8a", width = 0.2 }, title = "候选园区" },
    chosen.layer:style { kind = "single", symbol = { fill = "#c0392b", stroke = "#7b1f15", width = 0.5 }, title = "入选物流园",
        label = { field = "name", size = 3.4, bold = true, priority = 90, colour = "#7b1f15" } },
    seats:style { kind = "graduated", field = "population", method = "manual", breaks = { 400000, 800000, 1200000 }, sizes = { 1.4, 4.2 },
        ramp = "oranges", digits = 0, title = "县城人口", symbol = { marker = "circle", fill = "#f5b041", stroke = "#7a4a10" },
        label = { field = "name", size = 2.5 } } } }
local shadow = P:apply { "surface.hillshade", heights = dem, z = 4, as = "山体阴影" }
P:map { "A3横", title = "新园区用地（区域生长，60 km²）", of = y25, extent = { box = { 368000, 3308000, 532000, 3438000 } }, formats = { "pdf", "png" },
    layers = { shadow:shade {}, free:continuous { ramp = "greens", range = { 20, 100 }, title = "用地适宜性", opacity = 0.75 },
    farmland:style { kind = "single", symbol = { fill = "#f3e39a", stroke = "#b59b2c", width = 0.2 }, title = "永久基本农田" },
    redline:style { kind = "single", symbol = { fill = "none", stroke = "#c0392b", width = 0.5 }, title = "生态保护红线" },
    roads:style {}, land.layer:style { kind = "single", symbol = { fill = "#6a51a3", stroke = "#3f2a75", width = 0.6 }, title = "新园区（连片）",
        label = { field = "class", size = 3.4 } }, hubs } }
P:compare { now, y25, of = { median.mean_cost } }
return P
