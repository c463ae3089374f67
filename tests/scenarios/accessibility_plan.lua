-- Accessibility from another program's travel times, without a network: jobs within reach, schools per head, on a grid of
-- cells. The data are those of the test accessibility.lua.
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "可达性 Accessibility", crs = "EPSG:32723", data = jt.param "data" }
local grid = P:layer { "grid.gpkg", role = "zones" }
local land = P:table { "land_use.csv" }
local pairs_of_cells = P:table { "pairs.csv" }
local now = P:baseline { "现状", year = 2019 }

local times = P:score { "network.matrix_from_table", as = "times", pairs = pairs_of_cells, origins = land, destinations = land,
    origin = "from_id", destination = "to_id", time = "travel_time" }
P:score { "network.cumulative", as = "jobs", matrix = times, destinations = land, cutoffs = { "15 min", "30 min", "60 min" },
    fields = { "jobs", "schools" } }
P:score { "network.hansen", as = "own", matrix = times, destinations = land, weight = "jobs", decay = "table",
    table = jt.decay { function(t) return math.exp(-t / 20) end, cutoff = "90 min" } }
local schools = P:score { "network.catchment", as = "schools", matrix = times, supply = land, demand = land, capacity = "schools",
    population = "population", threshold = "30 min" }
local cells = P:score { "table.join", as = "cells", layer = grid, table = schools, on = "id", keep = { "access" } }
local per_1000 = P:score { "layer.compute", as = "per_1000", layer = cells, name = "per_1000",
    value = { op = "*", args = { { col = "access" }, { num = 1000 } } } }

P:map { "A3横", title = "30 分钟内每千人学校数（2SFCA）", of = now, layers = { per_1000.layer:style { kind = "graduated",
    field = "per_1000", breaks = { 0.1, 0.2, 0.3, 0.4 }, ramp = "grades", title = "每千人学校数",
    symbol = { width = 0.05 } } } }
return P
