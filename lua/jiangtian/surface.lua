-- Surfaces of a plan: a raster as it is, or what is derived from it.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"

local M = {}
local methods = {}
local Surface = { __name = "surface" }

-- How surfaces can be drawn (jiangtian.style).
Surface.__index = errors.only(methods, "script.surface.method")

function M.is(value) return getmetatable(value) == Surface end

-- What a step makes; `make(emit)` adds it to the graph. `name`: for people. `by`: the operator, its ports and parameters.
function M.made(make, name, by) return setmetatable({ make = make, name = name or "", by = by or false }, Surface) end

M.methods = methods

-- P:surface { "dem.tif", derive = "slope", band = 1, crs = "EPSG:4490" }
function M.read(project, spec)
    local where = errors.where()
    if not errors.is_table(spec, "P:surface") or errors.has_poison(spec) then
        return errors.poisoned()
    end
    if type(spec[1]) ~= "string" then
        errors.report("script.surface.path")
        return errors.poisoned()
    end
    local params = { path = host.data_path(project.data, spec[1]), band = spec.band, crs = spec.crs }
    if type(spec.crs) == "string" and spec.crs ~= "" then
        local ok, definition = errors.try(host.crs_text, host.crs_place(project.data, spec.crs))
        params.crs = ok and definition or spec.crs
    end
    local derive = spec.derive and "surface." .. tostring(spec.derive)
    local before = #errors.list
    errors.check_keys(spec, "P:surface", { "band", "crs", "derive" }, 1)
    errors.try(host.validate, "surface.read", params)
    errors.try(host.readable, params.path)
    if derive then
        local ok, op = errors.try(host.operator, derive)
        if ok and (#op.ports ~= 1 or op.ports[1].name ~= "heights") then
            errors.report("script.surface.derive", spec.derive)
        end
    end
    if #errors.list > before then
        return errors.poisoned()
    end
    return M.made(function(emit)
        local read = emit:ref { op = "surface.read", params = params, inputs = {}, label = "surface.read " .. spec[1],
            where = where }
        return not derive and read or emit:ref { op = derive, params = {}, inputs = { heights = { read } },
            label = derive .. " " .. spec[1], where = where }
    end, spec[1]:match "([^/]+)%.%w+$" or spec[1])
end

return M
