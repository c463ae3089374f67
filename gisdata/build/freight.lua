-- 货运线路.geojson, 货运场站.geojson, 货车转向.geojson: rail and water lines as straight pieces between label points, where they
-- are loaded, and turns that trucks may not make.
local output = require "output"
local places = require "places"

local M = {}

function M.build()
    local freight = require "freight_source"
    local lines, terminals = {}, {}
    for i, line in ipairs(freight.lines) do
        local points = {}
        for k, stop in ipairs(line.stops) do points[k] = places.get(stop).point end
        lines[i] = { line.id, line.name, line.kind, line.per_week, line.freq_source, line.capacity, line.cost_km, 1, line = points }
    end
    output.geojson("货运线路.geojson", { { "line" }, { "name" }, { "kind" }, { "per_week" }, { "freq_source" }, { "capacity" },
        { "cost_km" }, { "schematic" } }, lines)
    for i, terminal in ipairs(freight.terminals) do
        local place = places.get(terminal.id)
        terminals[i] = { terminal.id, place.name, terminal.lines, terminal.handling, terminal.cost, place.precision,
            place.schematic, point = place.point }
    end
    output.geojson("货运场站.geojson", { { "id" }, { "name" }, { "line" }, { "handling" }, { "handling_cost" }, { "precision_m" },
        { "schematic" } }, terminals)
    local turns = {}
    for i, turn in ipairs(freight.turns) do
        turns[i] = { turn.from, turn.to, turn.kind, turn.name, 1, point = (places.point(turn.at)) }
    end
    output.geojson("货车转向.geojson", { { "from" }, { "to" }, { "kind" }, { "name" }, { "schematic" } }, turns)
end

return M
