-- Scenarios: an immutable baseline and ordered modifications. The network is one union graph for all of them.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local tables = require "jiangtian.table"

local M = {}
local Scenario = {}
Scenario.__name = "scenario"
Scenario.__index = Scenario
local Change = { __name = "change" }

function M.is(value) return getmetatable(value) == Scenario end

local function are_ids(list)
    if type(list) ~= "table" or #list == 0 then
        return false
    end
    for _, id in ipairs(list) do
        if type(id) ~= "string" and math.type(id) ~= "integer" then
            return false
        end
    end
    return true
end

local network_roles = { roads = true, transit = true }

-- `names` are the entries beside the layer: "ids", and a value that the change gives them.
local function change(kind, spec, names)
    local call = "jt." .. kind
    if not errors.is_table(spec, call) or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local layer, before = spec[1], #errors.list
    if not layers.is(layer) then
        errors.report("script.change.layer", kind, errors.kind(layer))
        return errors.poisoned()
    end
    errors.check_keys(spec, call, names, 1)
    if not are_ids(spec.ids) then
        errors.report("script.change.ids", kind)
    end
    local info = layers.info(layer).root
    if kind == "speed" and spec.speed == nil then
        errors.report("script.change.speed")
    end
    if (kind == "speed" or spec.headway) and not network_roles[info.role] then
        errors.report("script.change.role", names[2], info.name, info.role)
    end
    for _, name in ipairs { "headway", "speed" } do
        if spec[name] ~= nil and type(spec[name]) ~= "string" and type(spec[name]) ~= "number" then
            errors.report("script.change.value", kind, name, errors.kind(spec[name]))
        end
    end
    if #errors.list > before then
        return errors.poisoned()
    end
    return setmetatable({ kind = kind, layer = info, ids = spec.ids, headway = spec.headway, speed = spec.speed,
        where = errors.where() }, Change)
end

-- jt.open { layer, ids = { ... }, headway = "6 min" }: the features exist from this scenario on.
function M.open(spec) return change("open", spec, { "ids", "headway" }) end

-- jt.close { layer, ids = { ... } }: they do not.
function M.close(spec) return change("close", spec, { "ids" }) end

-- jt.add { layer, ids = { ... } }: as open; for links of a layer that only this plan has, they join the union graph.
function M.add(spec) return change("add", spec, { "ids", "headway" }) end

-- jt.speed { layer, ids = { ... }, speed = "80 km/h" }: links get another speed, as it is: no peak
-- factor is applied to it.
function M.speed(spec) return change("speed", spec, { "ids", "speed" }) end

local function new(project, spec, parent)
    local call = parent and "baseline:with" or "P:baseline"
    if not errors.is_table(spec, call) then
        return errors.poisoned()
    end
    errors.check_keys(spec, call, parent and { "year" } or { "year", "network" }, #spec)
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
    local scenario = setmetatable({ project = project, name = spec[1], year = spec.year, parent = parent, own = {},
        where = errors.where(), network = parent and parent.network or nil }, Scenario)
    for i = 2, #spec do
        if getmetatable(spec[i]) == Change then
            table.insert(scenario.own, spec[i])
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

-- network = { roads, metro, links = by_id, snap = "20 m", ... }: layers by role, layers and tables by the name of their
-- port, the rest are parameters of network.build.
local function network_of(spec, where)
    local network = { layers = {}, params = {}, where = where }
    for _, port in ipairs(ports) do
        network.layers[port] = {}
    end
    if not errors.is_table(spec, "network") then
        return network
    end
    for key, value in pairs(spec) do
        if type(key) ~= "number" then
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

-- Layers that a scenario adds to the network and the baseline does not have: in the union graph, closed until opened.
local function added_lines(project, network)
    local known, added = {}, {}
    for _, list in pairs(network.layers) do
        for _, layer in ipairs(list) do
            known[layer.root or layer] = true -- a table has no root
        end
    end
    for _, scenario in ipairs(project.scenarios) do
        for _, entry in ipairs(scenario.own) do
            if entry.kind == "add" and entry.layer.role == "roads" and not known[entry.layer] then
                known[entry.layer] = true
                added[#added + 1] = entry.layer
            end
        end
    end
    return added
end

local function union_graph(project, network, emit)
    local inputs = {}
    for _, port in ipairs(ports) do
        for _, layer in ipairs(network.layers[port]) do
            inputs[port] = inputs[port] or {}
            table.insert(inputs[port], layer.make(emit))
        end
    end
    for _, layer in ipairs(added_lines(project, network)) do
        inputs.lines = inputs.lines or {}
        table.insert(inputs.lines, emit:ref { op = "layer.planned", params = {}, inputs = { layer = { layer.make(emit) } },
            label = "layer.planned " .. layer.name, where = network.where })
    end
    return emit:ref { op = "network.build", params = network.params, inputs = inputs, label = "network.build",
        where = network.where }
end

-- The ids that changes open and close, in the order of their first mention; what was said last of an id holds.
local function open_and_close(changes)
    local ids, last, open, close = {}, {}, {}, {}
    for _, entry in ipairs(changes) do
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

-- The scenario's network: the union graph with the metric of its year and changes.
function Scenario:network_ref(emit, output)
    if not self.network then
        errors.report_at(self.where, "script.scenario.no_network", self.name)
        return nil
    end
    local params, changes = { year = self.year, headways = {}, speeds = {} }, {}
    for _, entry in ipairs(self:changes()) do
        if network_roles[entry.layer.role] then
            changes[#changes + 1] = entry
            for _, id in ipairs(entry.ids) do
                if entry.kind == "speed" then
                    params.speeds[tostring(id)] = entry.speed
                elseif entry.headway then
                    params.headways[tostring(id)] = entry.headway
                end
            end
        end
    end
    params.open, params.close = open_and_close(changes)
    return emit:ref({ op = "network.scenario", params = params,
        inputs = { network = { union_graph(self.project, self.network, emit) } },
        label = "network.scenario @ " .. self.name, scenario = self.name, where = self.where }, output)
end

-- The layer (its info) as it is in this scenario: features that do not exist yet are left out.
function Scenario:layer_ref(emit, layer)
    local ref, changes = layer.make(emit), {}
    for _, entry in ipairs(self:changes()) do
        if entry.layer == layer.root and entry.kind ~= "speed" then
            changes[#changes + 1] = entry
        end
    end
    if #changes == 0 and not layers.has(layer, "year_open") then
        return ref
    end
    local params = { year = self.year }
    params.open, params.close = open_and_close(changes)
    return emit:ref { op = "layer.in_year", params = params, inputs = { layer = { ref } },
        label = layer.name .. " @ " .. self.name, scenario = self.name, where = self.where }
end

local words = {
    open = { zh = "开通", en = "opens" },
    close = { zh = "关闭", en = "closes" },
    add = { zh = "新增", en = "adds" },
    speed = { zh = "改变速度：", en = "changes the speed of" },
}

-- The changes in words, for the report.
function Scenario:describe()
    local list = {}
    for i, entry in ipairs(self.own) do
        local ids = table.concat(entry.ids, ", ")
        local zh = words[entry.kind].zh .. " " .. entry.layer.name .. " " .. ids
        local en = words[entry.kind].en .. " " .. entry.layer.name .. " " .. ids
        if entry.headway then
            zh, en = zh .. "（行车间隔 " .. entry.headway .. "）", en .. " (headway " .. entry.headway .. ")"
        end
        if entry.speed then
            zh, en = zh .. "（" .. entry.speed .. "）", en .. " (" .. entry.speed .. ")"
        end
        list[i] = { zh = zh, en = en }
    end
    return list
end

return M
