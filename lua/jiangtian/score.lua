-- Scores: an operator of the registry, evaluated once for every scenario.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local surfaces = require "jiangtian.surface"

local M = {}
local Score = { __name = "score" }
local Column = { __name = "score column" }
local Output = { __name = "score output" }
local styles = {}
Column.__index = styles
Output.__index = styles

function M.is(value) return getmetatable(value) == Score end
function M.is_column(value) return getmetatable(value) == Column end
function M.is_output(value) return getmetatable(value) == Output end
M.styles = styles

-- What the library knows of a score; on the object itself every name is an output or a column.
local known = setmetatable({}, { __mode = "k" })

function M.info(score) return known[score] end

-- link.coverage: a column of the main output; link.isochrones: an output.
Score.__index = function(self, name)
    if type(name) ~= "string" then
        return nil
    end
    local info = known[self]
    local spec = info.spec
    local names = {}
    for _, output in ipairs(spec.outputs) do
        names[#names + 1] = output.name
        if output.name == name then
            return setmetatable({ score = info, output = name, kind = output.kind, where = errors.where() }, Output)
        end
    end
    for _, column in ipairs(spec.outputs[1].columns) do
        names[#names + 1] = column.name
        if column.name == name then
            return setmetatable({ score = info, output = spec.outputs[1].name, column = name, field = column,
                where = errors.where() }, Column)
        end
    end
    errors.report("script.score.no_output", name, info.name, host.suggest(name, names), table.concat(names, ", "))
    return errors.poisoned()
end

-- The main output of a score, by the score's info.
function M.output(info)
    local main = info.spec.outputs[1]
    return setmetatable({ score = info, output = main.name, kind = main.kind, where = info.where }, Output)
end

local function as_list(value)
    return type(value) == "table" and getmetatable(value) == nil and value or { value }
end

-- Turns what a scenario gives for a port into a reference, for one scenario.
local function port_ref(emit, scenario, value, where)
    if layers.is(value) then
        return scenario:layer_ref(emit, layers.info(value))
    elseif surfaces.is(value) then
        return value.make(emit)
    elseif M.is(value) then
        return M.ref(known[value], emit, scenario)
    elseif M.is_output(value) then
        return M.ref(value.score, emit, scenario, value.output)
    elseif M.is_column(value) then
        return emit:ref { op = "layer.column", params = { column = value.column },
            inputs = { table = { M.ref(value.score, emit, scenario) } },
            label = value.score.title .. "." .. value.column .. " @ " .. scenario.name, scenario = scenario.name,
            where = where }
    end
end

local function usable(value)
    return layers.is(value) or surfaces.is(value) or M.is(value) or M.is_output(value) or M.is_column(value)
end

-- Splits the call's table into ports and parameters, and checks both.
local function sort_arguments(spec, given)
    local ports, params = {}, {}
    local port_names = {}
    for _, port in ipairs(spec.ports) do
        port_names[port.name] = port
    end
    for key, value in pairs(given) do
        if port_names[key] then
            ports[key] = as_list(value)
            for _, item in ipairs(ports[key]) do
                if not usable(item) and not errors.is_poisoned(item) then
                    errors.report("script.score.port", spec.name, key, type(item))
                end
            end
        elseif key ~= 1 and key ~= "as" then
            params[key] = expr.is(value) and value.tree or value
        end
    end
    for _, port in ipairs(spec.ports) do
        if port.required and port.kind ~= "network" and (not ports[port.name] or #ports[port.name] == 0) then
            errors.report("script.score.missing", spec.name, port.name, host.text(port.help))
        end
    end
    return ports, params
end

-- The name of the score in tables and files: `as`, else that of the operator; it must be the only one of its name.
local function name_for(project, given)
    local name, taken = given.as or given[1], {}
    for _, score in ipairs(project.scores) do
        taken[score.title] = true
    end
    if given.as and taken[given.as] then
        errors.report("script.score.twice", given.as)
    end
    local number = 2
    while taken[name] do
        name, number = given[1] .. "_" .. number, number + 1
    end
    return name
end

-- P:score { "transport_links", nodes = fly, demand = seats, cutoff = "30 min", as = "parks" }
function M.new(project, given)
    local name = given[1]
    local ok, spec = errors.try(host.operator, tostring(name))
    if not ok then
        return errors.poisoned()
    end
    local before = #errors.list
    local ports, params = sort_arguments(spec, given)
    errors.try(host.validate, name, params)
    if #errors.list > before then
        return errors.poisoned()
    end
    local score = setmetatable({}, Score)
    known[score] = { spec = spec, name = name, title = name_for(project, given), ports = ports, params = params, where = errors.where() }
    table.insert(project.scores, known[score])
    return score
end

-- The step of the score (its info) in one scenario.
function M.ref(score, emit, scenario, output)
    local inputs = {}
    for _, port in ipairs(score.spec.ports) do
        local given = score.ports[port.name]
        if given then
            inputs[port.name] = {}
            for i, value in ipairs(given) do
                inputs[port.name][i] = port_ref(emit, scenario, value, score.where)
            end
        elseif port.kind == "network" and (port.required or scenario.network) then
            inputs[port.name] = { scenario:network_ref(emit) }
        end
    end
    return emit:ref({ op = score.name, params = score.params, inputs = inputs,
        label = score.title .. " @ " .. scenario.name, scenario = scenario.name, where = score.where }, output)
end

M.port_ref = port_ref

return M
