-- 时刻表：由 CSV 时刻表或 GTFS 生成线路和车站，建网，算出含候车的出行时间。
-- A timetable: lines and stations from a CSV timetable or a GTFS feed, a network of them, and travel times with the wait.
-- 运行 Run it: jiangtian run lua/scenarios/08_timetable.lua [--param feed=公交.zip --param date=2024-05-14] [--param window=17:00-19:00]
-- 数据为虚构 the data are invented: gisdata/SOURCES.md
local jt = require "jiangtian"

local feed = jt.param("feed", { default = "", zh = "GTFS 文件夹或压缩包；空则用样例 CSV 时刻表",
    en = "GTFS folder or zip; empty for the sample's CSV timetable" })
local date = jt.param("date", { default = "", zh = "GTFS 的运行日期；空则取班次最多的工作日",
    en = "service date of the feed; empty for the busiest weekday" })
local window = jt.param("window", { default = "07:00-09:00", zh = "时段：其间的发车计入间隔", en = "window: departures in it make the headway" })

local P = jt.project { api = 1, name = "时刻表", crs = "EPSG:4544", data = "gisdata/timetable" }

-- 数据 Data：lines 和 stations 两个图层，同一时段和日期 the layers lines and stations, of the same window and date
local function timetable(layer, role)
    if feed ~= "" then
        return P:layer { feed, layer = layer, role = role, window = window, date = date }
    end
    return P:layer { "时刻表.csv", layer = layer, role = role, window = window, stops = "站点.csv", crs = "EPSG:4490" }
end
local lines, stations = timetable("lines", "transit"), timetable("stations", "stations")
local streets = P:layer { "街道.geojson", role = "roads" }
local places = P:layer { "地点.csv", role = "hubs", xy = { "经度", "纬度" }, crs = "EPSG:4490" }

-- 情景 Scenarios：现状；上行加密到 6 分钟 as it is, and with a train up every 6 minutes
local now = P:baseline { "现状", year = 2024, network = { streets, lines, stations, modes = { "metro", "walk" } } }
now:with { "加密", year = 2024, jt.open { lines, ids = { feed == "" and "K1.上行" or "K1.0" }, headway = "6 min" } }

-- 评分 Scores：步行 + 候车（间隔的一半）+ 乘车 on foot, half the headway, and the ride
local matrix = P:score { "network.matrix", as = "matrix", origins = places, destinations = places }
local times = P:score { "network.pairs", as = "times", matrix = matrix }

P:report { "时刻表", tables = { times = times } }
return P
