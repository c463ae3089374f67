-- Accessibility of a city from another program's travel times (shared data, no part of the source): the scenario
-- accessibility_plan.lua, whose tables are held against sums over the pairs as they stand in the file.
--   lua5.4 accessibility.lua PROGRAM [FOLDER]   FOLDER: keep the run there
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local program, report, kept = system.absolute(arg[1]), system.report(), arg[2]
local quoted = system.quoted
local city = system.shared() .. "/data/peers/belo_horizonte"
if not system.exists(city .. "/travel_matrix.csv.gz") then
    print("skipped: there is no " .. city .. "; JT_SHARED names the folder of the shared data")
    os.exit(77)
end

local function unpack_data(folder)
    local code, text = system.run(table.concat({ "mkdir -p " .. quoted(folder),
        "cp " .. quoted(city .. "/grid_bho.gpkg") .. " " .. quoted(folder .. "/grid.gpkg"),
        "cp " .. quoted(city .. "/land_use_data.csv") .. " " .. quoted(folder .. "/land_use.csv"),
        "gzip -dc " .. quoted(city .. "/travel_matrix.csv.gz") .. " > " .. quoted(folder .. "/pairs.csv") }, " && "))
    assert(code == 0, text)
end

-- The columns of a table by id.
local function by_id(path)
    local out = {}
    for _, row in ipairs(csv.parse(system.read(path))) do
        out[row.id] = row
    end
    return out
end

local function near(found, wanted)
    found = tonumber(found)
    return found and math.abs(found - wanted) <= 1e-9 * math.max(1, math.abs(wanted))
end

-- Linear between breakpoints half a minute apart, as jt.decay makes them of e^(-t / 20) up to 90 min.
local function own_decay(t)
    if t > 90 then
        return 0
    end
    local below = math.floor(t * 2) / 2
    local a, b = math.exp(-below / 20), math.exp(-(below + 0.5) / 20)
    return a + (b - a) * (t - below) * 2
end

local function check_tables(data, out)
    local land = by_id(data .. "/land_use.csv")
    local wanted, load, pairs_read = {}, {}, 0
    for id in pairs(land) do
        wanted[id] = { jobs_15min = 0, jobs_30min = 0, jobs_60min = 0, schools_30min = 0, own = 0, access = 0 }
        load[id] = 0
    end
    local pairs_of_cells = {}
    for from, to, time in system.read(data .. "/pairs.csv"):gmatch "\n([^,\n]+),([^,\n]+),([^,\r\n]+)" do
        local t = tonumber(time)
        pairs_read = pairs_read + 1
        local w = wanted[from]
        for _, cutoff in ipairs { 15, 30, 60 } do
            w["jobs_" .. cutoff .. "min"] = w["jobs_" .. cutoff .. "min"] + (t <= cutoff and land[to].jobs or 0)
        end
        w.own = w.own + land[to].jobs * own_decay(t)
        if t <= 30 then
            w.schools_30min = w.schools_30min + land[to].schools
            load[to] = load[to] + land[from].population
            pairs_of_cells[#pairs_of_cells + 1] = { from, to }
        end
    end
    for _, pair in ipairs(pairs_of_cells) do
        local w = wanted[pair[1]]
        w.access = w.access + (load[pair[2]] > 0 and land[pair[2]].schools / load[pair[2]] or 0)
    end
    report:check(pairs_read == 748437, "%s pairs were read", pairs_read)
    local jobs, own = by_id(out .. "/tables/jobs_现状.csv"), by_id(out .. "/tables/own_现状.csv")
    local schools, count = by_id(out .. "/tables/schools_现状.csv"), 0
    for id, w in pairs(wanted) do
        count = count + 1
        for _, column in ipairs { "jobs_15min", "jobs_30min", "jobs_60min", "schools_30min" } do
            report:check(near(jobs[id][column], w[column]), "%s of %s is %s, by the pairs %s", column, id, jobs[id][column], w[column])
        end
        report:check(near(own[id].value, w.own), "own decay of %s is %s, by the pairs %s", id, own[id].value, w.own)
        report:check(near(schools[id].access, w.access), "schools of %s are %s, by the pairs %s", id, schools[id].access, w.access)
    end
    report:check(count == 898, "%s cells", count)
end

local function check(folder)
    local data, out = folder .. "/data", folder .. "/run"
    unpack_data(data)
    local start = os.time()
    local code, text = system.run(table.concat({ "PROJ_NETWORK=OFF LC_ALL=C.UTF-8", quoted(program), "run",
        quoted(system.source() .. "/tests/scenarios/accessibility_plan.lua"), "-o", quoted(out),
        "--cache off -v --lang en --param data=" .. quoted(data) }, " "))
    print(string.format("run: %d s", os.time() - start))
    if not report:check(code == 0, "the run ends with %s:\n%s", code, text) then
        return
    end
    for _, told in ipairs { "898 x 898 cells: 748437 pairs present, 57967 missing; of those present 1 are 0 and 0 have no time",
        "the decay is a table of 181 breakpoints from 0 to 90 min" } do
        report:check(text:find(told, 1, true), "the run does not tell: %s\n%s", told, text)
    end
    check_tables(data, out)
    report:check(#system.find(out .. "/maps", "*.png") == 1, "there is no map")
end

if kept then
    check(system.absolute(kept))
else
    system.with_folder(check)
end
report:finish()
