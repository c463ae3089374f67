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

-- The field of that name, or the only one of that title: a field dictionary names fields for people.
local function field_of(info, name)
    local titled
    for _, field in ipairs(info.fields) do
        local title = field.title or {}
        if field.name == name then
            return field
        elseif name ~= "" and (title.zh == name or title.en == name) then
            titled = titled == nil and field or false
        end
    end
    return titled or nil
end

-- What may have been meant by a name: fields, and for a name that is not in Latin letters their titles.
local function field_names(info, name)
    local names = {}
    for i, field in ipairs(info.fields) do
        names[i] = field.name
    end
    for _, field in ipairs(name:find "[\128-\255]" and info.fields or {}) do
        if field.title and field.title.zh ~= "" and field.title.zh ~= field.name then
            names[#names + 1] = field.title.zh
        end
    end
    return names
end

-- The info of the layer that a method is called on; nil, and an error, for anything else.
local function self_info(layer, method)
    if not known[layer] and not errors.is_poisoned(layer) then
        errors.report("script.layer.self", method)
    end
    return known[layer]
end

-- layer:column "name": the column, also where its name is that of a method.
function methods.column(self, name)
    local info = self_info(self, "column")
    if not info then
        return errors.poisoned()
    end
    local field = field_of(info, name)
    if field then
        return expr.new(info, { col = field.name }, field)
    end
    if name == "area" or name == "length" then
        return expr.new(info, { op = name, args = {} }, { name = name, type = "real", unit = name == "area" and "m2" or "m" })
    end
    errors.unknown("script.layer.no_field", name, field_names(info, tostring(name)), info.name)
    return errors.poisoned()
end

Layer.__index = function(self, name)
    if type(name) == "number" then
        return nil -- a layer is no list: ipairs ends here
    end
    return methods[name] or methods.column(self, name)
end

-- info.make(emit) gives the reference; info.root is the layer of the office's file, whose ids modifications name.
function M.new(info)
    info.root = info.root or info
    return M.of(info)
end

-- The field that a column expression gives on a layer (its info); nil, and an error, where it does not belong to it.
local function column_for(info, column, method)
    if errors.is_poisoned(column) then
        return nil
    elseif not expr.is(column) then
        errors.report("script.layer.column", method, errors.kind(column))
        return nil
    elseif column.layer.root ~= info.root then
        errors.report("script.column.layers", info.name, column.layer.name)
        return nil
    end
    local ok, field = errors.try(host.check_expression, column.tree, info.fields)
    return ok and field or nil
end

-- layer:where(mask): the features where the mask is true.
function methods.where(self, mask)
    local from = self_info(self, "where")
    local field = from and column_for(from, mask, "where")
    if not field then
        return errors.poisoned()
    elseif field.type ~= "boolean" then
        errors.report("script.layer.where", field.type)
        return errors.poisoned()
    end
    local where = errors.where()
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

-- layer:with("name", column): one more column; a number, text or boolean gives a column of it.
function methods.with(self, name, column)
    local from = self_info(self, "with")
    if from and (type(name) ~= "string" or name == "") then
        errors.report("script.layer.with", errors.kind(name))
        return errors.poisoned()
    end
    column = from and expr.of(from, column)
    local field = from and column_for(from, column, "with")
    if not field then
        return errors.poisoned()
    end
    local where, fields = errors.where(), {}
    for _, other in ipairs(from.fields) do
        fields[#fields + 1] = other.name ~= name and other or nil
    end
    fields[#fields + 1] = { name = name, type = field.type, unit = field.unit }
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

-- One more layer of the plan, by its info.
function M.add(project, info)
    info.label = label_for(project, info.name)
    table.insert(project.layers, info)
    return M.new(info)
end

-- What reading may have mended, for the GeoPackage of the run: { prefix of the name, make }.
local function logs_of(spec, part)
    local logs = {}
    if spec.fix or spec.repair == "repair" then
        logs[#logs + 1] = { prefix = "_repairs_", make = part "repairs" }
    end
    if spec.fix then
        logs[#logs + 1] = { prefix = "_fixes_", make = part "fixes" }
    end
    return logs
end

-- P:layer { "道路.shp", role = "roads", fields = { id = "LXBH" }, ... }
function M.read(project, spec)
    local where = errors.where()
    if not errors.is_table(spec, "P:layer") or errors.has_poison(spec) then
        return errors.poisoned()
    end
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
    if type(spec.contract) == "string" and spec.contract:match "%.[Jj][Ss][Oo][Nn]$" then
        params.contract = host.data_path(project.data, spec.contract) -- else the name of one that the engine brings
    end
    if spec.fix and spec.repair ~= nil and spec.repair ~= "repair" then
        errors.report("script.layer.fix", tostring(spec.repair))
        return errors.poisoned()
    end
    for _, key in ipairs { "crs", "control_from" } do
        if type(spec[key]) == "string" and spec[key] ~= "" then
            params[key] = host.crs_place(project.data, spec[key])
            if not errors.try(host.crs, params[key]) then
                return errors.poisoned()
            end
        end
    end
    if type(spec.control) == "string" and spec.control ~= "" then
        params.control = host.data_path(project.data, spec.control)
    end
    if type(spec.dictionary) == "string" and spec.dictionary ~= "" then
        params.dictionary = host.data_path(project.data, spec.dictionary)
    end
    if type(spec.stops) == "string" and spec.stops ~= "" then
        params.stops = host.data_path(project.data, spec.stops)
    end
    local ok, fields = errors.try(host.probe, "source.read", params)
    if not ok then
        return errors.poisoned()
    end
    local name = spec.layer or path:match "([^/]+)%.%w+$" or path
    local function part(output)
        return function(emit)
            return emit:ref({ op = "source.read", params = params, inputs = {}, label = name, where = where }, output)
        end
    end
    return M.add(project, {
        name = name,
        role = spec.role or "",
        fields = fields,
        make = part(),
        logs = logs_of(spec, part),
    })
end

-- jt.find("roads/", "roads"): the one shapefile of a folder whose header fits the role. A file is taken as it is, and so
-- is a folder with none or several: reading it tells what there is.
function M.find(path, role)
    if errors.is_poisoned(path) or type(path) ~= "string" then
        return path
    end
    local fitting = {}
    for _, name in ipairs(host.files(path) or {}) do
        local file = host.data_path(path, name)
        if name:lower():match "%.shp$" and pcall(host.probe, "source.read", { path = file, role = role }) then
            fitting[#fitting + 1] = file
        end
    end
    return #fitting == 1 and fitting[1] or path
end

-- Has the layer of this info a column of that name?
function M.has(info, name) return field_of(info, name) ~= nil end

M.methods = methods

return M
