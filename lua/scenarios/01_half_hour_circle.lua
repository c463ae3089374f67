-- 半小时交通圈：成龙简快速通道、地铁 13 号线与天邛高速先后开通，谁进入半小时圈，园区适宜性如何变化？
-- Half-hour circle: who comes within half an hour, and what becomes of the parks, as the planned links open one by one?
-- 运行 Run it: jiangtian run lua/scenarios/01_half_hour_circle.lua        示例数据的性质 What the data are: gisdata/SOURCES.md
local jt = require "jiangtian"

local P = jt.project {
    api = 1,
    name = "成渝双城半小时交通圈",
    crs = "EPSG:4544", -- CGCS2000 / 3-degree Gauss-Kruger CM 105E，高斯-克吕格 3 度带，中央经线 105°
    seed = 20200525,
    data = "gisdata/chengyu",
    slots = { ["编制单位"] = "（待填）", ["编制日期"] = "" }, -- 审图号留空即加盖“未审核·内部用图”
}

-- 数据 Data：role 是约定；fields 把本单位的字段名对应到约定的名称 maps the office's field names to the role's
local roads = P:layer { "道路.shp", role = "roads", fields = { id = "LXBH", name = "DLMC", class = "DLDJ", speed = "SJSD",
    lanes = "CDS", oneway = "DXX", year_open = "TCNF", toll = "SFSF", level = "CJ" } }
local metro = P:layer { "交通.gpkg", layer = "metro", role = "transit", fields = { headway = "headway_min", speed = "speed_kmh" } }
local stations = P:layer { "交通.gpkg", layer = "metro_stations", role = "stations" }
local seats = P:layer { "县城.csv", role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4490",
    fields = { id = "代码", name = "名称", population = "人口" } }
local zones = P:layer { "功能区.shp", role = "zones", fields = { id = "ID", name = "名称", level = "级别" } }
local parks = P:layer { "园区.shp", role = "parks", repair = "repair", fields = { id = "ID", name = "名称", kind = "KIND",
    fly_out = "FLY_OUT", fly_in = "FLY_IN", mode = "MODE", share_out = "SHARE_OUT", industry = "INDUSTRY", themes = "THEMES",
    land_ha = "KYMJ_HA", year_open = "TCNF" } }
local hubs = P:layer { "枢纽.geojson", role = "hubs" }
local rivers = P:layer { "水系.geojson", role = "water" }
local corridors = P:layer { "交通.gpkg", layer = "corridors", role = "corridors" }
local demo_roads = P:layer { "示范大道.geojson", role = "demo_roads" }
local landuse = P:layer { "用地.shp", role = "landuse", fields = { kind = "DLBM" } }
local farmland = P:layer { "三线.gpkg", layer = "永久基本农田", role = "constraint", repair = "repair" }
local redline = P:layer { "三线.gpkg", layer = "生态保护红线", role = "constraint", repair = "repair" }
local boundary = P:layer { "三线.gpkg", layer = "城镇开发边界", role = "constraint", repair = "repair" }
-- 公布过的两个时间 Two published times: 成龙路起点 → 简阳 60 → 30 min，天邛产业园 → 天府新区 23 min
local published = { id = "编号", name = "名称", before_min = "开通前分钟", after_min = "开通后分钟" }
local starts = P:layer { "公布时间.csv", xy = { "起点经度", "起点纬度" }, crs = "EPSG:4490", fields = published }
local ends = P:layer { "公布时间.csv", xy = { "终点经度", "终点纬度" }, crs = "EPSG:4490", fields = published }
local slope = P:surface { "dem.tif", derive = "slope" }

-- 情景 Scenarios：基准不变，情景是一串变更；写编号，不写名称 changes on an immutable baseline; ids, not names
local now = P:baseline { "现状", year = 2020, network = { roads, metro, stations, snap = "20 m", modes = { "car", "metro", "walk" },
    peak_factor = { ["高速公路"] = 0.8 } } } -- 高峰时段高速公路车速系数 [K]，一般经验值，可改 a peak factor by general knowledge
local y25 = now:with { "2025", year = 2025,
    jt.open { roads, ids = { "KLJ" } }, -- 成龙简快速通道 the Cheng-Long-Jian fast road
    jt.open { metro, ids = { "M13", "S13" }, headway = "6 min" } }
local y35 = y25:with { "2035", year = 2035,
    jt.open { roads, ids = { "TQ" } }, -- 天邛高速 the Tianqiong expressway
    jt.open { hubs, ids = { "S06" } }, -- 简州站 the Jianzhou hub
    jt.add { parks, ids = { "P19" } } } -- 又一对飞地园区（示意） one more enclave pair (schematic)

-- 评分 Scores：每个情景各算一次 once for every scenario
local circle = P:score { "transport_links", as = "zones", nodes = zones, demand = seats, hubs = hubs, cutoff = "30 min" }
local eastern = zones:where(zones.id:eq "Z03") -- 成都东部新区 Chengdu Eastern New Area
local east = P:score { "transport_links", as = "east", nodes = eastern, demand = seats, hubs = hubs }
local link = P:score { "transport_links", as = "parks", nodes = parks, demand = seats, hubs = hubs, cutoff = "30 min" }
local fit = P:score { "park_suitability", as = "suitability", parks = parks, access = link.time_to_hub,
    airport = link.time_to_airport, slope = slope, constraints = { farmland, redline, boundary },
    weights = jt.ahp { names = { "access", "land", "industry", "slope" },
        { 1, 3, 5, 5 }, { 1 / 3, 1, 3, 3 }, { 1 / 5, 1 / 3, 1, 1 }, { 1 / 5, 1 / 3, 1, 1 } } }
local times = P:score { "travel_times", origins = starts, destinations = ends }
local cmp = P:compare { now, y25, y35, of = { times.minutes, circle.coverage, link.time_to_hub, fit.score, fit.rank } }

-- 成果 Outputs：extent = 用地图层，几张图同一范围；inset 是位置略图 the same extent on the sheets; inset: where it lies
local thin = roads:style { kind = "single", symbol = { stroke = "#8c8c8c", width = 0.25 }, title = "道路" }
local rings = east.isochrones:bands { 15, 30, 45, 60 }
local outline = zones:style { kind = "single", symbol = { fill = "none", stroke = "#6b3a17", width = 0.4 } }
local index = { zones, thin }
P:map { "A3横", title = "区位图", of = now, layers = { zones, rivers, roads, corridors, hubs } }
P:map { "A3横", title = "现状图", of = now, extent = landuse, inset = index, layers = { landuse, rivers, roads, demo_roads, parks } }
P:map { "A3横", title = "交通等时圈图", subtitle = "自成都东部新区（Z03）出发", each = { now, y25, y35 }, extent = landuse, inset = index,
    layers = { rings, thin, rivers, outline } }
P:map { "A3横", title = "园区适宜性评价图", of = y35, extent = landuse, inset = index, layers = { farmland, redline, boundary, thin,
    fit.score:graduated { method = "manual", breaks = { 20, 40, 60, 80 }, ramp = "grades", title = "适宜性得分",
        symbol = { stroke = "#333333", width = 0.4 }, label = { field = "name", size = 3 } } } }
P:map { "A3横-三联", title = "情景对比图", frames = { now, y25, y35 }, extent = eastern, scale = 800000, layers = { rings, thin, outline } }
P:report { "专题报告", tables = { cmp, times, circle, fit } }
return P
