-- Operators applied once, to data as it is: what they make is one more layer of the plan.
local errors = require "jiangtian.errors"
local layers = require "jiangtian.layer"
local scores = require "jiangtian.score"

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
    if spec.outputs[1].kind ~= "layer" then
        errors.report("script.apply.layer", spec.name, spec.outputs[1].kind)
    end
end

-- The columns that scenarios may name: those that the output declares; where it declares none, those of the first layer.
local function fields_of(spec, ports)
    if #spec.outputs[1].columns > 0 then
        return spec.outputs[1].columns
    end
    for _, port in ipairs(spec.ports) do
        local first = port.kind == "layer" and ports[port.name] and ports[port.name][1]
        if first then
            return layers.info(first).fields
        end
    end
    return {}
end

local function make(spec, ports, params, name, where)
    return function(emit)
        local inputs = {}
        for port, list in pairs(ports) do
            inputs[port] = {}
            for i, item in ipairs(list) do
                inputs[port][i] = layers.is(item) and layers.info(item).make(emit) or item.make(emit)
            end
        end
        return emit:ref { op = spec.name, params = params, inputs = inputs, label = name, where = where }
    end
end

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
    return layers.add(project, {
        name = name,
        role = given.role or "",
        fields = fields_of(spec, ports),
        make = make(spec, ports, params, name, errors.where()),
    })
end

return M
