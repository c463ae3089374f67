-- Runs lua/scenarios/07_freight.lua and checks where a container goes and what it pays:
--   lua5.4 freight.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local function rows(out, name) return csv.parse(system.read(out .. "/tables/" .. name .. "_2025.csv")) end

-- Legs of one mode: how many, and the sums of their km, ms and yuan.
local function legs(out, name, mode)
    local sum = { count = 0, km = 0, ms = 0, yuan = 0 }
    for _, row in ipairs(rows(out, name .. "_split")) do
        if row.mode == mode then
            sum.count = sum.count + 1
            for _, field in ipairs { "km", "ms", "yuan" } do sum[field] = sum[field] + tonumber(row[field]) end
        end
    end
    return sum
end

local function check(out, report)
    -- A box is loaded in Yibin for 70 yuan, and money counts 30 minutes for each yuan; a daily boat is waited for half a day.
    local water, loaded = legs(out, "宜宾至果园港", "freight"), legs(out, "宜宾至果园港", "handling")
    report:check(water.count == 1 and math.abs(water.yuan - water.km * 0.5) < 0.01, "%s legs by boat, %s yuan", water.count, water.yuan)
    report:check(loaded.yuan == 70 and loaded.ms == 180 * 60000 + 70 * 1800000, "handling: %s yuan, %s ms", loaded.yuan, loaded.ms)
    report:check(legs(out, "宜宾至果园港", "wait").ms == 12 * 3600000, "the wait is not half a day")
    -- From Chengdu: by train, and another one from Xiaonanya; the box is handled at both.
    local trains = legs(out, "成都至果园港", "freight")
    report:check(trains.count == 2 and legs(out, "成都至果园港", "handling").yuan == 120, "%s trains", trains.count)
    local first = rows(out, "成都至果园港")[1]
    report:check(first.capacity == "50", "a capacity of %s", first.capacity)
    -- The banned turn is the one that the way without rules makes, and the way taken does not.
    local turns = rows(out, "机场至火车北站_turns")
    report:check(#turns == 1 and turns[1].from == "CD1H" and turns[1].to == "TFDD" and turns[1].rule == "ban", "%s turns", #turns)
    for _, row in ipairs(rows(out, "机场至火车北站_split")) do
        report:check(row.link ~= "TFDD", "the way goes by TFDD")
    end
    report:check(#system.find(out .. "/maps", "*.png") == 2, "there are not two maps")
end

system.check_scenario("07_freight", check)
