-- 示范大道.geojson and 总部机构.csv: the two demonstration roads and invented firms beside them.
-- The CSV is GB18030 on purpose, the way an office spreadsheet is often saved.
local gb18030 = require "gb18030"
local geo = require "geo"
local output = require "output"
local places = require "places"
local Random = require "random"
local text = require "text"

local M = {}

local fields = { { "id" }, { "name" }, { "concept" }, { "zone" }, { "host" }, { "year_open" },
    { "precision_m" }, { "schematic" } }

local roads = {
    { id = "RTF", name = "天府路", concept = "smart_city", zone = "Z02" },
    { id = "RLJ", name = "两江路", concept = "park_city", zone = "Z01" },
}

local function line_of(id)
    local line = {}
    for i = 1, 5 do line[i] = places.get(id .. i).point end
    return line
end

local kinds = { { "总部", 14 }, { "机构", 18 }, { "企业", 36 } }

-- Codes of the eight industry alliances, named in the sources.
local industries = { "汽车", "电子信息", "协同创新", "会展产业", "现代金融", "数字经济", "总部经济",
    "生物医药" }

-- A point at a share of the line, up to 600 m to one side; nearer is likelier (square of a share).
local function beside(line, random)
    local i = random:integer(1, #line - 1)
    local a, b, share = line[i], line[i + 1], random:uniform()
    local mx, my = geo.metres_per_degree(a[2])
    local dx, dy = (b[1] - a[1]) * mx, (b[2] - a[2]) * my
    local length = math.sqrt(dx * dx + dy * dy)
    local offset = 590 * random:uniform() ^ 2 * (random:uniform() < 0.5 and -1 or 1)
    return { geo.round(a[1] + share * (b[1] - a[1]) - offset * dy / length / mx),
        geo.round(a[2] + share * (b[2] - a[2]) + offset * dx / length / my) }
end

local function firm(road, kind, number, line, random)
    local point = beside(line, random)
    local id = string.format("%s%s%02d", road.id, kind == "总部" and "Z" or kind == "机构" and "J"
        or "Q", number)
    local name = string.format("%s示意%s%02d", road.name, kind, number)
    return string.format("%s,%s,%s,%s,%s,%.6f,%.6f,1\r\n", id, name, kind, road.id,
        random:pick(industries), point[1], point[2])
end

local function firms(random)
    local lines = { "编号,名称,kind,所在道路,行业,经度,纬度,schematic\r\n" }
    for _, road in ipairs(roads) do
        local line = line_of(road.id)
        for _, kind in ipairs(kinds) do
            for i = 1, kind[2] do lines[#lines + 1] = firm(road, kind[1], i, line, random) end
        end
    end
    return table.concat(lines)
end

function M.build()
    local rows = {}
    for i, road in ipairs(roads) do
        rows[i] = { road.id, road.name, road.concept, road.zone, places.get(road.id .. 1).host, 0,
            5000, 1, line = line_of(road.id) }
    end
    output.geojson("示范大道.geojson", fields, rows)
    text.write(output.path("总部机构.csv"), gb18030.encode(firms(Random.new(104))))
end

return M
