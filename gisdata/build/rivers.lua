-- 水系.geojson: four rivers as coarse lines, for orientation on the maps.
local output = require "output"

local M = {}

function M.build()
    local rows = {}
    for i, river in ipairs(require "rivers_source") do
        rows[i] = { river.id, river.name, 5000, 1, line = river.points }
    end
    output.geojson("水系.geojson", { { "id" }, { "name" }, { "precision_m" }, { "schematic" } }, rows)
end

return M
