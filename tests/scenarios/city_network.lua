-- Runs lua/scenarios/02_city_network.lua on the roads of Jinan, which are shared data and no part of the source:
--   lua5.4 city_network.lua PROGRAM
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../support/?.lua"
local json = require "json"
local sheets = require "sheets"
local system = require "system"

local program, source, report = system.absolute(arg[1]), system.source(), system.report()
local quoted = system.quoted
local data = system.shared() .. "/data/roads/jinan_mtrajrec"
if not system.exists(data .. "/edges.shp") then
    print("skipped: there is no " .. data .. "; JT_SHARED names the folder of the shared data")
    os.exit(77)
end

local function run(out, ...)
    return system.run(table.concat({ "PROJ_NETWORK=OFF LC_ALL=C.UTF-8", quoted(program), "run",
        quoted(source .. "/lua/scenarios/02_city_network.lua"), "-o", quoted(out), "--cache off --param to=EPSG:32650",
        "--param class=highway --param direction=FT --param crossings=ends --param points=12 --param data=" .. quoted(data), ... },
        " "))
end

local refusal = [[
error: the layer has no CRS
  there is no .prj file, or it is empty
  the coordinates look like degrees (x 116.748383..117.5099988, y 36.5361256..37.1456445): EPSG:4490 (CGCS2000) or EPSG:4326 (WGS 84)?
  in layer 'edges'
  in file ${DATA}/edges.shp
  in operator source.read
  in step 'edges' (${SCENARIO})
  hint: say which it is: crs = "EPSG:..." in the scenario, or --crs
]]

local function check_refusal(out)
    local code, text = run(out)
    local _, normal = system.run("realpath -ms " .. quoted(data))
    text = text:gsub(normal:gsub("\n", ""):gsub("%p", "%%%0"), "${DATA}"):gsub("%([^()]*02_city_network%.lua:%d+%)", "(${SCENARIO})")
    report:check(code == 2, "without crs= the exit code is %s", code)
    report:check(text == refusal, "without crs= the message is\n%s", text)
    report:check(not system.exists(out .. "/run.json"), "without crs= there is a run folder")
end

-- The diagnostic of a run with this message id.
local function told(record, id)
    for _, diagnostic in ipairs(record.diagnostics) do
        if diagnostic.id == id then
            return diagnostic
        end
    end
    report:check(false, "the run does not tell %s", id)
    return { args = {}, features = {} }
end

local function check_run(out)
    local start = os.time()
    local code, text = run(out, "--param crs=EPSG:4326")
    print(string.format("run: %d s", os.time() - start))
    if not report:check(code == 0, "the run ends with %s:\n%s", code, text) then
        return
    end
    local record = json.parse(system.read(out .. "/run.json"))
    report:check(record.crs == "EPSG:32650", "the run is in %s", record.crs)
    local parts = told(record, "network.components").args
    report:check(table.concat(parts, " ") == "26 12517 12766", "components, nodes of the largest, nodes: %s",
        table.concat(parts, " "))
    for _, id in ipairs { "network.link.zero", "source.geometry.zero_length" } do
        report:check(table.concat(told(record, id).features, " ") == "22643", "%s: the features are not 22643", id)
    end
    report:check(table.concat(told(record, "layer.sample.drawn").args, " ") == "12 12766 20200525", "the sample is another")
    for _, name in ipairs { "report.md", "results.gpkg", "tables.xlsx", "tables/links_现状.csv", "tables/suitability_现状.csv" } do
        report:check(system.exists(out .. "/" .. name), "there is no %s", name)
    end
    local page = system.read(out .. "/report.md")
    report:check(page:find("26 components", 1, true) and page:find("22643", 1, true), "the report does not tell the components "
        .. "or the line without length")
    report:check(sheets.check(report, out) == 2, "there are not 2 sheets")
end

system.with_folder(function(folder)
    check_refusal(folder .. "/refused")
    check_run(folder .. "/run")
end)
report:finish()
