-- 枢纽.geojson: airports, stations, freight yards and river ports on their label points.
local output = require "output"
local places = require "places"
local text = require "text"

local M = {}

local fields = { { "id" }, { "name" }, { "kind" }, { "modes" }, { "freq_week" }, { "freq_source" },
    { "year_open" }, { "precision_m" }, { "schematic" } }

local function row_of(hub)
    local place = places.get(hub.id)
    return { hub.id, hub.name, hub.kind, hub.modes, math.tointeger(tonumber(hub.freq_week)),
        hub.freq_source, math.tointeger(tonumber(hub.year_open)), place.precision,
        place.schematic, point = place.point }
end

function M.build(source)
    local rows = {}
    for i, hub in ipairs(text.read_csv(source .. "/hubs.csv")) do rows[i] = row_of(hub) end
    output.geojson("枢纽.geojson", fields, rows)
end

return M
