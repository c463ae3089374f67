-- One straight road of 60 km driven at 60 km/h: a kilometre is a minute.
local function run(t)
    local function points(file) return t.read(file, { xy = { "x", "y" }, crs = "EPSG:4544" }) end
    local roads = t.read("roads.geojson", { role = "roads", crs = "EPSG:4544" })
    local network = t.run("network.build", { lines = roads }, { modes = { "car" } }).network
    return t.run("travel_times", { network = network, origins = points "origins.csv", destinations = points "destinations.csv" }, {})
end

return {
    { "the computed time stands beside the published ones, with the gaps", function(t)
        local routes = run(t).routes
        t.same(t.list(routes.id), { "T1", "T2" })
        t.near(routes.minutes[1], 45, 0.05)
        t.near(routes.km[1], 45, 0.05)
        t.same(t.list(routes.published_before), { 60, "null" })
        t.near(routes.gap_before[1], -15, 0.05)
        t.near(routes.gap_after[1], 15, 0.05)
    end },
    { "a pair without a way has a status and no time", function(t)
        local routes = run(t).routes
        t.same(t.list(routes.minutes)[2], "null")
        t.same(t.list(routes.gap_after)[2], "null")
        t.same(routes:column "status"[2], "off_network")
    end },
    { "the legs of a route add up to its time", function(t)
        local made = run(t)
        t.near(made.split.minutes:sum(), made.routes.minutes[1], 1e-6)
        t.near(made.split.km:sum(), made.routes.km[1], 1e-6)
    end },
}
