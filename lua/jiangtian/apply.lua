-- Operators applied once, to data as it is: what they make is one more layer, or surface, of the plan.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local scores = require "jiangtian.score"
local surfaces = require "jiangtian.surface"
local tables = require "jiangtian.table"

local M = {}

-- A port takes what is the same in all scenarios: layers of the data and surfaces.
local function check_once(spec, ports)
    for _, port in ipairs(spec.ports) do
        for _, item in ipairs(ports[port.name] or {}) do
            if scores.is(item) or scores.is_output(item) or scores.is_column(item) then
                errors.report("script.apply.once", spec.name, port.name, errors.kind(item))
            end
        end
        if port.kind == "network" and port.required then
            errors.report("script.apply.once", spec.name, port.name, port.kind)
        end
    end
    if spec.outputs[1].kind ~= "layer" and spec.outputs[1].kind ~= "surface" then
        errors.report("script.apply.layer", spec.name, spec.outputs[1].kind)
    end
end

-- The columns of a port's first object, as far as the plan knows them.
local function port_fields(ports, name)
    local first = ports[name] and ports[name][1]
    return layers.is(first) and layers.info(first).fields or tables.is(first) and first.fields or {}
end

-- The set of names that some parameters give, each a text or a list of texts.
local function named(params, names)
    local out = {}
    for _, name in ipairs(names) do
        local value = params[name]
        for _, column in ipairs(type(value) == "table" and value or { value }) do
            out[column] = true
        end
    end
    return out
end

-- Do words, names or titles of fields, hold this field?
local function among(field, words)
    for _, word in ipairs(words) do
        if word == field.name or field.title and (word == field.title.zh or word == field.title.en) then
            return true
        end
    end
    return false
end

-- What an operator calls a column that it takes over; nil where it leaves it out.
local taken_over = {
    ["table.join"] = function(port, field, params)
        if port ~= "table" then
            return field.name
        end
        local keep = params.keep or {}
        local wanted = #keep > 0 and among(field, keep) or #keep == 0 and not among(field, { params.to or params.on })
        return wanted and (params.prefix or "") .. field.name or nil
    end,
}

-- The columns that scenarios may name: those that the output keeps, then those that it adds.
local function fields_of(spec, ports, params)
    local out, taken = {}, {}
    local function add(field, name)
        if not taken[name] then
            taken[name] = true
            out[#out + 1] = { name = name, type = field.type, unit = field.unit, title = field.title }
        end
    end
    for _, column in ipairs(spec.outputs[1].columns) do
        add(column, column.name)
    end
    for _, kept in ipairs(spec.outputs[1].keeps) do
        local wanted = #kept.params > 0 and named(params, kept.params)
        local name_of = taken_over[spec.name] or function(_, field) return field.name end
        for _, field in ipairs(port_fields(ports, kept.port)) do
            local name = (not wanted or wanted[field.name]) and name_of(kept.port, field, params)
            if name then
                add(field, taken[name] and name .. kept.suffix or name)
            end
        end
    end
    return out
end

-- The step; `output` is one besides the main one.
local function make(spec, ports, params, name, where, output)
    return function(emit)
        local inputs = {}
        for port, list in pairs(ports) do
            inputs[port] = {}
            for i, item in ipairs(list) do
                inputs[port][i] = layers.is(item) and layers.info(item).make(emit) or item.make(emit)
            end
        end
        return emit:ref({ op = spec.name, params = params, inputs = inputs, label = name, where = where }, output)
    end
end

-- P:apply { "surface.weighted_sum", surfaces = { a, b }, weights = { 0.6, 0.4 } } gives a surface,
-- P:apply { "layer.sample_points", layer = roads, count = 24, seed = P.seed, as = "起点", role = "zones" }
function M.new(project, given)
    if not errors.is_table(given, "P:apply") then
        return errors.poisoned()
    end
    local before = #errors.list
    local spec, ports, params = scores.arguments(given, "P:apply")
    if not spec then
        return errors.poisoned()
    end
    check_once(spec, ports)
    for _, list in pairs(ports) do
        if errors.has_poison(list) then
            return errors.poisoned()
        end
    end
    local name = given.as or spec.name
    errors.is_name(name, "as")
    if #errors.list > before then
        return errors.poisoned()
    end
    local where, logs = errors.where(), {}
    if spec.outputs[1].kind == "surface" then
        return surfaces.made(make(spec, ports, params, name, where), given.as or host.text(spec.title),
            { op = spec.name, ports = ports, params = params })
    end
    for i = 2, #spec.outputs do
        local output = spec.outputs[i]
        if output.kind == "table" or output.kind == "layer" then
            logs[#logs + 1] = { prefix = "_" .. output.name .. "_", make = make(spec, ports, params, name, where, output.name) }
        end
    end
    return layers.add(project, {
        name = name,
        role = given.role or "",
        fields = fields_of(spec, ports, params),
        make = make(spec, ports, params, name, where),
        logs = logs,
    })
end

return M
