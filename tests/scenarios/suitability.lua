-- Runs lua/scenarios/03_suitability.lua and holds its tables against each other:
--   lua5.4 suitability.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local json = require "json"
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
    report:check(count == 17, "%s parks are ranked", count) -- of 19, two stand on lines that must be kept
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

local function of_json(path) return json.parse(system.read(path)) end

-- Every value is in its chart once: 19 parks, and all cells of the raster of heights.
local function check_charts(out, report)
    local total = { ["到枢纽时间（2025）"] = 19, ["45 分钟人口（2025）"] = 19, ["可用地（2025）"] = 19, ["坡度"] = 440 * 310,
        ["地形起伏度"] = 440 * 310, ["高程"] = 440 * 310 }
    for name, count in pairs(total) do
        local chart = of_json(out .. "/charts/" .. name .. ".chart.json")
        local sum = 0
        for _, one in ipairs(chart.counts) do sum = sum + one end
        report:check(sum == chart.values and sum + chart.missing == count, "%s: %s values and %s without", name, sum, chart.missing)
        report:check(system.exists(out .. "/charts/" .. name .. ".svg"), "there is no drawing of %s", name)
    end
end

-- The sheets with rasters say how they came onto the page, and list the classes that are seen.
local function check_sheets(out, report)
    report:check(#system.find(out .. "/maps", "*.png") == 8, "there are not eight maps")
    for _, path in ipairs(system.find(out .. "/maps", "*坡度分级.sheet.json")) do
        local sheet = of_json(out .. "/maps/" .. path)
        local slope = sheet.frames[1].surfaces[2]
        report:check(slope.title == "坡度" and slope.resample == "nearest" and slope.crs == "EPSG:4490", "%s is said of the slope",
            slope.resample)
        -- The sheet reaches over the heights to its sides: this share of it, no more and no less.
        local share = slope.pixels_without_value / slope.pixels
        report:check(math.abs(share - 0.177) < 0.005, "%s of the pixels are empty", share)
    end
    report:check(#system.find(out .. "/maps", "*坡度分级.sheet.json") == 1, "there is no map of slopes")
end

-- Areas as the sample region was made (gisdata/SOURCES.md): the parks on a control line, and that rows add up to the total.
local function check_lines(out, report)
    local list = rows(out, "三线占用情况汇总_2025")
    local total, sums = list[#list], {}
    report:check(#list == 20 and total.name == "合计", "%s rows of control lines, the last is %s", #list, total.name)
    for i = 1, #list - 1 do
        local row = list[i]
        for _, column in ipairs { "area_mu", "永久基本农田_mu", "生态保护红线_mu", "城镇开发边界_mu", "城镇开发边界_ha" } do
            sums[column] = (sums[column] or 0) + math.floor(tonumber(row[column]) * 100 + 0.5)
        end
        local farm, red = tonumber(row["永久基本农田_ha"]), tonumber(row["生态保护红线_ha"])
        report:check(math.abs(farm - (row.id == "P04" and 310 or 0)) < 15, "%s takes %s ha of farmland", row.id, farm)
        report:check(math.abs(red - (row.id == "P15" and 400 or 0)) < 15, "%s takes %s ha of the red line", row.id, red)
        report:check((row.standing == "不可行") == (row.id == "P04" or row.id == "P15"), "%s: %s", row.id, row.standing)
        local outside = tonumber(row["城镇开发边界_ha"]) > 0.01
        report:check(outside == (row.id:match "^P0[1-4]$" ~= nil or row.id:match "^P1[05]$" ~= nil), "%s: outside %s", row.id, outside)
    end
    for column, sum in pairs(sums) do
        report:check(sum == math.floor(tonumber(total[column]) * 100 + 0.5), "%s: %s is not %s", column, sum, total[column])
    end
end

-- What is infeasible keeps its score and its place among all, and has no rank.
local function check_sheet(out, report)
    local ranks, all = {}, {}
    for _, row in ipairs(rows(out, "适宜性评价表_2025")) do
        local feasible = row.id ~= "P04" and row.id ~= "P15"
        report:check((row.rank ~= "") == feasible and (row.failed_rules == "") == feasible, "%s: rank %s", row.id, row.rank)
        report:check((row.p_top ~= "") == feasible and tonumber(row.score) > 0, "%s: %s, score %s", row.id, row.p_top, row.score)
        ranks[#ranks + 1], all[tonumber(row.rank_all)] = tonumber(row.rank), true
    end
    report:check(#ranks == 17 and ranks[1] == 1 and ranks[17] == 17 and all[1] and all[19], "ranks are not 1 to 17")
end

-- Why, down to the files, from the run alone.
local function check_explained(out, report)
    local function explain(words)
        local code, text = system.run(table.concat({ "cd", system.quoted(system.source()), "&& PROJ_NETWORK=OFF LC_ALL=C.UTF-8",
            system.quoted(system.absolute(arg[1])), "--lang zh explain", system.quoted(out), words }, " "))
        report:check(code == 0, "explain %s ends with %s:\n%s", words, code, text)
        return text
    end
    local text = explain "P04 --scenario 2025 --about score"
    for _, wanted in ipairs { "加权和 @ 2025：s_wlc = ", "园区.shp", "土地管理法", "第三十五条", "未通过", "dem.tif", "枢纽.geojson" } do
        report:check(text:find(wanted, 1, true), "the explanation of P04 lacks %s", wanted)
    end
    local cell = explain "--at 104.43,30.48 --crs EPSG:4490"
    for _, wanted in ipairs { "加权和 = ", "0.7 × ", "价值函数", "dem.tif 第 1 波段", "SHA-256" } do
        report:check(cell:find(wanted, 1, true), "the explanation of a cell lacks %s", wanted)
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
    check_charts(out, report)
    check_sheets(out, report)
    check_lines(out, report)
    check_sheet(out, report)
    check_explained(out, report)
end

system.check_scenario("03_suitability", check)
