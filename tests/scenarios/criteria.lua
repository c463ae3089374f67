-- Runs lua/scenarios/11_criteria.lua and holds its tables against each other:
--   lua5.4 criteria.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local function rows(out, name) return csv.parse(system.read(out .. "/tables/" .. name .. ".csv")) end
local function near(a, b) return a and b and math.abs(a - b) < 1e-6 end

-- Rows by a key, then by another.
local function by(list, first, second)
    local out = {}
    for _, row in ipairs(list) do
        out[row[first]] = out[row[first]] or {}
        if second then
            out[row[first]][row[second]] = row
        else
            out[row[first]] = row
        end
    end
    return out
end

-- The tree written out again: groups are sums of their factors, the score is the sum of the groups; parts add up.
local function check_tree(out, year, report)
    local weights = by(rows(out, "适宜性_weights_" .. year), "id")
    local factors = by(rows(out, "适宜性_factors_" .. year), "id", "factor")
    local groups = { ["区位"] = { "枢纽时间", "腹地人口" }, ["用地"] = { "可用地", "坡度", "起伏度" } }
    local count = 0
    for _, row in ipairs(rows(out, "适宜性_" .. year)) do
        local score, parts = 0, 0
        for group, names in pairs(groups) do
            local sum = 0
            for _, name in ipairs(names) do
                local factor = factors[row.id][name]
                sum = sum + tonumber(weights[name].local_weight) * tonumber(factor.score)
                parts = parts + tonumber(factor.part)
                report:check(near(tonumber(weights[name].weight), tonumber(weights[name].local_weight) * tonumber(weights[group].weight)),
                    "%s: weight %s", name, weights[name].weight)
            end
            report:check(near(sum, tonumber(row[group .. "_score"])), "%s: %s is %s, not %s", row.id, group, row[group .. "_score"], sum)
            score = score + tonumber(weights[group].weight) * sum
        end
        report:check(near(score, tonumber(row.score)) and near(parts, score), "%s: %s, parts %s, wanted %s", row.id, row.score, parts,
            score)
        local minutes = tonumber(factors[row.id]["枢纽时间"].value)
        report:check(near(tonumber(factors[row.id]["枢纽时间"].score), 100 * math.max(0, 1 - minutes / 120)), "%s: %s min", row.id, minutes)
        count = count + 1
    end
    report:check(count == 19, "%s parks", count)
    report:check(weights["区位"].method == "group_ahp" and near(tonumber(weights["区位"].weight), 2 ^ 0.5 / (1 + 2 ^ 0.5)), "%s",
        weights["区位"].weight) -- the geometric mean of 2 and 1
    report:check(#rows(out, "适宜性_judgements_" .. year) == 4, "judgements of two judges and two swings")
end

-- What changed between the editions is all of the map, and no cell is better off under tighter slopes.
local function check_editions(out, report)
    local share = 0
    for _, row in ipairs(rows(out, "版本差异_table_2025")) do
        share = share + tonumber(row.share)
        report:check(row.change ~= "better", "%s -> %s is better", row.from, row.to)
        report:check(near(tonumber(row.area_mu), 15 * tonumber(row.area_ha)), "%s 亩 of %s ha", row.area_mu, row.area_ha)
    end
    report:check(near(share, 1), "shares add up to %s", share)
end

-- A road makes no park worse, and the same luck on both sides leaves those alone that it does not reach.
local function check_gain(out, report)
    for _, row in ipairs(rows(out, "较现状_现状")) do
        report:check(tonumber(row.sd) == 0, "%s: the same scenario differs by %s", row.id, row.sd)
    end
    local gained = 0
    for _, row in ipairs(rows(out, "较现状_2025")) do
        report:check(tonumber(row.p05) <= tonumber(row.mean) and tonumber(row.mean) <= tonumber(row.p95), "%s: interval", row.id)
        report:check(tonumber(row.difference) ~= 0 or tonumber(row.sd) < 1e-9, "%s: %s, sd %s", row.id, row.difference, row.sd)
        gained = gained + (tonumber(row.difference) > 0 and 1 or 0)
    end
    report:check(gained > 0, "no park gains")
end

local function check(out, report)
    for _, year in ipairs { "现状", "2025" } do check_tree(out, year, report) end
    check_editions(out, report)
    check_gain(out, report)
    local log = system.read(out .. "/run.json")
    report:check(log:find('"score.value.compiled"', 1, true), "the table of the function is not told")
    report:check(system.exists(out .. "/地形.tif"), "there is no 地形.tif")
    report:check(#system.find(out .. "/maps", "*.png") == 2, "there are not two maps")
end

system.check_scenario("11_criteria", check)
