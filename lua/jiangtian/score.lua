-- Scores: an operator of the registry, evaluated once for every scenario.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local scenarios = require "jiangtian.scenario"
local surfaces = require "jiangtian.surface"
local tables = require "jiangtian.table"

local M = {}
local Score = { __name = "score" }
local Column = { __name = "score column" }
local Output = { __name = "score output" }
local Prepared = { __name = "prepared object" }
local styles = {}
Column.__index = errors.only(styles, "script.style.method")
Output.__index = Column.__index

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
    errors.unknown("script.score.no_output", name, names, info.name)
    return errors.poisoned()
end

-- The main output of a score, by the score's info; of one scenario where it is given.
function M.output(info, scenario)
    local main = info.spec.outputs[1]
    return setmetatable({ score = info, output = main.name, kind = main.kind, where = info.where, scenario = scenario }, Output)
end

-- rings.bands:at(now): as it is in that scenario, wherever it is used; what `before = ` of a difference wants.
function styles.at(self, scenario)
    if not scenarios.is(scenario) then
        if not errors.is_poisoned(scenario) then
            errors.report("script.score.at", errors.kind(scenario))
        end
        return errors.poisoned()
    end
    local copy = { scenario = scenario }
    for key, value in pairs(self) do
        copy[key] = copy[key] or value
    end
    return setmetatable(copy, getmetatable(self))
end

-- The scenario that an output or a column was tied to by at(); nil for others.
function M.tied(value) return rawget(value, "scenario") end

-- What a port takes that the library itself makes of other steps: make(emit, scenario) gives the reference.
function M.prepared(kind, make) return setmetatable({ kind = kind, make = make }, Prepared) end

local function as_list(value)
    return type(value) == "table" and getmetatable(value) == nil and value or { value }
end

-- Turns what a scenario gives for a port into a reference, for one scenario.
local function port_ref(emit, scenario, value, where)
    if layers.is(value) then
        return scenario:layer_ref(emit, layers.info(value))
    elseif surfaces.is(value) or tables.is(value) then
        return value.make(emit)
    elseif getmetatable(value) == Prepared then
        return value.make(emit, scenario)
    elseif M.is(value) then
        return M.ref(known[value], emit, scenario)
    elseif M.is_output(value) then
        return M.ref(value.score, emit, M.tied(value) or scenario, value.output)
    elseif M.is_column(value) then
        scenario = M.tied(value) or scenario
        return emit:ref { op = "layer.column", params = { column = value.column },
            inputs = { table = { M.ref(value.score, emit, scenario) } },
            label = value.score.title .. "." .. value.column .. " @ " .. scenario.name, scenario = scenario.name,
            where = where }
    end
end

-- The kind of object that a value gives for a port; nil for what gives none.
local function kind_of(value)
    if layers.is(value) then
        return "layer"
    elseif surfaces.is(value) then
        return "surface"
    elseif tables.is(value) then
        return "table"
    elseif M.is(value) then
        return known[value].spec.outputs[1].kind
    elseif M.is_output(value) then
        return value.kind
    elseif M.is_column(value) then
        return "table"
    end
end

local function check_port(spec, port, list)
    for _, item in ipairs(list) do
        local kind = kind_of(item)
        if not kind and not errors.is_poisoned(item) then
            errors.report("script.score.port", spec.name, port.name, errors.kind(item))
        elseif kind and kind ~= port.kind and not (port.kind == "table" and kind == "layer") then
            errors.report("script.score.kind", spec.name, port.name, port.kind, kind)
        end
    end
    if #list > 1 and not port.many then
        errors.report("script.score.single", spec.name, port.name, #list)
    end
end

local function names_of(spec)
    local names = {}
    for _, list in ipairs { spec.ports, spec.params } do
        for _, entry in ipairs(list) do
            names[#names + 1] = entry.name
        end
    end
    return names
end

local function by_name(list)
    local out = {}
    for _, entry in ipairs(list) do
        out[entry.name] = entry
    end
    return out
end

-- A name may be a port and a parameter, as weights are: what is no object, nor a list of them, is a parameter.
local function is_plain(value)
    local first = as_list(value)[1]
    return first ~= nil and not kind_of(first) and not errors.is_poisoned(first)
end

-- Splits the call's table into ports and parameters, and checks both. `ours`: what the call itself understands.
local function sort_arguments(spec, given, ours)
    local ports, params = {}, {}
    local known_ports, known_params = by_name(spec.ports), by_name(spec.params)
    for key, value in pairs(given) do
        if known_ports[key] and not (known_params[key] and is_plain(value)) then
            ports[key] = as_list(value)
            check_port(spec, known_ports[key], ports[key])
        elseif known_params[key] then
            if kind_of(value) then
                errors.report("script.score.param", spec.name, key, errors.kind(value))
            end
            params[key] = expr.is(value) and value.tree or value
        elseif not ours[key] then
            errors.unknown("script.score.key", key, names_of(spec), spec.name)
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
    if given.as ~= nil and not errors.is_name(given.as, "as") then
        return given[1]
    end
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

local reserved = { ["P:score"] = { true, as = true }, ["P:apply"] = { true, as = true, role = true } }

-- The operator that a call names, its ports and its parameters, checked; nothing where there is an error.
function M.arguments(given, call)
    local name = given[1]
    if type(name) ~= "string" then
        errors.report("script.score.name", call)
        return nil
    end
    local ok, spec = errors.try(host.operator, name)
    if not ok then
        return nil
    end
    local before = #errors.list
    local ports, params = sort_arguments(spec, given, reserved[call])
    if errors.has_poison(params) then
        return nil
    end
    errors.try(host.validate, name, params)
    if #errors.list > before then
        return nil
    end
    return spec, ports, params
end

-- P:score { "transport_links", nodes = fly, demand = seats, cutoff = "30 min", as = "parks" }
function M.new(project, given)
    if not errors.is_table(given, "P:score") then
        return errors.poisoned()
    end
    local spec, ports, params = M.arguments(given, "P:score")
    if not spec then
        return errors.poisoned()
    end
    return M.add(project, given, { spec = spec, name = spec.name, ports = ports, params = params, where = errors.where() })
end

-- One more score of the plan, by its info: spec, name of the operator, ports, params, where. `main(info, emit, scenario)`
-- gives the main output where that is not the operator's own.
function M.add(project, given, info)
    local score = setmetatable({}, Score)
    info.title = name_for(project, given)
    known[score] = info
    table.insert(project.scores, info)
    return score
end

-- The score (its info) in one scenario.
function M.ref(score, emit, scenario, output)
    if score.main and (output == nil or output == score.spec.outputs[1].name) then
        return score.main(score, emit, scenario)
    end
    return M.step(score, emit, scenario, output)
end

-- The step of its operator.
function M.step(score, emit, scenario, output)
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
