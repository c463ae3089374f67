-- Runs lua/scenarios/06_network_maps.lua, the pictures of docs/network.md, and checks its sheets:
--   lua5.4 network_maps.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local program, report, kept = system.absolute(arg[1]), system.report(), arg[2]
local quoted = system.quoted
local titles = { "等时圈：自成都东部新区出发", "到达圈：前往机场", "等时圈的增减（2025 比现状）", "引力可达性", "两步移动搜索：每人可及园区用地",
    "介数：最短路径经过的次数", "关键路段：封闭后的损失", "路径：成都东部新区至双流机场", "路网问题" }

local function rows(out, name) return csv.parse(system.read(out .. "/tables/" .. name .. ".csv")) end

-- New links take no ground away and make no trip longer.
local function check_numbers(out)
    local area = { gained = 0, lost = 0 } -- what is lost lies at the rim: a hundredth of the buffer
    for _, row in ipairs(rows(out, "增减_2025")) do
        area[row.change] = area[row.change] + tonumber(row.area_km2)
    end
    report:check(area.gained > 100 and area.lost < area.gained / 1000, "%s km2 gained, %s lost", area.gained, area.lost)
    report:check(#rows(out, "增减_现状") == 0, "the baseline differs from itself")
    local faster = 0
    for _, row in ipairs(rows(out, "compare1_时间_matrix_2025")) do
        report:check(row.slower == "0" and row.lost == "0", "%s has %s slower and %s lost trips", row.id, row.slower, row.lost)
        faster = faster + tonumber(row.faster)
    end
    report:check(faster > 0, "no trip is faster")
    local damage = 0
    for _, row in ipairs(rows(out, "关键路段_2025")) do
        damage = math.max(damage, tonumber(row.damage))
        report:check(tonumber(row.damage) >= 0, "closing %s gains %s", row.id, row.damage)
    end
    report:check(damage > 0, "no link matters")
end

local function check(out)
    local code, text = system.run(table.concat({ "cd", quoted(system.source()), "&& PROJ_NETWORK=OFF LC_ALL=C.UTF-8", quoted(program),
        "--lang zh run lua/scenarios/06_network_maps.lua -o", quoted(out), "--overwrite --cache off" }, " "))
    if not report:check(code == 0, "the run ends with %s:\n%s", code, text) then
        return
    end
    check_numbers(out)
    local pictures = system.find(out .. "/maps", "*.png")
    report:check(#pictures == #titles, "there are %s maps", #pictures)
    for i, title in ipairs(titles) do
        report:check(system.exists(string.format("%s/maps/%02d_%s.pdf", out, i, title)), "there is no map %s", title)
    end
end

if kept then
    check(system.absolute(kept))
else
    system.with_folder(function(folder) check(folder .. "/run") end)
end
report:finish()
