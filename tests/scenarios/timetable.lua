-- Runs lua/scenarios/08_timetable.lua on the sample timetable and on the same timetable as a GTFS feed, and holds the travel
-- times to the timetable by hand: way to the station + half the headway + mean run time + way on.
--   lua5.4 timetable.lua PROGRAM
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/../support/?.lua"
local csv = require "csv"
local system = require "system"

local program, source, report = system.absolute(arg[1]), system.source(), system.report()
local quoted = system.quoted
local data = source .. "/gisdata/timetable"

local function read_csv(path) return csv.parse(system.read(path)) end

local function run(out, ...)
    local code, text = system.run(table.concat({ "PROJ_NETWORK=OFF LC_ALL=C.UTF-8", quoted(program), "run",
        quoted(source .. "/lua/scenarios/08_timetable.lua"), "-o", quoted(out), "--cache off", ... }, " "))
    report:check(code == 0, "the run ends with %s:\n%s", code, text)
    local times = {}
    for _, row in ipairs(read_csv(out .. "/tables/times_现状.csv")) do
        times[row.origin .. row.destination] = tonumber(row.minutes)
    end
    return times
end

-- 300 m on foot from Q to A and from D to Z: 0.003 degrees of longitude at 30.4 N at 5 km/h.
local walk = 0.003 * math.pi / 180 * 6378137 / math.sqrt(1 - 0.00669438 * math.sin(math.rad(30.4)) ^ 2)
    * math.cos(math.rad(30.4)) / 5000 * 60

-- Minutes by hand. Up: 8 trains A-D in 120 min (headway 15), 16 or 18 min: mean 17. With the two that end at C there are
-- 10 to C (headway 12), 4 of them 12 min there and 6 of them 10; the stop at B is 1 min. Down: 6 trains (headway 20), 16 min.
local golden = {
    AD = 15 / 2 + 17,
    AC = 12 / 2 + (4 * 12 + 6 * 10) / 10,
    AB = 12 / 2 + 5,
    BC = 12 / 2 + (4 * 7 + 6 * 5) / 10,
    CD = 15 / 2 + 5,
    DA = 20 / 2 + 16,
    CA = 20 / 2 + 10,
    DC = 20 / 2 + 6,
    QA = walk,
    QZ = walk + 15 / 2 + 17 + walk,
    ZQ = walk + 20 / 2 + 16 + walk,
}

local function check(times, name)
    for pair, minutes in pairs(golden) do
        report:check(times[pair] and math.abs(times[pair] - minutes) < 0.001, "%s: %s is %s min, by the timetable %s", name, pair,
            times[pair], minutes)
    end
end

-- The sample timetable as the tables of a feed: directions 0 and 1, Mondays to Fridays of May 2024.
local function write_feed(folder)
    local function write(name, lines)
        local file = assert(io.open(folder .. "/" .. name .. ".txt", "wb"))
        file:write(table.concat(lines, "\n"), "\n")
        file:close()
    end
    local stops, trips, calls = { "stop_id,stop_name,stop_lat,stop_lon" }, { "route_id,service_id,trip_id,direction_id" },
        { "trip_id,stop_id,stop_sequence,arrival_time,departure_time" }
    local id = {}
    for _, row in ipairs(read_csv(data .. "/站点.csv")) do
        id[row["站名"]] = row["站点编号"]
        stops[#stops + 1] = table.concat({ row["站点编号"], row["站名"], row["纬度"], row["经度"] }, ",")
    end
    local seen = {}
    for _, row in ipairs(read_csv(data .. "/时刻表.csv")) do
        local trip = row["车次"]
        if not seen[trip] then
            seen[trip] = true
            trips[#trips + 1] = table.concat({ "K1", "W", trip, row["方向"] == "上行" and 0 or 1 }, ",")
        end
        local function time(text) return text == "—" and "" or text .. ":00" end
        calls[#calls + 1] = table.concat({ trip, id[row["站名"]], row["站序"], time(row["到达"]), time(row["发车"]) }, ",")
    end
    write("stops", stops)
    write("trips", trips)
    write("stop_times", calls)
    write("routes", { "route_id,route_short_name,route_type", "K1,K1,1" })
    write("calendar", { "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
        "W,1,1,1,1,1,0,0,20240501,20240531" })
end

system.with_folder(function(folder)
    local by_csv = run(folder .. "/csv")
    check(by_csv, "CSV")
    system.run("mkdir " .. quoted(folder .. "/feed"))
    write_feed(folder .. "/feed")
    local by_feed = run(folder .. "/gtfs", "--param date=2024-05-14", "--param feed=" .. quoted(folder .. "/feed"))
    for pair, minutes in pairs(by_csv) do
        report:check(by_feed[pair] == minutes, "GTFS: %s is %s min, from the CSV %s", pair, by_feed[pair], minutes)
    end
end)
report:finish()
