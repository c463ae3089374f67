-- Changes beyond ids, as parameters and inputs of network.scenario; and one step that checks those of all scenarios.
local errors = require "jiangtian.errors"

local M = {}

-- Lists of references by port; the same reference has one number.
local function collector()
    return { selections = {}, areas = {}, changes = {} }
end

local function number_of(list, ref)
    for i, known in ipairs(list) do
        if known.step == ref.step and known.output == ref.output then
            return i
        end
    end
    list[#list + 1] = ref
    return #list
end

-- What network.scenario calls the layers: the number of a road layer, or "transit".
local function numbers(network, added)
    local out, count = {}, 0
    for _, list in ipairs { network.layers.lines, added "roads", network.layers.links or {} } do
        for _, layer in ipairs(list) do
            count = count + 1
            out[layer.root or layer] = count -- a table has no root
        end
    end
    for _, list in ipairs { network.layers.transit, added "transit", network.layers.freight or {} } do
        for _, layer in ipairs(list) do
            out[layer.root or layer] = "transit"
        end
    end
    return out
end

local function entry_of(change, index, scenario, names, inputs, emit)
    local entry = { action = change.kind == "add" and "open" or change.kind, scenario = scenario.name,
        by = "jt." .. change.kind .. " #" .. index, layer = names[change.layer.root], near = change.near, share = change.share,
        period = change.period, value = change.value, stops = change.stops }
    if change.ids then
        entry.ids = change.ids
    elseif change.all then
        entry.all = true
    end
    if change.kind == "upgrade" then
        entry.class = change.word
    elseif change.kind == "oneway" then
        entry.direction = change.word
    end
    if change.select then
        entry.select = number_of(inputs.selections, change.select.make(emit))
    end
    if change.area then
        entry.area = number_of(inputs.areas, change.area.make(emit))
    end
    return entry
end

-- The scenario as network.scenario and network.check_changes take it; its layers go into `inputs`.
local function described(scenario, names, inputs, emit)
    local out = { name = scenario.name, year = scenario.year, period = scenario.period, chain = {}, changes = {}, tables = {} }
    for i, link in ipairs(scenario:chain()) do
        out.chain[i] = link.name
        for index, change in ipairs(link.own) do
            if change.kind == "changes" then
                out.tables[#out.tables + 1] = { table = number_of(inputs.changes, change.rows.make(emit)), scenario = link.name,
                    areas = change.areas and number_of(inputs.areas, change.areas.make(emit)) }
            elseif names[change.layer.root] then
                local entry = entry_of(change, index, link, names, inputs, emit)
                table.insert(out.changes, entry)
                if change.headway and change.kind ~= "headway" then
                    table.insert(out.changes, { action = "headway", scenario = link.name, by = entry.by, ids = entry.ids,
                        layer = entry.layer, value = change.headway })
                end
            elseif change.extended or change.layer.role == "roads" or change.layer.role == "transit" then
                errors.report_at(change.where, "script.change.outside", "jt." .. change.kind, change.layer.name)
            end
        end
    end
    return out
end

local function inputs_of(union, inputs)
    local out = { network = { union } }
    for port, list in pairs(inputs) do
        out[port] = #list > 0 and list or nil
    end
    return out
end

-- One step that tells what is wrong with the changes of any scenario, before one of them is made.
function M.check(project, network, union, added, emit)
    local names, inputs, list, known = numbers(network, added), collector(), {}, {}
    for i, scenario in ipairs(project.scenarios) do
        known[i] = scenario.name
    end
    for _, scenario in ipairs(project.scenarios) do
        if scenario.network == network and #scenario:changes() > 0 then
            list[#list + 1] = described(scenario, names, inputs, emit)
            list[#list].known = known
        end
    end
    return emit:ref { op = "network.check_changes", params = { scenarios = list }, inputs = inputs_of(union, inputs),
        label = "network.check_changes", where = network.where }
end

-- Parameters and inputs of network.scenario. `added(role)`: layers that scenarios add.
function M.step(scenario, union, added, emit)
    local names, inputs = numbers(scenario.network, added), collector()
    local params = described(scenario, names, inputs, emit)
    params.name = nil
    return params, inputs_of(union, inputs)
end

return M
