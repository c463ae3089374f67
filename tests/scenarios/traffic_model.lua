-- Runs lua/scenarios/10_traffic_model.lua and holds its times against a search of its own in the table of links:
--   lua5.4 traffic_model.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

-- Seconds from one node to all others, or to it from all others where the links are taken against their way.
local function seconds(links, start, against)
    local time, changed = { [start] = 0 }, true
    while changed do
        changed = false
        for _, link in ipairs(links) do
            for _, way in ipairs { { link.FROMNODE, link.TONODE, link.TAM }, { link.TONODE, link.FROMNODE, link.TAM_R } } do
                local from, to = way[against and 2 or 1], way[against and 1 or 2]
                local there = time[from] and time[from] + tonumber(way[3])
                if there and there < (time[to] or math.huge) then
                    time[to], changed = there, true
                end
            end
        end
    end
    return time
end

local function check(out, report)
    local links = csv.parse((system.read(system.source() .. "/gisdata/chengyu/模型_路段.csv"):gsub("^\xEF\xBB\xBF", "")))
    local start, slower = "1003", 0 -- 绕城成龙
    local inward, outward = seconds(links, start, true), seconds(links, start, false)
    local rows = csv.parse(system.read(out .. "/tables/方向差_早高峰.csv"))
    for _, row in ipairs(rows) do
        local there, back = inward[row.id], outward[row.id]
        report:check(math.abs(tonumber(row.in_minutes) - there / 60) < 1e-6, "%s: in %s min, not %s s", row.id, row.in_minutes, there)
        report:check(math.abs(tonumber(row.out_minutes) - back / 60) < 1e-6, "%s: out %s min, not %s s", row.id, row.out_minutes, back)
        slower = slower + (tonumber(row.more) > 0 and 1 or 0)
    end
    report:check(#rows == 108, "%s nodes", #rows)
    report:check(slower > #rows * 0.8, "from %s nodes the way in is longer", slower)
    report:check(#system.find(out .. "/maps", "*.png") == 2, "there are not two maps")
end

system.check_scenario("10_traffic_model", check)
