-- The points that everything hangs on: label points, seats, and road nodes, by id or name.
local text = require "text"

local M = { list = {}, seats = {}, nodes = {}, by_name = {} }

local function add(name, place)
    assert(not M.by_name[name], "two points are called " .. name)
    M.by_name[name] = place
end

local function load_places(source)
    for _, row in ipairs(text.read_csv(source .. "/places.csv")) do
        local place = { id = row.id, name = row.name, kind = row.kind, host = row.host,
            source = row.source, point = { tonumber(row.lon), tonumber(row.lat) },
            precision = math.tointeger(tonumber(row.precision_m)),
            schematic = math.tointeger(tonumber(row.schematic)) }
        M.list[#M.list + 1] = place
        add(place.id, place)
    end
end

-- C01..C16 are places already; the further district seats bring their own point.
local function load_seats(source)
    for _, row in ipairs(text.read_csv(source .. "/seats.csv")) do
        local seat = M.by_name[row.id]
        if not seat then
            seat = { id = row.id, kind = "county_seat", schematic = 0,
                point = { tonumber(row.lon), tonumber(row.lat) },
                precision = math.tointeger(tonumber(row.precision_m)) }
            add(row.id, seat)
        end
        seat.seat_name = row.name
        seat.population = math.tointeger(tonumber(row.population_wan)) * 10000
        M.seats[#M.seats + 1] = seat
    end
end

local function load_nodes(source)
    for _, row in ipairs(text.read_csv(source .. "/nodes.csv")) do
        local node = { id = row.name, name = row.name, kind = row.kind,
            point = { tonumber(row.lon), tonumber(row.lat) } }
        M.nodes[#M.nodes + 1] = node
        add(node.name, node)
    end
end

function M.load(source)
    load_places(source)
    load_seats(source)
    load_nodes(source)
end

-- The point of "C08", of "绕城南" or of "104.08,30.43", and whether it is a named one.
function M.point(token)
    local place = M.by_name[token]
    if place then return { place.point[1], place.point[2] }, place end
    local lon, lat = token:match("^(%-?[%d.]+),(%-?[%d.]+)$")
    assert(lon, "no such place, node or point: " .. token)
    return { tonumber(lon), tonumber(lat) }, nil
end

function M.get(id)
    return assert(M.by_name[id], "no such place: " .. id)
end

return M
