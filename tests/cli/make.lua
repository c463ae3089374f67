-- Small data sets for the cases, good and bad, written byte by byte so that they can be wrong in ways no library writes.
local M = {}

local prj = 'PROJCS["CGCS2000_3_Degree_GK_CM_105E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    .. 'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    .. 'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    .. 'PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
local X, Y = 500000, 3390000
local NULL, POINT, LINE, POLYGON = 0, 1, 3, 5

local function write(path, ...)
    local handle = assert(io.open(path, "wb"))
    handle:write(...)
    handle:close()
end

-- Metres from a place on the central meridian of EPSG:4544.
local function placed(points)
    local out = {}
    for i, p in ipairs(points) do
        out[i] = { X + p[1], Y + p[2] }
    end
    return out
end

local function record(shape, points)
    if shape == NULL then
        return string.pack("<i4", NULL)
    end
    local coordinates = {}
    for i, p in ipairs(points) do
        coordinates[i] = string.pack("<dd", p[1], p[2])
    end
    local text = table.concat(coordinates)
    if shape == POINT then
        return string.pack("<i4", POINT) .. text
    end
    local box = string.pack("<dddd", X, Y, X + 10000, Y + 10000)
    return string.pack("<i4", shape) .. box .. string.pack("<i4i4i4", 1, #points, 0) .. text
end

local function header(shape, bytes)
    return string.pack(">i4i4i4i4i4i4i4", 9994, 0, 0, 0, 0, 0, bytes // 2)
        .. string.pack("<i4i4dddddddd", 1000, shape, X, Y, X + 10000, Y + 10000, 0, 0, 0, 0)
end

local function shp_and_shx(path, shape, features)
    local records, index, at = {}, {}, 100
    for i, feature in ipairs(features) do
        local body = record(feature.null and NULL or shape, feature.points or {})
        records[i] = string.pack(">i4i4", i, #body // 2) .. body
        index[i] = string.pack(">i4i4", at // 2, #body // 2)
        at = at + #records[i]
    end
    write(path .. ".shp", header(shape, at), table.concat(records))
    write(path .. ".shx", header(shape, 100 + 8 * #features), table.concat(index))
end

-- fields: { { "NAME", "C", width, decimals } }
local function dbf(path, fields, rows)
    local width, heads, lines = 1, {}, {}
    for i, field in ipairs(fields) do
        width = width + field[3]
        heads[i] = string.pack("c11c1I4BBc14", field[1], field[2], 0, field[3], field[4] or 0, "")
    end
    for i, row in ipairs(rows) do
        local cells = { " " }
        for j, field in ipairs(fields) do
            local text = tostring(row[j] or "")
            local space = (" "):rep(field[3] - #text)
            cells[j + 1] = field[2] == "N" and space .. text or text .. space
        end
        lines[i] = table.concat(cells)
    end
    write(path .. ".dbf", string.pack("<BBBBI4I2I2c20", 3, 120, 5, 25, #rows, 33 + 32 * #fields, width, ""),
        table.concat(heads), "\r", table.concat(lines), "\26")
end

local function shapefile(name, shape, fields, features)
    local rows = {}
    for i, feature in ipairs(features) do
        rows[i] = feature
    end
    shp_and_shx(name, shape, features)
    dbf(name, fields, rows)
    write(name .. ".prj", prj)
end

local road_fields = { { "id", "C", 8 }, { "class", "C", 12 }, { "speed", "N", 8, 2 } }

local function crossing()
    return { { "r1", "arterial", 60, points = placed { { 0, 500 }, { 1000, 500 } } },
        { "r2", "branch", 30, points = placed { { 500, 0 }, { 500, 1000 } } },
        { "r3", "branch", 30, points = placed { { 1000, 500 }, { 2000, 500 } } } }
end

local function roads(change)
    return function()
        local features, fields = crossing(), table.move(road_fields, 1, #road_fields, 1, {})
        if change then
            features, fields = change(features, fields) or features, fields
        end
        shapefile("roads", LINE, fields, features)
    end
end

M.roads = roads()
M["roads-none"] = roads(function() return {} end)
M["roads-null"] = roads(function(list) list[2].null = true end)
M["roads-nan"] = roads(function(list) list[2].points[1][1] = 0 / 0 end)
M["roads-infinite"] = roads(function(list) list[2].points[1][2] = math.huge end)
M["roads-zero"] = roads(function(list) list[2].points[2] = list[2].points[1] end)
M["roads-negative"] = roads(function(list) list[1][3], list[3][3] = -60, -1 end)
M["roads-standing"] = roads(function(list) list[2][3] = 0 end)
M["roads-no-speed"] = roads(function(list)
    for _, road in ipairs(list) do
        road[2], road[3] = "lane", nil
    end
end)
M["roads-speed-text"] = roads(function(list, fields)
    fields[3] = { "speed", "C", 8 }
    list[1][3] = "fast"
end)
M["roads-stars"] = roads(function(list) list[2][3] = "********" end)
M["roads-broken-number"] = roads(function(list) list[2][3] = "6O.0" end)
M["roads-degrees"] = roads(function(list)
    for _, road in ipairs(list) do
        for _, p in ipairs(road.points) do
            p[1], p[2] = 105 + (p[1] - X) / 1e5, 30 + (p[2] - Y) / 1e5
        end
    end
end)
M["roads-zone"] = roads(function(list)
    for _, road in ipairs(list) do
        for _, p in ipairs(road.points) do
            p[1] = p[1] + 35e6
        end
    end
end)

-- 天府路, 两江路, 成龙路 in GBK, as offices write them; no .cpg.
local gbk = { "\xCC\xEC\xB8\xAE\xC2\xB7", "\xC1\xBD\xBD\xAD\xC2\xB7", "\xB3\xC9\xC1\xFA\xC2\xB7" }

M["roads-gbk"] = roads(function(list, fields)
    fields[2] = { "class", "C", 20 }
    for i, road in ipairs(list) do
        road[2] = gbk[i]
    end
end)

-- The same, read as Latin-1 by some program and written again as UTF-8.
M["roads-scrambled"] = roads(function(list, fields)
    fields[2] = { "class", "C", 20 }
    for i, road in ipairs(list) do
        road[2] = gbk[i]:gsub(".", function(c) return utf8.char(c:byte()) end)
    end
    write("roads.cpg", "UTF-8")
end)

local function square(x, y, size)
    return placed { { x, y }, { x, y + size }, { x + size, y + size }, { x + size, y }, { x, y } }
end

local park_fields = { { "id", "C", 8 }, { "name", "C", 20 }, { "land_ha", "N", 8, 2 } }

local function parks(change)
    return function()
        local features = { { "P1", "First", 40, points = square(100, 100, 200) },
            { "P2", "Second", 10, points = square(700, 700, 100) } }
        if change then
            change(features)
        end
        shapefile("parks", POLYGON, park_fields, features)
    end
end

M.parks = parks()
M["parks-bowtie"] = parks(function(list)
    list[1].points = placed { { 0, 0 }, { 200, 200 }, { 200, 0 }, { 0, 200 }, { 0, 0 } }
end)
M["parks-twice"] = parks(function(list) list[2][1] = "P1" end)

-- Two parks that lap over each other by 50 x 100 m, and a third that leaves a gap of 2 x 100 m.
M["parks-lapping"] = parks(function(list)
    list[1].points = square(0, 0, 100)
    list[2].points = placed { { 50, 0 }, { 50, 100 }, { 200, 100 }, { 200, 0 }, { 50, 0 } }
    list[3] = { "P3", "Third", 5, points = placed { { 150, 0 }, { 202, 0 }, { 202, 100 }, { 150, 100 }, { 150, 200 },
        { 300, 200 }, { 300, -10 }, { 150, -10 }, { 150, 0 } } }
end)

-- Redline polygons as an office sends them: names in another case, codes as numbers and in full width, blanks, a bow tie,
-- a feature twice; and a value that is missing.
function M.redlines()
    local fields = { { "XZQDM", "N", 8 }, { "bsm", "C", 20 }, { "YSDM", "C", 32 }, { "XZQMC", "C", 20 }, { "MJ", "C", 8 } }
    shapefile("redlines", POLYGON, fields, {
        { 510100, "510100000000000001", "２００１０１００００", "Chengdu", "10.5", points = square(0, 0, 100) },
        { 510104, "510100000000000002", "2001010000", "Jinjiang\u{3000}", "3", points = square(500, 0, 100) },
        { 510104, "510100000000000002", "2001010000", "Jinjiang\u{3000}", "3", points = square(500, 0, 100) },
        { 510104, "510100000000000003", "2001010000", "", "4",
            points = placed { { 900, 0 }, { 1000, 100 }, { 1000, 0 }, { 900, 100 }, { 900, 0 } } } })
    write("redlines.cpg", "UTF-8")
end

function M.seats()
    shapefile("seats", POINT, { { "id", "C", 8 }, { "population", "N", 10, 0 } },
        { { "S1", 1000, points = placed { { 100, 510 } } }, { "S2", 3000, points = placed { { 1900, 490 } } } })
end

M["seats-empty"] = function()
    shapefile("seats", POINT, { { "id", "C", 8 }, { "population", "N", 10, 0 } }, { { "S1", points = placed { { 100, 510 } } } })
end

-- A plan that runs: two scenarios, no map, no report.
function M.plan()
    M.roads()
    M.parks()
    M.seats()
    write("plan.lua", [[
local jt = require "jiangtian"
local P = jt.project { api = 1, name = "plan", crs = "EPSG:4544" }
local roads = P:layer { "roads.shp", role = "roads" }
local parks = P:layer { "parks.shp", role = "parks" }
local seats = P:layer { "seats.shp", role = "demand" }
local now = P:baseline { "now", year = 2020, network = { roads, modes = { "car" } } }
local shut = now:with { "shut", year = 2025, jt.close { roads, ids = { "r2" } } }
local matrix = P:score { "network.matrix", as = "matrix", origins = parks, destinations = seats }
local near = P:score { "network.nearest", as = "near", matrix = matrix }
P:compare { now, shut, of = { near.minutes } }
return P
]])
end

-- The same with a report, which pandoc and LibreOffice make.
M["plan-report"] = function()
    M.plan()
    local handle = assert(io.open("plan.lua"))
    local text = handle:read "a"
    handle:close()
    write("plan.lua", (text:gsub("P:compare (%b{})", "local cmp = P:compare %1\nP:report { \"Report\", tables = { cmp } }")))
end

-- A yearbook as people make it, the places it speaks of (some names in traditional characters), other names of them, and an
-- office's dictionary.
function M.yearbook()
    write("年鉴.csv", "\xEF\xBB\xBF", [[
"表1  2019年各区县主要指标",,,
,,,
地区,代码,年末人口,面积
,,（万人）,平方公里
锦江区,510104,70.7,62.2
青羊区,510105.0,"1,234.5",66
龙泉驿区,510112,…,１２００
两江新区,,-,1205
"注：人口为常住人口。",,,
]])
    write("区县.csv", [[
XZQDM,XZQMC,lon,lat
510104,锦江区,104.08,30.65
510105,青羊區,104.06,30.67
510100,简阳东区,104.27,30.56
500112,兩江新區,106.53,29.65
]])
    write("别名.csv", "名称,历史名称\n龙泉驿区,簡陽東區\n")
    write("字典.csv", "字段代码,规划名称,role_field\nxzqdm,行政区代码,id\nXZQMC,行政区名称,name\nDLMC,道路名称,name\n")
end

-- A scenario over them.
M["plan-yearbook"] = function()
    M.yearbook()
    write("plan.lua", [[
local jt = require "jiangtian"
local P = jt.project { api = 1, name = "年鉴", crs = "EPSG:4544" }
local zones = P:layer { "区县.csv", xy = { "lon", "lat" }, crs = "EPSG:4490", dictionary = "字典.csv", role = "zones" }
local book = P:table { "年鉴.csv", header_row = 3, unit_row = 4 }
local joined = P:apply { "table.join", layer = zones, table = book, on = "行政区名称", to = "地区", keep = { "年末人口", "面积" },
    fold = { "traditional" }, as = "区县人口" }
local large = joined:where(joined["年末人口"]:gt(80) & joined["行政区名称"]:one_of { "青羊区", "兩江新區" })
P:baseline { "现状", year = 2020 }
P:score { "layer.column", table = large, column = "年末人口", as = "大区" }
P:score { "table.join", layer = zones, table = book, on = "name", to = "地区", as = "连接" }
return P
]])
end

-- A GTFS feed of one bus route on weekdays of May 2024: up at 7:00 and 7:40, down at 7:20; no shapes.
function M.feed()
    os.execute "mkdir feed"
    write("feed/stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nK01,甲,30.4,104.00\nK02,乙,30.4,104.02\nK03,丙,30.4,104.05\n")
    write("feed/routes.txt", "route_id,route_short_name,route_long_name,route_type\nR1,1,一路,3\n")
    write("feed/trips.txt", "route_id,service_id,trip_id,direction_id\nR1,W,t1,0\nR1,W,t2,0\nR1,W,t3,1\n")
    write("feed/stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        .. "t1,07:00:00,07:00:00,K01,1\nt1,07:10:00,07:11:00,K02,2\nt1,07:20:00,07:20:00,K03,3\n"
        .. "t2,07:40:00,07:40:00,K01,1\nt2,,,K02,2\nt2,08:04:00,08:04:00,K03,3\n"
        .. "t3,07:20:00,07:20:00,K03,1\nt3,07:30:00,07:31:00,K02,2\nt3,07:40:00,07:40:00,K01,3\n")
    write("feed/calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        .. "W,1,1,1,1,1,0,0,20240501,20240531\n")
end

for _, name in ipairs(arg) do
    assert(M[name], "make.lua knows no " .. name)()
end
