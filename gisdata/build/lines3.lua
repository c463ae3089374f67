-- 三线.gpkg: permanent basic farmland, ecological red line and urban growth boundary, all invented.
local geo = require "geo"
local output = require "output"
local Random = require "random"

local M = {}

local fields = { { "ID", "String" }, { "名称", "String" }, { "面积km2", "Real" },
    { "schematic", "Integer" } }

local layers = { { "永久基本农田", "JT" }, { "生态保护红线", "HX" }, { "城镇开发边界", "KF" } }

-- A line as many points a kilometre or so apart, so that the strip's edge can wobble.
local function densified(line)
    local out = { line[1] }
    for i = 2, #line do
        local a, b = line[i - 1], line[i]
        local count = math.max(1, math.floor(geo.distance(a, b) / 2500))
        for k = 1, count do
            local share = k / count
            out[#out + 1] = { a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2]) }
        end
    end
    return out
end

-- A strip runs roughly north, so offsetting east and west cannot fold it over itself.
local function strip(random, line, half_km)
    local points, east, ring = densified(line), {}, {}
    for i, p in ipairs(points) do
        local degree = half_km * 1000 / geo.metres_per_degree(p[2])
        ring[i] = { geo.round(p[1] - degree * random:between(0.7, 1.3)), geo.round(p[2]) }
        east[i] = { geo.round(p[1] + degree * random:between(0.7, 1.3)), geo.round(p[2]) }
    end
    for i = #east, 1, -1 do ring[#ring + 1] = east[i] end
    return ring
end

local function row_of(prefix, number, name, ring)
    return { string.format("%s%02d", prefix, number), name .. "(示意)",
        math.floor(geo.area(ring) / 1e4 + 0.5) / 100, 1, wkt = geo.wkt_polygon(ring) }
end

local function rows_of(prefix, source, random)
    local rows = {}
    for _, strip_source in ipairs(source.strips) do
        local ring = strip(random, strip_source[3], strip_source[2])
        rows[#rows + 1] = row_of(prefix, #rows + 1, strip_source[1], ring)
    end
    for _, area in ipairs(source.areas) do
        local ring = geo.blob(random, { area[2], area[3] }, area[4] * 1e6,
            random:integer(14, 24), area[5])
        rows[#rows + 1] = row_of(prefix, #rows + 1, area[1], ring)
    end
    return rows
end

function M.build()
    local source, random = require "lines3_source", Random.new(106)
    for i, layer in ipairs(layers) do
        output.geopackage("三线.gpkg", layer[1], "POLYGON", fields,
            rows_of(layer[2], source[layer[1]], random), i > 1)
    end
end

return M
