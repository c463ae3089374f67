-- Runs lua/scenarios/08_suitability.lua and holds its tables against each other:
--   lua5.4 suitability.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local function rows(out, name) return csv.parse(system.read(out .. "/tables/" .. name .. ".csv")) end
local function near(a, b) return math.abs(a - b) < 1e-6 end

-- Exactly three are among the first three in each draw, one is first; the best is so most often.
local function check_robustness(out, year, report)
    local first, top, count, leader = 0, 0, 0, nil
    for _, row in ipairs(rows(out, "稳健性_" .. year)) do
        first, top, count = first + tonumber(row.p_first), top + tonumber(row.p_top), count + 1
        leader = row.rank == "1" and row or leader
        report:check(tonumber(row.score_p05) <= tonumber(row.mean) and tonumber(row.mean) <= tonumber(row.score_p95),
            "%s: %s outside of its interval", row.id, row.mean)
    end
    report:check(count == 19, "%s parks are ranked", count)
    report:check(near(first, 1) and near(top, 3), "probabilities of %s and %s", first, top)
    report:check(tonumber(leader.p_first) > 0.3, "the leader is first in %s of the draws", leader.p_first)
end

-- The parts of a score add up to it.
local function check_parts(out, report)
    for _, row in ipairs(rows(out, "加权和_2025")) do
        local sum = 0
        for _, name in ipairs { "v_hub", "v_people", "v_land", "v_ground" } do sum = sum + tonumber(row[name .. "_part"]) end
        report:check(near(sum, tonumber(row.s_wlc)), "%s: parts of %s for %s", row.id, sum, row.s_wlc)
    end
    local last = 0
    for _, row in ipairs(rows(out, "得分构成_2025")) do
        report:check(near(tonumber(row.start), row.kind == "total" and 0 or last), "step %s starts at %s", row.step, row.start)
        last = tonumber(row["end"])
    end
end

local function check(out, report)
    for _, year in ipairs { "现状", "2025" } do check_robustness(out, year, report) end
    check_parts(out, report)
    for _, row in ipairs(rows(out, "地形_2025")) do
        local mean = tonumber(row.mean)
        report:check(row.status == "ok" and mean >= 0 and mean <= 100, "%s: %s, %s", row.id, row.status, mean)
    end
    local needed = rows(out, "怎样居首_summary_2025")[1]
    report:check(needed.possible == "true" and tonumber(needed.criteria) >= 1, "P05 cannot be first")
    for _, name in ipairs { "坡度.tif", "地形适宜性.tif" } do
        report:check(system.exists(out .. "/" .. name), "there is no %s", name)
    end
    report:check(#system.find(out .. "/maps", "*.png") == 2, "there are not two maps")
end

system.check_scenario("08_suitability", check)
