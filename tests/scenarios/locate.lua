-- Runs lua/scenarios/09_locate.lua and holds its tables against each other:
--   lua5.4 locate.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local function rows(out, name) return csv.parse(system.read(out .. "/tables/" .. name .. ".csv")) end
local function near(a, b) return math.abs(a - b) <= 1e-9 * math.max(1, math.abs(a)) end

-- Minutes between every seat and every park, as the run has them.
local function minutes_of(out, year)
    local minutes, parks = {}, {}
    for _, row in ipairs(rows(out, "成对时间_" .. year)) do
        minutes[row.origin] = minutes[row.origin] or {}
        minutes[row.origin][row.destination] = row.status == "ok" and tonumber(row.minutes) or math.huge
        parks[row.destination] = true
    end
    local names = {}
    for name in pairs(parks) do names[#names + 1] = name end
    table.sort(names)
    return minutes, names
end

-- The best sets of `count` parks, all tried: weighted sum, largest, weight within an hour.
local function try_all(minutes, names, weight, count)
    local best = { sum = math.huge, largest = math.huge, covered = 0 }
    local function weigh(paid)
        local sum, largest, covered = 0, 0, 0
        for seat, cost in pairs(paid) do
            sum, largest = sum + weight[seat] * cost, math.max(largest, cost)
            covered = covered + (cost <= 60 and weight[seat] or 0)
        end
        best.sum, best.largest = math.min(best.sum, sum), math.min(best.largest, largest)
        best.covered = math.max(best.covered, covered)
    end
    local function add(from, left, paid)
        if left == 0 then return weigh(paid) end
        for i = from, #names - left + 1 do
            local less = {}
            for seat, cost in pairs(paid) do less[seat] = math.min(cost, minutes[seat][names[i]]) end
            add(i + 1, left - 1, less)
        end
    end
    local none = {}
    for seat in pairs(minutes) do none[seat] = math.huge end
    add(1, count, none)
    return best
end

local function check_models(out, year, report)
    local weight = {}
    local sum, total = 0, 0
    for _, row in ipairs(rows(out, "物流园选址_assignment_" .. year)) do
        report:check(row.status == "ok", "%s is %s", row.id, row.status)
        weight[row.id] = tonumber(row.weight)
        sum, total = sum + tonumber(row.weighted), total + tonumber(row.weight)
    end
    local minutes, names = minutes_of(out, year)
    local best = try_all(minutes, names, weight, 4)
    local function summary(name) return rows(out, name .. "_summary_" .. year)[1] end
    local median, centre, cover = summary "物流园选址", summary "最远县城最近", summary "一小时覆盖"
    report:check(near(sum, tonumber(median.objective)), "the assignment costs %s, the summary says %s", sum, median.objective)
    report:check(near(best.sum, sum), "%s: the median is %s, of all sets %s", year, sum, best.sum)
    report:check(near(best.largest, tonumber(centre.objective)), "the radius is %s, of all sets %s", centre.objective, best.largest)
    report:check(near(best.covered, tonumber(cover.objective)), "covered are %s, of all sets %s", cover.objective, best.covered)
    for _, one in ipairs { median, centre, cover, summary "两个半小时全覆盖" } do
        report:check(one.status == "optimal" and tonumber(one.gap) == 0, "%s ends %s with gap %s", one.model, one.status, one.gap)
    end
    return sum / total
end

local function check_land(out, year, report)
    local cells = 0
    for _, row in ipairs(rows(out, "新园区用地_table_" .. year)) do
        report:check(row.connected == "true", "region %s is not connected", row.region)
        report:check(near(tonumber(row.mu), tonumber(row.ha) * 15), "region %s: %s ha, %s mu", row.region, row.ha, row.mu)
        report:check(tonumber(row.apart) >= 15000, "region %s is %s m from the next", row.region, row.apart)
        cells = cells + tonumber(row.cells)
    end
    report:check(cells == 240, "%s cells of 25 ha for 60 km2", cells)
    local parts = 0
    for _, row in ipairs(rows(out, "新园区范围_" .. year)) do
        report:check(near(tonumber(row.ha), 2000), "region %s has %s ha", row.class, row.ha)
        parts = parts + 1
    end
    report:check(parts == 3, "%s connected parts", parts)
end

local function check(out, report)
    local before, after = check_models(out, "现状", report), check_models(out, "2025", report)
    report:check(after <= before, "the mean time grows from %s to %s with a new road", before, after)
    for _, year in ipairs { "现状", "2025" } do check_land(out, year, report) end
    report:check(#system.find(out .. "/maps", "*.png") == 2, "there are not two maps")
end

system.check_scenario("09_locate", check)
