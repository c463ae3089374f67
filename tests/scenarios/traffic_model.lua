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
    local links = csv.parse(system.read(system.source() .. "/gisdata/chengyu/模型_路段.csv"))
    local start, slower, cut_off = "1001", 0, 0 -- 绕城南
    local inward, outward = seconds(links, start, true), seconds(links, start, false)
    local rows = csv.parse(system.read(out .. "/tables/方向差_早高峰.csv"))
    for _, row in ipairs(rows) do
        for column, time in pairs { in_minutes = inward[row.id], out_minutes = outward[row.id] } do
            report:check(math.abs(tonumber(row[column]) - time / 60) < 1e-6, "%s: %s %s, not %s s", row.id, column, row[column], time)
        end
        if not inward[row.id] then
            cut_off = cut_off + 1
            report:check(row.in_minutes == "" and row.more == "", "%s: in %s min without a way", row.id, row.in_minutes)
        elseif tonumber(row.more) > 0 then
            slower = slower + 1
        end
    end
    report:check(#rows == 108 and cut_off == 2, "%s nodes, %s cut off", #rows, cut_off)
    report:check(slower > 80, "from %s nodes the way in is longer", slower)
    report:check(#system.find(out .. "/maps", "*.png") == 2, "there are not two maps")
end

system.check_scenario("10_traffic_model", check)
