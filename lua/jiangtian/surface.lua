-- Surfaces of a plan: a raster as it is, or what is derived from it.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"

local M = {}
local Surface = { __name = "surface" }

function M.is(value) return getmetatable(value) == Surface end

-- P:surface { "dem.tif", derive = "slope", band = 1, crs = "EPSG:4490" }
function M.read(project, spec)
    local where = errors.where()
    if type(spec[1]) ~= "string" then
        errors.report("script.surface.path")
        return errors.poisoned()
    end
    local params = { path = host.data_path(project.data, spec[1]), band = spec.band, crs = spec.crs }
    local derive = spec.derive and "surface." .. spec.derive
    local before = #errors.list
    for key in pairs(spec) do
        if key ~= 1 and key ~= "band" and key ~= "crs" and key ~= "derive" then
            errors.report("script.surface.key", key)
        end
    end
    errors.try(host.validate, "surface.read", params)
    errors.try(host.readable, params.path)
    if derive then
        errors.try(host.operator, derive)
    end
    if #errors.list > before then
        return errors.poisoned()
    end
    return setmetatable({ make = function(emit)
        local read = emit:ref { op = "surface.read", params = params, inputs = {}, label = "surface.read " .. spec[1],
            where = where }
        return not derive and read or emit:ref { op = derive, params = {}, inputs = { heights = { read } },
            label = derive .. " " .. spec[1], where = where }
    end }, Surface)
end

return M
