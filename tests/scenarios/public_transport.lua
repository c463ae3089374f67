-- Runs lua/scenarios/05_public_transport.lua on Porto Alegre: OpenStreetMap streets, two GTFS feeds and 1,227 cells, which are
-- shared data and no part of the source:
--   lua5.4 public_transport.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local program, report, kept = system.absolute(arg[1]), system.report(), arg[2]
local quoted = system.quoted
local streets = system.shared() .. "/data/roads/porto_alegre_r5r"
local feeds = system.shared() .. "/data/transit/porto_alegre_r5r"
if not system.exists(streets .. "/poa_osm.pbf") or not system.exists(feeds .. "/poa_eptc.zip") then
    print("skipped: there is no " .. streets .. "; JT_SHARED names the folder of the shared data")
    os.exit(77)
end

local function by_id(path)
    local out, count = {}, 0
    for _, row in ipairs(csv.parse(system.read(path))) do
        out[row.id], count = row, count + 1
    end
    return out, count
end

local function parameters()
    local out = {}
    for name, value in pairs { streets = streets .. "/poa_osm.pbf", feeds = feeds .. "/poa_eptc.zip;" .. feeds .. "/poa_trensurb.zip",
        cells = streets .. "/poa_hexgrid.csv", to = "EPSG:31982", date = "2019-05-13", window = "14:00-16:00", line = "LINHA1",
        headway = "3 min", centre = "89a90128e2fffff" } do
        out[#out + 1] = "--param " .. quoted(name .. "=" .. value)
    end
    return table.concat(out, " ")
end

-- Jobs within 45 minutes, before and after the train runs more often: no cell loses any, some gain.
local function check_reach(out)
    local cells = by_id(streets .. "/poa_hexgrid.csv")
    local total = 0
    for _, cell in pairs(cells) do
        total = total + (tonumber(cell.jobs) or 0)
    end
    local before, count = by_id(out .. "/tables/reach_现状.csv")
    local after = by_id(out .. "/tables/reach_加密.csv")
    local gained = 0
    report:check(count == 1227, "%s cells", count)
    for id, row in pairs(before) do
        local jobs, own, more = tonumber(row.value), tonumber(cells[id].jobs) or 0, tonumber(after[id].value)
        report:check(row.status == "ok" and jobs >= own and jobs <= total, "%s reaches %s of %s jobs", id, jobs, total)
        report:check(math.abs(tonumber(row.share) * total - jobs) < 1e-6 * total, "the share of %s is %s", id, row.share)
        report:check(more >= jobs, "%s reaches %s jobs, and %s with more trains", id, jobs, more)
        gained = gained + (more > jobs and 1 or 0)
    end
    report:check(gained > 20, "more trains help %s cells", gained)
    local slower = 0
    for _, row in ipairs(csv.parse(system.read(out .. "/tables/compare1_times_matrix_加密.csv"))) do
        slower = slower + tonumber(row.slower) + tonumber(row.lost)
    end
    report:check(slower == 0, "more trains make %s ways slower", slower)
end

local function check(out)
    local start = os.time()
    local code, text = system.run(table.concat({ "PROJ_NETWORK=OFF LC_ALL=C.UTF-8", quoted(program), "run",
        quoted(system.source() .. "/lua/scenarios/05_public_transport.lua"), "-o", quoted(out), "--overwrite --cache off -v --lang en",
        parameters() }, " "))
    print(string.format("run: %d s", os.time() - start))
    if not report:check(code == 0, "the run ends with %s:\n%s", code, text) then
        return
    end
    for _, told in ipairs { "1227 of 1227 points connected", "11043 platforms", "450312 ways to change" } do
        report:check(text:find(told, 1, true), "the run does not tell: %s\n%s", told, text)
    end
    check_reach(out)
    report:check(#system.find(out .. "/maps", "*.png") == 3, "there are %s maps", #system.find(out .. "/maps", "*.png"))
end

if kept then
    check(system.absolute(kept))
else
    system.with_folder(function(folder) check(folder .. "/run") end)
end
report:finish()
