-- 交通联系评价 Transport links. Sources of the formulas: README.md.
local columns = require "jiangtian.columns"

-- Declared bounds of each indicator: { worst, best }. Scores are comparable between runs because they do not depend on
-- the data at hand.
local bounds = {
    coverage = { 0, 20 }, -- % of the demand's population within the limit
    gravity_share = { 0, 30 }, -- % of the population, discounted by travel time
    detour = { 2, 1 },
    time_to_hub = { 60, 0 },
    intermodality = { 0, 1 },
}
local weights = { coverage = 0.3, gravity_share = 0.2, detour = 0.1, time_to_hub = 0.25, intermodality = 0.15 }
local order = { "coverage", "gravity_share", "detour", "time_to_hub", "intermodality" }

local function scaled(column, limits)
    return ((column - limits[1]) / (limits[2] - limits[1])):clip(0, 1) * 100
end

-- A list of numbers with gaps, as a column of `n` values.
local function column_of(list, n)
    list.n = n
    return columns.column(list)
end

local function on_network(matrix, i, count)
    for j = 1, count do
        if matrix:status(i, j) ~= "off_network" then
            return true
        end
    end
    return false
end

-- T1 cumulative opportunities, T8 coverage and T2 Hansen accessibility, from the matrix of minutes.
local function accessibility(matrix, population, cutoff, beta)
    local total = population:sum()
    local reached, share, gravity = {}, {}, {}
    local count = #matrix:columns()
    for i = 1, matrix:rows() do
        local minutes = matrix:row(i)
        if on_network(matrix, i, count) then -- one that reaches nothing has nothing: 0, not missing
            -- T1: A_i = sum of O_j where t_ij <= T
            reached[i] = minutes:le(cutoff):choose(population, 0):sum()
            share[i] = reached[i] / total * 100
            -- T2: A_i = sum of O_j e^(-beta t_ij)
            gravity[i] = minutes:count() > 0 and (population * (minutes * -beta):exp()):sum() or 0
        end
    end
    local n = matrix:rows()
    return column_of(reached, n), column_of(share, n), column_of(gravity, n), total
end

-- T10 of a hub: modes usable / 4, times 1 - e^(-f/7) with f services a week. An index of our own.
local known_modes = { rail = "rail", water = "water", road = "road", air = "air", ["铁路"] = "rail", ["水运"] = "water",
    ["水路"] = "water", ["公路"] = "road", ["航空"] = "air" }

local function hub_index(call, hubs)
    local out, strange, list, services = {}, {}, hubs.modes, hubs.freq_week
    for i = 1, hubs:rows() do
        local modes, seen = 0, {}
        for mode in (list[i] or ""):gsub("，", ","):gsub("、", ","):gsub("；", ","):gmatch "[^,;%s]+" do
            if not known_modes[mode] then
                strange[#strange + 1] = hubs.id[i] .. "/" .. mode
            elseif not seen[known_modes[mode]] then
                modes, seen[known_modes[mode]] = modes + 1, true
            end
        end
        local frequency = columns.column { -(services[i] or 0) / 7 }
        out[i] = modes / 4 * (1 - frequency:exp()[1])
    end
    if #strange > 0 then
        call.warn { zh = "枢纽方式（modes）不在 铁路、水运、公路、航空 之列，未计入", en = "modes of hubs that are none of rail, water, "
            .. "road, air do not count", ids = strange }
    end
    return out
end

-- The nearest hub of each node, the nearest airport, and the best T10 among the hubs within the limit.
local function hub_access(call, nodes, hubs)
    local matrix = call.run("network.matrix", { network = call.inputs.network, origins = nodes, destinations = hubs }, {}).matrix
    local index, n = hub_index(call, hubs), nodes:rows()
    local nearest, time, airport, intermodality = {}, {}, {}, {}
    local names, kinds = hubs.name, hubs:column "kind"
    for i = 1, n do
        local minutes = matrix:row(i)
        for j = 1, hubs:rows() do
            local t = minutes[j]
            if t and (not time[i] or t < time[i]) then
                time[i], nearest[i] = t, names[j]
            end
            if t and kinds[j] == "airport" and (not airport[i] or t < airport[i]) then
                airport[i] = t
            end
            if t then
                intermodality[i] = math.max(intermodality[i] or 0, t <= call.params.cutoff and index[j] or 0)
            end
        end
    end
    return column_of(nearest, n), column_of(time, n), column_of(airport, n), column_of(intermodality, n)
end

-- T7: mean of network distance / geodesic distance over the demand within an hour.
local function detours(call, nodes, demand)
    local pairs_ = call.run("network.detour", { network = call.inputs.network, origins = nodes, destinations = demand },
        { limit = call.params.detour_flag }).detour
    local sum, count, row, ids = {}, {}, {}, nodes.id
    for i = 1, nodes:rows() do
        row[tostring(ids[i])] = i
    end
    local origins, ratios, times = pairs_.origin, pairs_.detour, pairs_.minutes
    for k = 1, pairs_:rows() do
        local i, detour, minutes = row[origins[k]], ratios[k], times[k]
        if detour and minutes <= 60 then
            sum[i], count[i] = (sum[i] or 0) + detour, (count[i] or 0) + 1
        end
    end
    local out = {}
    for i, total in pairs(sum) do
        out[i] = total / count[i]
    end
    return column_of(out, nodes:rows())
end

local function long_table(matrix, nodes, demand)
    local out = { id = {}, origin = {}, destination = {}, minutes = {}, status = {} }
    local n, from, to = 0, nodes.id, demand.id
    for i = 1, nodes:rows() do
        local minutes = matrix:row(i)
        for j = 1, demand:rows() do
            n = n + 1
            out.origin[n], out.destination[n] = tostring(from[i]), tostring(to[j])
            out.id[n] = from[i] .. "-" .. to[j]
            out.minutes[n], out.status[n] = minutes[j], matrix:status(i, j)
        end
    end
    return columns.table {
        { "id", column_of(out.id, n) }, { "origin", column_of(out.origin, n) },
        { "destination", column_of(out.destination, n) }, { "minutes", column_of(out.minutes, n), { unit = "min" } },
        { "status", column_of(out.status, n) },
    }
end

-- Weighted mean of the indicators that a node has; the ones it lacks are listed.
local function total_score(call, nodes, indicators)
    local scores, missing = {}, {}
    for i = 1, nodes:rows() do
        local sum, weight = 0, 0
        for _, name in ipairs(order) do
            local value = indicators[name] and indicators[name][i]
            if value then
                sum, weight = sum + weights[name] * value, weight + weights[name]
            elseif indicators[name] then
                missing[#missing + 1] = nodes.id[i] .. "/" .. name
            end
        end
        scores[i] = weight > 0 and sum / weight or nil
    end
    if #missing > 0 then
        call.warn { zh = "缺少指标，得分按其余指标加权", en = "indicators missing; scored on the others", ids = missing }
    end
    return column_of(scores, nodes:rows())
end

local function warn_detours(call, nodes, detour)
    local ids = {}
    for i = 1, nodes:rows() do
        if detour[i] and detour[i] > call.params.detour_flag then
            ids[#ids + 1] = nodes.id[i]
        end
    end
    if #ids > 0 then
        call.warn { zh = "绕行系数超过 " .. call.params.detour_flag .. " 的节点", en = "nodes with a detour index above "
            .. call.params.detour_flag, ids = ids }
    end
end

local M = {}

function M.transport_links(call)
    local nodes, demand, params = call.inputs.nodes, call.inputs.demand, call.params
    local network = call.inputs.network
    local matrix = call.run("network.matrix", { network = network, origins = nodes, destinations = demand }, {}).matrix
    local reached, coverage, gravity, total = accessibility(matrix, demand.population, params.cutoff, params.beta)
    local detour = detours(call, nodes, demand)
    warn_detours(call, nodes, detour)
    local indicators = {
        coverage = scaled(coverage, bounds.coverage),
        gravity_share = scaled(gravity / total * 100, bounds.gravity_share),
        detour = scaled(detour, bounds.detour),
    }
    local out = nodes
        :with("coverage", coverage, { unit = "%", zh = "半小时圈人口覆盖率", en = "population within the limit" })
        :with("opportunities", reached, { unit = "", zh = "累积机会（人）", en = "cumulative opportunities (persons)" })
        :with("gravity", gravity, { unit = "", zh = "重力可达性", en = "Hansen accessibility" })
        :with("detour", detour, { unit = "", zh = "绕行系数", en = "detour index" })
    if call.inputs.hubs then
        local nearest, time, airport, intermodality = hub_access(call, nodes, call.inputs.hubs)
        indicators.time_to_hub = scaled(time, bounds.time_to_hub)
        indicators.intermodality = scaled(intermodality, bounds.intermodality)
        out = out:with("nearest_hub", nearest, { zh = "最近枢纽", en = "nearest hub" })
            :with("time_to_hub", time, { unit = "min", zh = "到最近枢纽时间", en = "time to nearest hub" })
            :with("time_to_airport", airport, { unit = "min", zh = "到最近机场时间", en = "time to nearest airport" })
            :with("intermodality", intermodality, { unit = "", zh = "多式联运指数", en = "intermodality" })
    else
        call.info { zh = "没有枢纽图层，T10 与枢纽时间不计", en = "no hubs given: T10 and times to hubs are left out" }
    end
    local rings = call.run("network.isochrones", { network = network, origins = nodes },
        { cutoffs = params.bands, buffer = params.buffer, per_origin = false })
    return {
        nodes = out:with("score", total_score(call, nodes, indicators), { unit = "", zh = "交通联系得分", en = "transport score" }),
        isochrones = rings.bands,
        times = long_table(matrix, nodes, demand),
    }
end

return M
