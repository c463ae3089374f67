-- 模型_节点.csv, 模型_路段.csv: the expressways as a traffic model keeps them: numbered nodes, and links with the numbers of
-- their ends and a time for each direction, free and in the morning. Invented times: in the morning the way towards the
-- nearer of the two cities is the slow one.
local geo = require "geo"
local output = require "output"
local places = require "places"
local roads = require "roads"
local routes = require "routes"
local text = require "text"

local M = {}

local cities = { "Z01", "Z02" } -- 天府新区, 两江新区
local reach = 60000 -- metres from a city in which the morning is felt
local slowest = 0.45 -- of the free speed, at the city

local function names()
    local out = {}
    for _, list in ipairs { places.nodes, places.list } do
        for _, place in ipairs(list) do out[geo.key(place.point)] = out[geo.key(place.point)] or place.name end
    end
    return out
end

local function from_city(point)
    local nearest = math.huge
    for _, id in ipairs(cities) do nearest = math.min(nearest, geo.distance(point, places.get(id).point)) end
    return nearest
end

-- Seconds from one end to the other in the morning.
local function morning(free, from, to)
    local near = math.max(0, 1 - math.min(from_city(from), from_city(to)) / reach)
    local inward = from_city(to) < from_city(from)
    return free / (1 - near * (inward and 1 - slowest or 0.1))
end

local function whole(value) return tostring(math.floor(value + 0.5)) end

function M.build()
    local number, name = {}, names()
    local nodes, links = { { "NO", "NAME", "LON", "LAT" } }, { { "NO", "NAME", "FROMNODE", "TONODE", "LENGTH", "T0", "TAM", "TAM_R" } }
    local function node(point)
        local key = geo.key(point)
        if not number[key] then
            number[key] = 1000 + #nodes
            nodes[#nodes + 1] = { tostring(number[key]), name[key] or "", text.number(point[1]), text.number(point[2]) }
        end
        return tostring(number[key])
    end
    for _, section in ipairs(roads.sections) do
        local route = section.route
        if route.class == routes.expressway and (route.year or 0) == 0 then
            local from, to, metres = section.points[1], section.points[#section.points], geo.length(section.points)
            local free = metres / ((route.speed or 100) / 3.6)
            links[#links + 1] = { whole(100 + #links), route.name, node(from), node(to), whole(metres), whole(free),
                whole(morning(free, from, to)), whole(morning(free, to, from)) }
        end
    end
    for file, rows in pairs { ["模型_节点.csv"] = nodes, ["模型_路段.csv"] = links } do
        local lines = {}
        for i, row in ipairs(rows) do lines[i] = text.csv_line(row, #row) end
        text.write(output.path(file), "\xEF\xBB\xBF" .. table.concat(lines))
    end
end

return M
