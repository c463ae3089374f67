-- One straight road of 60 km driven at 60 km/h along the central meridian's scale of 1: a kilometre is a minute.
local function given(t, nodes)
    local function points(file) return t.read(file, { xy = { "x", "y" }, crs = "EPSG:4544" }) end
    local roads = t.read("roads.geojson", { role = "roads", crs = "EPSG:4544" })
    return {
        network = t.run("network.build", { lines = roads }, { modes = { "car" } }).network,
        nodes = points(nodes or "nodes.csv"),
        demand = points "demand.csv",
        hubs = points "hubs.csv",
    }
end

return {
    { "coverage and opportunities count the demand within the limit (T1, T8)", function(t)
        local nodes = t.run("transport_links", given(t), { cutoff = "30 min" }).nodes
        t.same(nodes.opportunities[1], 400)
        t.near(nodes.coverage[1], 40, 1e-9)
        t.near(t.run("transport_links", given(t), { cutoff = "15 min" }).nodes.coverage[1], 10, 1e-9)
    end },
    { "gravity discounts the demand by travel time (T2)", function(t)
        local e = t.columns.column { -0.5, -1, -2.5 }:exp()
        local nodes = t.run("transport_links", given(t), { beta = 0.05 }).nodes
        t.near(nodes.gravity[1], 100 * e[1] + 300 * e[2] + 600 * e[3], 1)
    end },
    { "the detour of a straight road is 1 (T7)", function(t)
        t.near(t.run("transport_links", given(t), {}).nodes.detour[1], 1, 1e-3)
    end },
    { "the nearest hub, the airport, and the intermodality of the best hub within the limit (T10)", function(t)
        local nodes = t.run("transport_links", given(t), { cutoff = "30 min" }).nodes
        t.same(nodes.nearest_hub[1], "dry port")
        t.near(nodes.time_to_hub[1], 15, 0.01)
        t.near(nodes.time_to_airport[1], 45, 0.05)
        t.near(nodes.intermodality[1], 2 / 4 * (1 - t.columns.column { -2 }:exp()[1]), 1e-9)
        nodes = t.run("transport_links", given(t), { cutoff = "60 min" }).nodes
        t.near(nodes.intermodality[1], 1, 1e-9)
    end },
    { "the score is the weighted mean of the scaled indicators", function(t)
        local nodes = t.run("transport_links", given(t), { cutoff = "30 min", beta = 0.05 }).nodes
        local share = nodes.gravity[1] / 1000 * 100
        local wanted = 0.3 * 100 + 0.2 * math.min(share / 30, 1) * 100 + 0.1 * 100 + 0.25 * (60 - 15) / 60 * 100
            + 0.15 * nodes.intermodality[1] * 100
        t.near(nodes.score[1], wanted, 0.1)
    end },
    { "a node that reaches nothing has no indicators and no score, never zero", function(t)
        local nodes = t.run("transport_links", given(t), {}).nodes
        for _, name in ipairs { "coverage", "opportunities", "gravity", "detour", "nearest_hub", "time_to_hub", "score" } do
            t.same(t.list(nodes:column(name))[2], "null")
        end
    end },
    { "every pair has a time or a status", function(t)
        local times = t.run("transport_links", given(t), {}).times
        t.same(t.list(times.id), { "N1-C01", "N1-C02", "N1-C03", "N2-C01", "N2-C02", "N2-C03" })
        t.same(t.list(times:column "status"), { "ok", "ok", "ok", "off_network", "off_network", "off_network" })
        t.near(times.minutes[3], 50, 0.05)
    end },
    { "without hubs their columns are left out and the score rests on the others", function(t)
        local inputs = given(t)
        inputs.hubs = nil
        local nodes = t.run("transport_links", inputs, {}).nodes
        t.same({ nodes:has "time_to_hub", nodes:has "intermodality", nodes:has "score" }, { false, false, true })
    end },
    { "ids may be numbers", function(t)
        local made = t.run("transport_links", given(t, "numbered.csv"), {})
        t.near(made.nodes.detour[1], 1, 1e-3)
        t.same(made.times.id[1], "7-C01")
        t.same(made.times.origin[1], "7")
    end },
    { "the isochrones have the areas of their bands", function(t)
        local rings = t.run("transport_links", given(t), { bands = { 15, 30 } }).isochrones
        t.same(t.list(rings.cutoff_min), { 15, 30 })
        assert(rings.area_km2[1] > 0 and rings.area_km2[2] > rings.area_km2[1])
    end },
    { "layers that lack a column are refused by its name", function(t)
        local inputs = given(t)
        inputs.demand = inputs.nodes
        assert(t.fails(function() t.run("transport_links", inputs, {}) end):find "unknown column 'population'")
    end },
}
