-- 交通.gpkg: metro sections, metro stations and the named corridors.
local geo = require "geo"
local output = require "output"
local places = require "places"

local M = {}

local section_fields = { { "line", "String" }, { "name", "String" }, { "seq", "Integer" },
    { "from_id", "String" }, { "to_id", "String" }, { "headway_min", "Real" },
    { "speed_kmh", "Real" }, { "year_open", "Integer" }, { "schematic", "Integer" } }

local station_fields = { { "id", "String" }, { "line", "String" }, { "seq", "Integer" },
    { "name", "String" }, { "year_open", "Integer" }, { "precision_m", "Integer" },
    { "schematic", "Integer" } }

local corridor_fields = { { "id", "String" }, { "name", "String" }, { "kind", "String" },
    { "schematic", "Integer" } }

-- "*name lon,lat" is a schematic stop, good to 1 km at best; "name ID" stands on a known place.
local function station(words, line, seq)
    local star, name, token = words:match("^%s*(%*?)(%S+)%s+(%S+)%s*$")
    local point, place = places.point(assert(token, words))
    local schematic = star == "*" and 1 or 0
    return { id = string.format("%s-%02d", line.id, seq), seq = seq, name = name, point = point,
        schematic = schematic, precision = place and place.precision or 1000 }
end

local function stations_of(line, start)
    local out = {}
    for words in (line.stations .. "|"):gmatch("(.-)|") do
        out[#out + 1] = station(words, line, start + #out)
    end
    return out
end

local function section_row(line, a, b)
    return { line.id, line.name, a.seq, a.id, b.id, line.headway, line.speed, line.year, 1,
        wkt = geo.wkt_line { a.point, b.point } }
end

-- A second phase of a line starts at the last station of the first, which it does not repeat.
local function add_line(line, last, sections, stations)
    local list = stations_of(line, last and last.seq or 1)
    for i, stop in ipairs(list) do
        if not (last and i == 1) then
            stations[#stations + 1] = { stop.id, line.id, stop.seq, stop.name, line.year,
                stop.precision, stop.schematic, wkt = geo.wkt_point(stop.point) }
        end
        if i > 1 then sections[#sections + 1] = section_row(line, list[i - 1], stop) end
    end
    return list[#list]
end

local function metro()
    local sections, stations, last = {}, {}, {}
    for _, line in ipairs(require "metro_lines") do
        last[line.id] = add_line(line, last[line.id], sections, stations)
    end
    return sections, stations
end

local corridors = { { "KMA", "成眉高新技术产业带-天府大道轴", "产业带", 5 },
    { "KMB", "成眉高新技术产业带-岷江轴", "产业带", 5 }, { "KEW", "城市东西轴线", "快速通道", 7 },
    { "KLJ", "成龙简快速通道", "快速通道", 7 }, { "KLO", "成洛简快速通道", "快速通道", 6 },
    { "KYC", "成渝班列通道", "铁路货运", 7 }, { "KYR", "长江上游港口航线", "航道", 7 } }

local function corridor_rows()
    local rows = {}
    for i, corridor in ipairs(corridors) do
        local line = {}
        for k = 1, corridor[4] do line[k] = places.get(corridor[1] .. k).point end
        rows[i] = { corridor[1], corridor[2], corridor[3], 1, wkt = geo.wkt_line(line) }
    end
    return rows
end

function M.build()
    local sections, stations = metro()
    output.geopackage("交通.gpkg", "metro", "LINESTRING", section_fields, sections)
    output.geopackage("交通.gpkg", "metro_stations", "POINT", station_fields, stations, true)
    output.geopackage("交通.gpkg", "corridors", "LINESTRING", corridor_fields, corridor_rows(), true)
end

return M
