-- Runs lua/scenarios/04_office_data.lua and checks what comes out of it: lua5.4 office_data.lua PROGRAM
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local json = require "json"
local sheets = require "sheets"
local system = require "system"

local program, source, report = system.absolute(arg[1]), system.source(), system.report()
local quoted = system.quoted

local function rows(out, name) return csv.parse(system.read(out .. "/tables/" .. name .. ".csv")) end

-- Areas in 亩 to one digit: parts add up to their group, groups to the total, to the digit.
local function check_areas(out)
    local groups, total, parts = 0, nil, {}
    for _, row in ipairs(rows(out, "面积_totals_现状")) do
        local tenths = math.floor(tonumber(row.total) * 10 + 0.5)
        if row.level == "total" then
            total = tenths
        else
            groups = groups + tenths
            parts[row.group] = tenths
        end
    end
    report:check(total and total > 0 and groups == total, "the groups add up to %s tenths of a mu, the total is %s", groups, total)
    for _, row in ipairs(rows(out, "面积_现状")) do
        parts[row.name] = parts[row.name] - math.floor(tonumber(row.measure) * 10 + 0.5)
    end
    for name, rest in pairs(parts) do
        report:check(rest == 0, "%s: the parts miss the group by %s tenths of a mu", name, rest)
    end
end

-- Names in traditional characters or without suffix do not meet unasked; they are offered, and every loose row is listed.
local function check_join(out)
    local offers, loose = {}, 0
    for _, row in ipairs(rows(out, "年鉴核对_unmatched_现状")) do
        loose = loose + 1
        if row.side == "layer" then
            offers[row.key] = row.offer
        end
    end
    report:check(offers["邛崃市"] == "邛崍市" and offers["蒲江县"] == "蒲江", "the offers are %s, %s", offers["邛崃市"], offers["蒲江县"])
    report:check(loose == 43 + 6, "%s unmatched rows are listed", loose)
    local joined = {}
    for _, row in ipairs(rows(out, "年鉴核对_现状")) do
        joined[row["名称"]] = row
    end
    report:check(joined["新津区"]["常住人口"] == "360000", "新津区 has %s", joined["新津区"]["常住人口"])
    report:check(joined["邛崃市"]["常住人口"] == "", "邛崃市 was joined unasked")
    report:check(joined["龙泉驿区"]["就业岗位"] == "", "a missing value became %s", joined["龙泉驿区"]["就业岗位"])
end

local function check_geopackage(out)
    local _, list = system.run("ogrinfo -q " .. quoted(out .. "/results.gpkg"))
    for _, name in ipairs { "路网问题", "图斑问题", "县城与年鉴", "各区用地", "红线外围500米", "网点所属", "_unmatched_县城与年鉴",
        "_summary_路网问题" } do
        report:check(list:find(": " .. name, 1, true), "results.gpkg has no %s:\n%s", name, list)
    end
end

local function check_record(out)
    local told = {}
    for _, diagnostic in ipairs(json.parse(system.read(out .. "/run.json")).diagnostics) do
        told[diagnostic.id] = true
    end
    for _, id in ipairs { "source.datum.shifted", "source.encoding.decided", "source.crs.decided" } do
        report:check(told[id], "the run does not tell %s", id)
    end
end

system.with_folder(function(folder)
    local out = folder .. "/run"
    local code, text = system.run(table.concat({ "PROJ_NETWORK=OFF LC_ALL=C.UTF-8", quoted(program), "run",
        quoted(source .. "/lua/scenarios/04_office_data.lua"), "--lang zh --cache off -o", quoted(out) }, " "))
    if report:check(code == 0, "the run ends with %s:\n%s", code, text) then
        check_areas(out)
        check_join(out)
        check_geopackage(out)
        check_record(out)
        report:check(sheets.check(report, out) == 1, "there is not 1 sheet")
    end
end)
report:finish()
