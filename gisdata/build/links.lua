-- Access links: each label point that no route touches gets a short secondary road to the
-- nearest lower-class vertex or interchange, and each interchange a way down to a lower road.
local geo = require "geo"
local places = require "places"
local routes = require "routes"

local M = {}

local longest = 12000 -- metres; a longer link means that a route is missing in the source

-- Only what is open now counts: nobody may depend on a road that a scenario opens.
local function is_open(route) return (route.year or 0) < 9999 end

local function ground_vertices(list)
    local out, seen = {}, {}
    for _, route in ipairs(list) do
        for i, point in ipairs(route.points) do
            local before = i > 1 and route.points[i - 1].level or point.level
            local end_point = i == 1 or i == #route.points
            local ground = (point.level == 0 and before == 0) or end_point
            if route.class ~= routes.expressway and is_open(route) and ground then
                out[#out + 1] = point
                seen[geo.key(point)] = true
            end
        end
    end
    return out, seen
end

local function nearest(point, candidates)
    local best, best_distance = nil, math.huge
    for _, candidate in ipairs(candidates) do
        local distance = geo.distance(point, candidate)
        if distance < best_distance and distance > 0 then best, best_distance = candidate, distance end
    end
    return best, best_distance
end

-- A small bend in the middle, so that a link is a road and not a ruler.
local function bent(from, to, random)
    local share = random:between(-0.12, 0.12)
    local dx, dy = to[1] - from[1], to[2] - from[2]
    local middle = { geo.round((from[1] + to[1]) / 2 - share * dy),
        geo.round((from[2] + to[2]) / 2 + share * dx), level = 0 }
    return { { from[1], from[2], level = 0 }, middle, { to[1], to[2], level = 0 } }
end

local function link(list, name, from, to, random)
    list[#list + 1] = { id = "JR", name = name, class = "次干路", points = bent(from, to, random) }
end

local function connect(list, id, name, point, candidates, random)
    local target, distance = nearest(point, candidates)
    assert(distance <= longest, id .. " is far from any road: " .. distance)
    link(list, name, point, target, random)
end

local function interchanges()
    local out = {}
    for _, node in ipairs(places.nodes) do
        if node.kind == "互通" then out[#out + 1] = node.point end
    end
    return out
end

local function place_links(list, targets, random)
    local vertices, seen = ground_vertices(list)
    local candidates = table.move(interchanges(), 1, #interchanges(), #vertices + 1, vertices)
    for _, place in ipairs(targets) do
        local key = geo.key(place.point)
        if not seen[key] then
            connect(list, place.id, (place.seat_name or place.name) .. "接入路", place.point,
                candidates, random)
            candidates[#candidates + 1] = place.point
            seen[key] = true
        end
    end
end

local function interchange_links(list, random)
    local vertices, seen = ground_vertices(list)
    for _, node in ipairs(places.nodes) do
        if node.kind == "互通" and not seen[geo.key(node.point)] then
            connect(list, node.name, node.name .. "连接线", node.point, vertices, random)
            seen[geo.key(node.point)] = true
        end
    end
end

function M.add(list, targets, random)
    place_links(list, targets, random)
    interchange_links(list, random)
end

return M
