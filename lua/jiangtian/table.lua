-- Tables of a plan: yearbooks, lists of codes and of other names, for the ports that take a table.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"

local M = {}
local Table = { __name = "table of data" }

function M.is(value) return getmetatable(value) == Table end

-- P:table { "年鉴.xlsx", layer = "人口", header_row = 3, unit_row = 4 }
function M.read(project, spec)
    local where = errors.where()
    if not errors.is_table(spec, "P:table") or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local path = spec[1]
    if type(path) ~= "string" then
        errors.report("script.table.path")
        return errors.poisoned()
    end
    local params = { path = host.data_path(project.data, path) }
    for key, value in pairs(spec) do
        if key ~= 1 then
            params[key] = value
        end
    end
    if type(spec.dictionary) == "string" and spec.dictionary ~= "" then
        params.dictionary = host.data_path(project.data, spec.dictionary)
    end
    if type(spec.contract) == "string" and spec.contract:match "%.[Jj][Ss][Oo][Nn]$" then
        params.contract = host.data_path(project.data, spec.contract)
    end
    local ok, fields = errors.try(host.probe, "source.read_table", params)
    if not ok then
        return errors.poisoned()
    end
    return setmetatable({ fields = fields, make = function(emit)
        return emit:ref { op = "source.read_table", params = params, inputs = {}, label = path:match "[^/]+$" or path,
            where = where }
    end }, Table)
end

return M
