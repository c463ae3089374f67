-- 交通模型的路网：只有节点号和分方向的时间，没有线形。早高峰进城比出城多花多少时间？
-- The network of a traffic model: numbers of nodes and times by direction, no shapes. How much longer is the way in than out?
-- 运行 Run it: jiangtian run lua/scenarios/10_traffic_model.lua            示例数据的性质 What the data are: gisdata/SOURCES.md
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "交通模型路网", crs = "EPSG:4544", seed = 20200525, data = "gisdata/chengyu",
    slots = { ["编制单位"] = "（待填）" } }

-- 数据 Data：路段靠节点号相连，时间单位秒 links join by the numbers of their nodes; times in seconds
local links = P:table { "模型_路段.csv", fields = { id = "NO", name = "NAME", from_node = "FROMNODE", to_node = "TONODE", cost = "TAM",
    reverse_cost = "TAM_R" } }
local nodes = P:layer { "模型_节点.csv", xy = { "LON", "LAT" }, crs = "EPSG:4490", fields = { id = "NO" } }
-- 起讫点也写明节点号 places name their node too
local places = P:layer { "模型_节点.csv", role = "hubs", xy = { "LON", "LAT" }, crs = "EPSG:4490",
    fields = { id = "NO", name = "NAME", node = "NO" } }
local city = places:where(places.name:eq "绕城南")

-- 情景与时间 Scenario and times：早高峰，进城与出城 in the morning, in and out
local morning = P:baseline { "早高峰", year = 2020, network = { links = links, nodes = nodes, cost_unit = "s", modes = { "car" } } }
local inward = P:score { "network.matrix", as = "进城", origins = places, destinations = city }
local outward = P:score { "network.matrix", as = "出城", origins = city, destinations = places }
local to = P:score { "network.nearest", as = "进城时间", matrix = inward }
local from = P:score { "network.pairs", as = "出城时间", matrix = outward }
local with_in = P:score { "table.join", as = "互通与进城", layer = places, table = to, on = "id", by = "code",
    keep = { "minutes" }, prefix = "in_" }
local both = P:score { "table.join", as = "互通与往返", layer = with_in.layer, table = from, on = "id", to = "destination", by = "code",
    keep = { "minutes" }, prefix = "out_" }
local more = P:score { "layer.compute", as = "方向差", layer = both.layer, name = "more",
    value = { op = "-", args = { { col = "in_minutes" }, { col = "out_minutes" } } } }
local used = P:score { "network.betweenness", as = "介数" }

-- 成果 Outputs
local drawn = used.edges:style { kind = "single", symbol = { stroke = "#7d8a97", width = 0.5 }, title = "模型路段（节点间直线，时间为虚构）" }
P:map { "A3横", title = "早高峰：到绕城南立交的时间", of = morning, extent = places, formats = { "pdf", "png" }, layers = { drawn,
    more.layer:style { kind = "graduated", field = "in_minutes", method = "manual", breaks = { 30, 60, 120, 180 }, ramp = "oranges",
        digits = 0, title = "进城时间，min", symbol = { marker = "circle", size = 3 }, label = { field = "name", size = 2.5 } } } }
P:map { "A3横", title = "早高峰：进城比出城多花的时间", of = morning, extent = places, formats = { "pdf", "png" }, layers = { drawn,
    more.layer:style { kind = "graduated", field = "more", method = "quantile", count = 5, ramp = "viridis", digits = 1,
        title = "多花的时间，min", symbol = { marker = "circle", size = 3 }, label = { field = "name", size = 2.5 } } } }
return P
