-- 铁水联运：一个标箱从成都、宜宾、泸州到果园港，走公路、班列还是班轮？
-- Rail, river or road: how one container gets from Chengdu, Yibin and Luzhou to Guoyuan port, and at what cost.
-- 运行 Run it: jiangtian run lua/scenarios/07_freight.lua            示例数据的性质 What the data are: gisdata/SOURCES.md
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "铁水联运", crs = "EPSG:4544", seed = 20200525, data = "gisdata/chengyu",
    slots = { ["编制单位"] = "（待填）" } }

-- 数据 Data：公路每车公里成本 [K] a truck's cost for each km, a default to be replaced
local truck_km = jt.param("truck_km", { default = 6, zh = "公路运输成本，元/标箱·公里", en = "trucking, yuan for a TEU and km" })
local lines = P:layer { "道路.shp", role = "roads", fields = { id = "LXBH", name = "DLMC", class = "DLDJ", speed = "SJSD",
    oneway = "DXX", year_open = "TCNF", level = "CJ" } }
local roads = P:apply { "layer.compute", as = "公路", role = "roads", layer = lines, name = "toll_km",
    value = { op = "+", args = { { col = "SFSF" }, { num = truck_km } } } }
local freight = P:layer { "货运线路.geojson" }
local terminals = P:layer { "货运场站.geojson" }
local turns = P:layer { "货车转向.geojson" }
local hubs = P:layer { "枢纽.geojson", role = "hubs" }
local seats = P:layer { "县城.csv", role = "demand", xy = { "lon", "lat" }, crs = "EPSG:4490",
    fields = { id = "代码", name = "名称", population = "人口" } }

-- 情景 Scenario：时间价值 2 元/标箱·小时 [K]；货车左转多耗 30 s，不得掉头，禁左处不得左转
local now = P:baseline { "2025", year = 2025, network = { roads, freight = freight, terminals = terminals, turns = turns,
    modes = { "car", "freight" }, access_speed = 40, value_of_time = "2 元", freight_unit = "TEU",
    turn_cost = { left = "30 s", u = "ban" } } }

-- 评分 Scores：成对的起讫点 origins and destinations in pairs
local function at(id) return terminals:where(terminals.id:eq(id)) end
local port = at "H01"
P:score { "network.route", as = "宜宾至果园港", origins = at "H05", destinations = port }
P:score { "network.route", as = "成都至果园港", origins = at "F02", destinations = port }
local to_station = P:score { "network.route", as = "机场至火车北站", origins = hubs:where(hubs.id:eq "A01"),
    destinations = hubs:where(hubs.id:eq "S03") }
local times = P:score { "network.matrix", as = "广义时间", origins = seats, destinations = port }
local nearest = P:score { "network.nearest", as = "至港", matrix = times }
local joined = P:score { "table.join", as = "各县", layer = seats, table = nearest, on = "id", keep = { "minutes" } }
local cost = P:score { "layer.compute", as = "费用", layer = joined.layer, name = "yuan", -- 2 元 for each hour
    value = { op = "*", args = { { col = "minutes" }, { num = 2 / 60 } } } }

-- 成果 Outputs
local thin = roads:style { kind = "single", symbol = { stroke = "#b0b0b0", width = 0.25 }, title = "道路" }
local kinds = freight:style { kind = "categories", field = "kind", title = "货运线路（示意）", classes = {
    { value = "rail", label = "铁路", symbol = { stroke = "#444444", width = 0.7 } },
    { value = "water", label = "水运", symbol = { stroke = "#2c7fb8", width = 0.7 } } } }
local yards = terminals:style { kind = "single", title = "货运场站", symbol = { marker = "square", size = 2.2, fill = "#444444" },
    label = { field = "name", size = 2.6 } }
P:map { "A3横", title = "铁水联运：至果园港的广义费用", of = now, extent = roads, formats = { "pdf", "png" }, layers = { thin, kinds,
    cost.layer:style { kind = "graduated", field = "yuan", method = "quantile", count = 5, ramp = "oranges", digits = 0,
        title = "元/标箱（含时间）", symbol = { marker = "circle", size = 3.4 } }, yards } }
P:map { "A3横", title = "转向限制：货车自双流机场至火车北站", of = now, extent = to_station.routes, formats = { "pdf", "png" }, layers = { thin,
    to_station.routes:style { kind = "single", symbol = { stroke = "#c0392b", width = 0.9 }, title = "遵守转向限制的最快路径" },
    turns:style { kind = "single", title = "货车禁止左转处（虚构）", symbol = { marker = "cross", size = 4, fill = "#1a1a1a" } } } }
return P
