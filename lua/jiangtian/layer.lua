-- Layers of a plan: expression nodes over `source.read` and the layer operators.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local host = require "jiangtian.host"

local M = {}
local methods = {}
local Layer = {}
Layer.__name = "layer"

-- What the library knows of a layer: name, role, root, fields, make. Kept apart from the object itself, on which every
-- name is a column.
local known = setmetatable({}, { __mode = "k" })

function M.is(value) return getmetatable(value) == Layer end

function M.info(layer) return known[layer] end

-- A layer object for an info.
function M.of(info)
    local layer = setmetatable({}, Layer)
    known[layer] = info
    return layer
end

local function field_of(info, name)
    for _, field in ipairs(info.fields) do
        if field.name == name then
            return field
        end
    end
end

local function field_names(info)
    local names = {}
    for i, field in ipairs(info.fields) do
        names[i] = field.name
    end
    return names
end

-- layer:column "name": the column, also where its name is that of a method.
function methods.column(self, name)
    local info = known[self]
    local field = field_of(info, name)
    if field then
        return expr.new(info, { col = name }, field)
    end
    if name == "area" or name == "length" then
        return expr.new(info, { op = name, args = {} }, { name = name, type = "real" })
    end
    errors.report("script.layer.no_field", name, info.name, host.suggest(name, field_names(info)),
        table.concat(field_names(info), ", "))
    return errors.poisoned()
end

Layer.__index = function(self, name)
    local method = methods[name]
    if method then
        return method
    end
    return methods.column(self, name)
end

-- info.make(emit) gives the reference; info.root is the layer of the office's file, whose ids modifications name.
function M.new(info)
    info.root = info.root or info
    return M.of(info)
end

-- layer:where(mask): the features where the mask is true.
function methods.where(self, mask)
    if errors.is_poisoned(mask) then
        return mask
    end
    if not expr.is(mask) then
        errors.report("script.layer.where", type(mask))
        return errors.poisoned()
    end
    local where, from = errors.where(), known[self]
    return M.new {
        name = from.name,
        role = from.role,
        root = from.root,
        fields = from.fields,
        make = function(emit)
            return emit:ref { op = "layer.where", params = { where = mask.tree }, inputs = { layer = { from.make(emit) } },
                label = "layer.where " .. from.name, where = where }
        end,
    }
end

-- layer:with("name", column): one more column.
function methods.with(self, name, column)
    if errors.is_poisoned(column) then
        return column
    end
    local where, from = errors.where(), known[self]
    local fields = table.move(from.fields, 1, #from.fields, 1, {})
    fields[#fields + 1] = { name = name, type = column.field.type, unit = column.field.unit }
    return M.new {
        name = from.name,
        role = from.role,
        root = from.root,
        fields = fields,
        make = function(emit)
            return emit:ref { op = "layer.compute", params = { name = name, value = column.tree },
                inputs = { layer = { from.make(emit) } }, label = "layer.compute " .. name, where = where }
        end,
    }
end

-- The layer's name among the results: its own, numbered where it is read more than once.
local function label_for(project, name)
    local times = 0
    for _, other in ipairs(project.layers) do
        times = times + (other.name == name and 1 or 0)
    end
    return times == 0 and name or name .. "_" .. times + 1
end

-- P:layer { "道路.shp", role = "roads", fields = { id = "LXBH" }, ... }
function M.read(project, spec)
    local where = errors.where()
    local path = spec[1]
    if type(path) ~= "string" then
        errors.report("script.layer.path")
        return errors.poisoned()
    end
    local params = { path = host.data_path(project.data, path), to = project.crs }
    for key, value in pairs(spec) do
        if key ~= 1 then
            params[key] = value
        end
    end
    local ok, fields = errors.try(host.probe, "source.read", params)
    if not ok then
        return errors.poisoned()
    end
    local name = spec.layer or path:match "([^/]+)%.%w+$" or path
    local info = {
        name = name,
        label = label_for(project, name),
        role = spec.role or "",
        fields = fields,
        make = function(emit)
            return emit:ref { op = "source.read", params = params, inputs = {}, label = name, where = where }
        end,
    }
    table.insert(project.layers, info)
    return M.new(info)
end

-- Has the layer of this info a column of that name?
function M.has(info, name) return field_of(info, name) ~= nil end

M.methods = methods

return M
