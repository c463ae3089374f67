-- Scenarios: an immutable baseline and ordered modifications. The network is one union graph for all of them.
local changes = require "jiangtian.change"
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local tables = require "jiangtian.table"
local wide = require "jiangtian.wide"

local M = {}
local Scenario = {}
Scenario.__name = "scenario"
Scenario.__index = Scenario

function M.is(value) return getmetatable(value) == Scenario end

local network_roles = changes.network_roles

local function new(project, spec, parent)
    local call = parent and "baseline:with" or "P:baseline"
    if not errors.is_table(spec, call) then
        return errors.poisoned()
    end
    errors.check_keys(spec, call, parent and { "year", "period" } or { "year", "period", "network" }, #spec)
    if not errors.is_name(spec[1], call) or errors.is_poisoned(spec.year) then
        return errors.poisoned()
    end
    if math.type(spec.year) ~= "integer" then
        errors.report("script.scenario.year", spec[1])
        return errors.poisoned()
    end
    for _, other in ipairs(project.scenarios) do
        if other.name == spec[1] then
            errors.report("script.scenario.twice", spec[1])
        end
    end
    if spec.period ~= nil and type(spec.period) ~= "string" then
        errors.report("script.scenario.period", spec[1])
    end
    local scenario = setmetatable({ project = project, name = spec[1], year = spec.year, parent = parent, own = {},
        period = spec.period or parent and parent.period,
        where = errors.where(), network = parent and parent.network or nil }, Scenario)
    for i = 2, #spec do
        if changes.is(spec[i]) then
            if changes.settle(spec[i], project) then
                table.insert(scenario.own, spec[i])
            end
        elseif not errors.is_poisoned(spec[i]) then
            errors.report("script.scenario.change", i - 1, spec[1], errors.kind(spec[i]))
        end
    end
    table.insert(project.scenarios, scenario)
    return scenario
end

-- now:with { "2025", year = 2025, jt.open { ... }, ... }
function Scenario:with(spec)
    if not M.is(self) then
        errors.is_table(nil, "baseline:with")
        return errors.poisoned()
    end
    return new(self.project, spec, self)
end

-- "现状 2020", or "2025" where the name is the year.
function Scenario:title()
    local year = tostring(self.year)
    return self.name == year and year or self.name .. " " .. year
end

-- All changes, the oldest first.
function Scenario:changes()
    local list = self.parent and self.parent:changes() or {}
    return table.move(self.own, 1, #self.own, #list + 1, list)
end

-- The scenarios that it stands on and itself, the oldest first.
function Scenario:chain()
    local list = self.parent and self.parent:chain() or {}
    list[#list + 1] = self
    return list
end

local roles = { roads = "lines", transit = "transit", stations = "stations" }
-- Layers and tables that are given by the name of their port.
local named = { "links", "nodes", "turns", "freight", "terminals" }
local ports = { "lines", "transit", "stations", table.unpack(named) } -- in this order, always

-- As many layers of each role as the network takes.
local function check_network(network)
    local ok, spec = errors.try(host.operator, "network.build")
    for _, port in ipairs(ok and spec.ports or {}) do
        local count = #(network.layers[port.name] or {})
        local needed = port.required or port.name == "lines" and #network.layers.links == 0
        if needed and count == 0 then
            errors.report("script.network.missing", host.text(port.help))
        elseif count > 1 and not port.many then
            errors.report("script.network.single", host.text(port.help), count)
        end
    end
end

-- links = roads_by_id, or a list of several; a layer or a table each.
local function take_named(network, port, given)
    local list = (layers.is(given) or tables.is(given) or type(given) ~= "table") and { given } or given
    for _, value in ipairs(list) do
        if layers.is(value) then
            table.insert(network.layers[port], layers.info(value))
        elseif tables.is(value) then
            table.insert(network.layers[port], value)
        elseif not errors.is_poisoned(value) then
            errors.report("script.network.layer", errors.kind(value))
        end
    end
end

-- network = { roads, metro, links = by_id, snap = "20 m", prepare = true, ... }: layers by role, layers and tables by the
-- name of their port; the rest are parameters of network.build. prepare: what brings costs between many points sooner;
-- "customizable": one order for all scenarios (network.order), "contraction": a hierarchy of each (network.prepare), true:
-- the order where the streets part well, else a hierarchy of each.
local preparations = { [true] = { order = {}, each = true }, [false] = {}, contraction = { each = true },
    customizable = { order = { always = true } } }

local function network_of(spec, where)
    local network = { layers = {}, params = {}, prepare = {}, where = where }
    for _, port in ipairs(ports) do
        network.layers[port] = {}
    end
    if not errors.is_table(spec, "network") then
        return network
    end
    for key, value in pairs(spec) do
        if key == "prepare" then
            network.prepare = preparations[value]
            if not network.prepare and not errors.is_poisoned(value) then
                errors.report("script.network.prepare", type(value) == "string" and value or errors.kind(value))
            end
        elseif type(key) ~= "number" then
            network.params[key] = value
        end
    end
    for _, port in ipairs(named) do
        if network.params[port] ~= nil then
            take_named(network, port, network.params[port])
            network.params[port] = nil
        end
    end
    for _, layer in ipairs(spec) do
        if layers.is(layer) then
            local info = layers.info(layer)
            local port = roles[info.role]
            if port then
                table.insert(network.layers[port], info)
            else
                errors.report("script.network.role", info.name, info.role)
            end
        elseif not errors.is_poisoned(layer) then
            errors.report("script.network.layer", errors.kind(layer))
        end
    end
    if not errors.has_poison(spec) then
        errors.try(host.validate, "network.build", network.params)
        check_network(network)
    end
    return network
end

-- P:baseline { "现状", year = 2020, network = { ... } }
function M.baseline(project, spec)
    if #project.scenarios > 0 then
        errors.report("script.baseline.twice", project.scenarios[1].name)
    end
    local scenario = new(project, spec)
    if not errors.is_poisoned(scenario) and spec.network then
        scenario.network = network_of(spec.network, errors.where())
    end
    return scenario
end

-- Layers of a role that scenarios add to the network and the baseline does not have: in the union graph, closed until
-- opened.
local function added(project, network, role)
    local known, list = {}, {}
    for _, port in pairs(network.layers) do
        for _, layer in ipairs(port) do
            known[layer.root or layer] = true -- a table has no root
        end
    end
    for _, scenario in ipairs(project.scenarios) do
        for _, entry in ipairs(scenario.own) do
            local layer = role == "stations" and entry.stations or entry.layer
            if entry.kind == "add" and layer and layer.role == role and not known[layer.root] then
                known[layer.root] = true
                list[#list + 1] = layer
            end
        end
    end
    return list
end

local more = { { "lines", "roads", true }, { "transit", "transit", true }, { "stations", "stations", false } }

local function union_graph(project, network, emit)
    local inputs = {}
    for _, port in ipairs(ports) do
        for _, layer in ipairs(network.layers[port]) do
            inputs[port] = inputs[port] or {}
            table.insert(inputs[port], layer.make(emit))
        end
    end
    for _, entry in ipairs(more) do
        local port, role, planned = entry[1], entry[2], entry[3]
        for _, layer in ipairs(added(project, network, role)) do
            local ref = layer.make(emit)
            inputs[port] = inputs[port] or {}
            table.insert(inputs[port], planned and emit:ref { op = "layer.planned", params = {}, inputs = { layer = { ref } },
                label = "layer.planned " .. layer.name, where = network.where } or ref)
        end
    end
    local union = emit:ref { op = "network.build", params = network.params, inputs = inputs, label = "network.build",
        where = network.where }
    local order = network.prepare.order
    return order and emit:ref { op = "network.order", params = order, inputs = { network = { union } },
        label = "network.order", where = network.where } or union
end

-- The ids that changes open and close, in the order of their first mention; what was said last of an id holds.
local function open_and_close(list)
    local ids, last, open, close = {}, {}, {}, {}
    for _, entry in ipairs(list) do
        for _, given in ipairs(entry.kind ~= "speed" and entry.ids or {}) do
            local id = tostring(given)
            if last[id] == nil then
                ids[#ids + 1] = id
            end
            last[id] = entry.kind
        end
    end
    for _, id in ipairs(ids) do
        table.insert(last[id] == "close" and close or open, id)
    end
    return open, close
end

-- Parameters of network.scenario where all changes are by id.
local function by_id(scenario, list)
    local params, told = { year = scenario.year, headways = {}, speeds = {} }, {}
    for _, entry in ipairs(list) do
        if network_roles[entry.layer.role] then
            told[#told + 1] = entry
            for _, id in ipairs(entry.ids) do
                if entry.kind == "speed" then
                    params.speeds[tostring(id)] = entry.speed
                elseif entry.headway then
                    params.headways[tostring(id)] = entry.headway
                end
            end
        end
    end
    params.open, params.close = open_and_close(told)
    return params
end

local function is_wide(scenario)
    for _, entry in ipairs(scenario:changes()) do
        if entry.extended then
            return true
        end
    end
    return false
end

-- Changes by id of one scenario alone are told well enough by its own step.
local function wants_check(project)
    local count = 0
    for _, scenario in ipairs(project.scenarios) do
        count = count + (#scenario.own > 0 and 1 or 0) + (is_wide(scenario) and 1 or 0)
    end
    return count > 1
end

-- The network of the scenario: the union graph with the metric of its year and changes.
function Scenario:network_ref(emit, output)
    if not self.network then
        errors.report_at(self.where, "script.scenario.no_network", self.name)
        return nil
    end
    local union = union_graph(self.project, self.network, emit)
    local step = { op = "network.scenario", label = "network.scenario @ " .. self.name, scenario = self.name, where = self.where }
    local function of_role(role) return added(self.project, self.network, role) end
    if is_wide(self) then
        step.params, step.inputs = wide.step(self, union, of_role, emit)
    else
        step.params, step.inputs = by_id(self, self:changes()), { network = { union } }
    end
    if #self:changes() > 0 and wants_check(self.project) then
        step.inputs.checked = { wide.check(self.project, self.network, union, of_role, emit) }
    end
    local ref = emit:ref(step, output)
    if not self.network.prepare.each or output then
        return ref
    end
    return emit:ref { op = "network.prepare", params = {}, inputs = { network = { ref } },
        label = "network.prepare @ " .. self.name, scenario = self.name, where = self.where }
end

local existence = { open = true, close = true, add = true }

-- The layer (its info) as it is in this scenario: features that do not exist yet are left out.
function Scenario:layer_ref(emit, layer)
    local ref, told = layer.make(emit), {}
    for _, entry in ipairs(self:changes()) do
        if entry.layer == layer.root and entry.ids and not entry.select and not entry.area and existence[entry.kind] then
            told[#told + 1] = entry
        end
    end
    if #told == 0 and not layers.has(layer, "year_open") then
        return ref
    end
    local params = { year = self.year }
    params.open, params.close = open_and_close(told)
    return emit:ref { op = "layer.in_year", params = params, inputs = { layer = { ref } },
        label = layer.name .. " @ " .. self.name, scenario = self.name, where = self.where }
end

-- The changes in words, for the report.
function Scenario:describe()
    local list = {}
    for i, entry in ipairs(self.own) do
        list[i] = changes.describe(entry)
    end
    return list
end

return M
