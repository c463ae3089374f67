-- Routes to sections: read the paths, meet the expressways where they cross, cut at junctions.
local geo = require "geo"
local places = require "places"
local text = require "text"

local M = {}

M.expressway = "高速公路"

-- A path gives points { lon, lat, level = level of the stretch to the next point, forced = true }.
local function parse(path)
    local points, level = {}, 0
    local tokens = text.words(path)
    for _, token in ipairs(tokens) do
        local opening = token:match("^%[(%-?%d)$")
        if opening then
            level = math.tointeger(tonumber(opening))
        elseif token == "]" then
            level = 0
            points[#points].level = 0
        else
            local point, place = places.point(token)
            point.level = level
            point.forced = place ~= nil and (place.kind == "互通" or place.kind == "枢纽")
            points[#points + 1] = point
        end
    end
    return points
end

function M.load(list)
    for _, route in ipairs(list) do route.points = parse(route.path) end
    return list
end

local function splice(points, index, crossing)
    table.insert(points, index + 1, { crossing[1], crossing[2], level = points[index].level,
        forced = true })
end

-- Two expressways that cross are given a common vertex: a system interchange.
local function meet(a, b)
    local i = 1
    while i < #a.points do
        local j = 1
        while j < #b.points do
            local crossing = geo.crossing(a.points[i], a.points[i + 1], b.points[j], b.points[j + 1])
            if crossing then
                splice(a.points, i, crossing)
                splice(b.points, j, crossing)
            end
            j = j + 1
        end
        i = i + 1
    end
end

function M.meet_expressways(list)
    for i, a in ipairs(list) do
        for j = i + 1, #list do
            if a.class == M.expressway and list[j].class == M.expressway then meet(a, list[j]) end
        end
    end
end

-- How many routes use a vertex; a vertex of two routes is a junction.
local function usage(list)
    local count = {}
    for _, route in ipairs(list) do
        local seen = {}
        for _, point in ipairs(route.points) do
            local key = geo.key(point)
            if not seen[key] then count[key] = (count[key] or 0) + 1 end
            seen[key] = true
        end
    end
    return count
end

local function is_cut(route, index, count)
    local point = route.points[index]
    local level_changes = point.level ~= route.points[index - 1].level
    local junction = (count[geo.key(point)] or 0) > 1 and not route.whole
    return level_changes or junction or (point.forced and (count[geo.key(point)] or 0) > 1)
end

local function section_of(route, first, last)
    local points = table.move(route.points, first, last, 1, {})
    return { route = route, points = points, level = route.points[first].level }
end

-- One section between junctions; a `whole` route is cut only at interchanges and at its tunnels.
function M.sections(list)
    local count, out = usage(list), {}
    for _, route in ipairs(list) do
        local first = 1
        for i = 2, #route.points do
            if i == #route.points or is_cut(route, i, count) then
                out[#out + 1] = section_of(route, first, i)
                first = i
            end
        end
    end
    return out
end

local function crosses(a, b)
    for i = 2, #a.points do
        for j = 2, #b.points do
            if geo.crossing(a.points[i - 1], a.points[i], b.points[j - 1], b.points[j]) then
                return true
            end
        end
    end
    return false
end

-- An expressway that crosses another road without an interchange goes over it: level 1.
function M.raise_expressways(sections)
    for _, over in ipairs(sections) do
        if over.route.class == M.expressway and over.level == 0 then
            for _, under in ipairs(sections) do
                if under.route.class ~= M.expressway and under.level == 0
                    and crosses(over, under) then
                    over.level = 1
                    break
                end
            end
        end
    end
end

return M
