-- 路网分析图集：docs/network.md 中每种分析一张图，用示例区域的数据。
-- What the network answers, a map for each: the pictures of docs/network.md, from the data of the sample region.
-- 运行 Run it: jiangtian run lua/scenarios/06_network_maps.lua            示例数据的性质 What the data are: gisdata/SOURCES.md
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "路网分析图集", crs = "EPSG:4544", seed = 20200525, data = "gisdata/chengyu",
    slots = { ["编制单位"] = "（待填）" } }

-- 数据 Data
local roads = P:layer { "道路.shp", role = "roads", fields = { id = "LXBH", name = "DLMC", class = "DLDJ", speed = "SJSD",
    oneway = "DXX", year_open = "TCNF", level = "CJ" } }
local metro = P:layer { "交通.gpkg", layer = "metro", role = "transit", fields = { headway = "headway_min", speed = "speed_kmh" } }
local stations = P:layer { "交通.gpkg", layer = "metro_stations", role = "stations" }
local seats = P:layer { "县城.csv", role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4490",
    fields = { id = "代码", name = "名称", population = "人口" } }
local zones = P:layer { "功能区.shp", role = "zones", fields = { id = "ID", name = "名称", level = "级别" } }
local parks = P:layer { "园区.shp", role = "parks", repair = "repair", fields = { id = "ID", name = "名称", kind = "KIND",
    land_ha = "KYMJ_HA", year_open = "TCNF" } }
local hubs = P:layer { "枢纽.geojson", role = "hubs" }
-- 沿路抽样的点代表各处，不是居民点 points sampled along the roads stand for places, not for homes
local places = P:apply { "layer.sample_points", as = "抽样点", role = "parks", layer = roads, count = 250, seed = 20200525, prefix = "G" }

-- 情景 Scenarios：一个消去顺序供各情景共用 one order for all scenarios
local now = P:baseline { "现状", year = 2020, network = { roads, metro, stations, snap = "20 m", modes = { "car", "metro", "walk" },
    prepare = true, peak_factor = { ["高速公路"] = 0.8 } } }
local y25 = now:with { "2025", year = 2025, jt.open { roads, ids = { "KLJ" } },
    jt.open { metro, ids = { "M13", "S13" }, headway = "6 min" } }

-- 分析 What is asked
local eastern = zones:where(zones.id:eq "Z03")
local airport = hubs:where(hubs.kind:eq "airport")
local from = P:score { "network.isochrones", as = "等时圈", origins = eastern, cutoffs = { 15, 30, 45, 60 }, buffer = "1500 m" }
local to = P:score { "network.isochrones", as = "到达圈", origins = airport, cutoffs = { 30, 60 }, buffer = "1500 m", direction = "to" }
local gain = P:score { "network.difference_area", as = "增减", before = from.bands:at(now), after = from.bands, keys = { "cutoff_min" } }
local times = P:score { "network.matrix", as = "时间", origins = places, destinations = seats }
local pull = P:score { "network.hansen", as = "引力可达性", matrix = times, destinations = seats, weight = "population",
    decay = "exponential", beta = 0.05 }
local access = P:score { "table.join", as = "可达性", layer = places, table = pull, on = "id", keep = { "value" } }
local park_times = P:score { "network.matrix", as = "园区时间", origins = seats, destinations = parks }
local care = P:score { "network.catchment", as = "两步移动搜索", method = "2sfca", matrix = park_times, supply = parks, demand = seats,
    capacity = "land_ha", population = "population", threshold = "45 min" }
local served = P:score { "table.join", as = "园区用地", layer = seats, table = care, on = "id", keep = { "access" } }
local per_person = P:score { "layer.compute", as = "人均用地", layer = served.layer, name = "per_10000",
    value = { op = "*", args = { { col = "access" }, { num = 10000 } } } }
local load = P:score { "network.betweenness", as = "介数" }
local weak = P:score { "network.criticality", as = "关键路段", origins = places, destinations = seats, weight = "population",
    threshold = "45 min" }
local way = P:score { "network.route", as = "路径", origins = eastern, destinations = airport:where(airport.id:eq "A01") }
local faults = P:score { "network.defects", as = "路网问题", lines = roads, tolerance = "20 m" }

-- 成果 Outputs：extent 取一处放大 one place enlarged
local landuse = P:layer { "用地.shp", role = "landuse", fields = { kind = "DLBM" } }
local thin = roads:style { kind = "single", symbol = { stroke = "#a8a8a8", width = 0.15 }, title = "道路" }
local index = { zones, thin }
local function sheet(title, layers, more)
    local spec = { "A3横", title = title, of = y25, layers = layers, extent = roads, formats = { "pdf", "png" } }
    for key, value in pairs(more or {}) do
        spec[key] = value
    end
    P:map(spec)
end
local start = zones:style { kind = "single", symbol = { fill = "none", stroke = "#6b3a17", width = 0.4 }, title = "功能区" }
sheet("等时圈：自成都东部新区出发", { from.bands:bands { 15, 30, 45, 60 }, thin, start }, { extent = landuse })
sheet("到达圈：前往机场", { to.bands:bands { 30, 60 }, thin, hubs }, { extent = landuse })
sheet("等时圈的增减（2025 比现状）", { thin, gain.areas:style { kind = "categories", field = "change", title = "各时限圈的增减", classes = {
    { value = "gained", label = "进入", symbol = { fill = "#2c7fb8", stroke = "none" } },
    { value = "lost", label = "离开", symbol = { fill = "#c0392b", stroke = "none" } } } } }, { extent = landuse, inset = index })
sheet("引力可达性", { thin, access.layer:style { kind = "graduated", field = "value", method = "quantile", count = 5, ramp = "viridis",
    digits = 0,
    title = "县城人口 × e^(−0.05t)", symbol = { marker = "circle", size = 2.4, stroke = "none" } } })
sheet("两步移动搜索：每人可及园区用地", { thin, per_person.layer:style { kind = "graduated", field = "per_10000", method = "quantile", count = 5,
    ramp = "greens",
    title = "公顷/万人", digits = 2, symbol = { marker = "circle", size = 4 }, label = { field = "name", size = 2.6 } } })
sheet("介数：最短路径经过的次数", { load.edges:style { kind = "graduated", field = "value", method = "quantile", count = 5, ramp = "oranges",
    widths = { 0.1, 1.2 }, digits = 0, title = "经过的路径数" } })
sheet("关键路段：封闭后的损失", { thin, weak.damage:graduated { method = "quantile", count = 5, ramp = "oranges", widths = { 0.2, 1.4 },
    digits = 0, title = "45 min 内可达人口的减少" } })
sheet("路径：成都东部新区至双流机场", { thin, start, hubs, way.routes:style { kind = "single",
    symbol = { stroke = "#c0392b", width = 0.9 }, title = "最快路径" } }, { extent = landuse })
sheet("路网问题", { thin, faults.defects:style { kind = "categories", field = "kind", title = "问题", classes = {
    { value = "crossing", label = "相交处未断开", symbol = { marker = "cross" } }, { value = "dangle", label = "悬挂端点" },
    { value = "near_miss", label = "近而未接", symbol = { marker = "diamond" } }, { value = "duplicate", label = "重复" },
    { value = "pseudo_node", label = "伪节点", symbol = { size = 1.6 } }, { value = "small_component", label = "孤立部分" } } } },
    { extent = landuse })
P:compare { now, y25, of = { times }, cutoff = "30 min" }
return P
