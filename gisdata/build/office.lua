-- What offices send besides layers: a yearbook (GB18030, a title, notes, names in traditional characters or without
-- their suffix) and points picked on a web map (GCJ-02). Both from the county seats, with flaws put in on purpose.
local gb18030 = require "gb18030"
local output = require "output"
local places = require "places"
local text = require "text"

local M = {}

local flawed = { C01 = "邛崍市", C02 = "蒲江", C06 = "青白江區", C09 = "东坡区", C12 = "雁江区" }
local missing = { C05 = true }

local function thousands(number)
    return (tostring(number):reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
end

local function yearbook()
    local lines = { "各区县主要指标（示意）,,\r\n", "区县,常住人口,就业岗位\r\n", ",人,个\r\n" }
    for i = 1, 16 do
        local seat = places.seats[i]
        local jobs = missing[seat.id] and "…" or '"' .. thousands(seat.population * 45 // 100) .. '"'
        lines[#lines + 1] = string.format('%s,"%s",%s\r\n', flawed[seat.id] or seat.seat_name, thousands(seat.population), jobs)
    end
    lines[#lines + 1] = "天府新区直管区,\"860,000\",\"387,000\"\r\n"
    lines[#lines + 1] = "注：人口为 2020 年量级按万取整，岗位按 0.45 推算，均为示意。,,\r\n"
    return table.concat(lines)
end

-- The published series of GCJ-02, to a metre what web maps show.
local function gcj02(lon, lat)
    local sin, pi = math.sin, math.pi
    local x, y = lon - 105, lat - 35
    local waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    local dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(math.abs(x)) + waves
        + (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3 + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    local dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(math.abs(x)) + waves
        + (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3 + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    local a, ee = 6378245.0, 0.00669342162296594323
    local rad = lat / 180 * pi
    local magic = 1 - ee * sin(rad) ^ 2
    local root = math.sqrt(magic)
    return lon + dlon * 180 / (a / root * math.cos(rad) * pi), lat + dlat * 180 / (a * (1 - ee) / (magic * root) * pi)
end

local function web_points()
    local lines = { "名称,lng,lat\r\n" }
    for _, seat in ipairs(places.seats) do
        lines[#lines + 1] = string.format("%s,%.6f,%.6f\r\n", seat.seat_name, gcj02(seat.point[1], seat.point[2]))
    end
    return table.concat(lines)
end

function M.build()
    text.write(output.path("年鉴.csv"), gb18030.encode(yearbook()))
    text.write(output.path("网点_火星坐标.csv"), "\xEF\xBB\xBF" .. web_points())
end

return M
