local check = require "check"
local mock = require "mock"

-- The parameters of the steps of an operator by the name of their scenario.
local function by_scenario(plan, op)
    local out = {}
    for _, step in ipairs(mock.steps(plan, op)) do
        out[step.scenario] = step.params
    end
    return out
end

return {
    { "a scenario has the changes of its parents, the oldest first", function()
        local library = mock.project()
        local jt, roads, metro = library.jt, library.roads, library.metro
        local y25 = library.now:with { "2025", year = 2025, jt.open { roads, ids = { "KLJ" } },
            jt.open { metro, ids = { "M13", "S13" }, headway = "6 min" } }
        y25:with { "2035", year = 2035, jt.add { roads, ids = { "TQ" } }, jt.close { roads, ids = { "G318" } } }
        library.now:with { "other", year = 2030, jt.speed { roads, ids = { "KLJ", 7 }, speed = "80 km/h" } }
        library.P:score { "reach", nodes = library.parks, demand = library.seats }
        local networks = by_scenario(mock.plan(library), "network.scenario")
        check.same(networks["现状"], { year = 2020, open = {}, close = {}, headways = {}, speeds = {} })
        check.same(networks["2025"], { year = 2025, open = { "KLJ", "M13", "S13" }, close = {},
            headways = { M13 = "6 min", S13 = "6 min" }, speeds = {} })
        check.same(networks["2035"], { year = 2035, open = { "KLJ", "M13", "S13", "TQ" }, close = { "G318" },
            headways = { M13 = "6 min", S13 = "6 min" }, speeds = {} })
        check.same(networks.other, { year = 2030, open = {}, close = {}, headways = {},
            speeds = { KLJ = "80 km/h", ["7"] = "80 km/h" } })
    end },
    { "what a later scenario says of an id holds", function()
        local library = mock.project()
        local jt, roads, metro = library.jt, library.roads, library.metro
        local a = library.now:with { "a", year = 2025, jt.close { roads, ids = { "X", "Y" } },
            jt.open { metro, ids = { "M" }, headway = "6 min" } }
        local b = a:with { "b", year = 2030, jt.open { roads, ids = { "X" } }, jt.open { metro, ids = { "M" }, headway = "3 min" } }
        b:with { "c", year = 2035, jt.close { roads, ids = { "X" } } }
        library.P:score { "reach", nodes = roads, demand = library.seats }
        local plan = mock.plan(library)
        local networks = by_scenario(plan, "network.scenario")
        check.same({ networks.a.open, networks.a.close }, { { "M" }, { "X", "Y" } })
        check.same({ networks.b.open, networks.b.close, networks.b.headways }, { { "X", "M" }, { "Y" }, { M = "3 min" } })
        check.same({ networks.c.open, networks.c.close }, { { "M" }, { "X", "Y" } })
        local layers = by_scenario(plan, "layer.in_year")
        check.same({ layers.b.open, layers.b.close }, { { "X" }, { "Y" } })
        check.same({ layers.c.open, layers.c.close }, { {}, { "X", "Y" } })
    end },
    { "one union graph serves all scenarios, with added roads as planned", function()
        local library = mock.project()
        local extra = library.P:layer { "planned.shp", role = "roads" }
        library.now:with { "2025", year = 2025, library.jt.add { extra, ids = { "N1" } } }
        library.P:score { "reach", nodes = library.parks, demand = library.seats }
        local plan = mock.plan(library)
        local build = mock.steps(plan, "network.build")
        check.same(#build, 1)
        check.same(build[1].params, { snap = "20 m" })
        local lines = {}
        for i, ref in ipairs(build[1].inputs.lines) do
            lines[i] = plan.steps[ref.step + 1].label
        end
        check.same(lines, { "roads", "layer.planned planned" })
        check.same(#build[1].inputs.transit, 1)
        check.same(build[1].inputs.stations, nil)
        check.same(by_scenario(plan, "network.scenario")["2025"].open, { "N1" })
    end },
    { "links, nodes and turns are given by the name of their port, as layers or tables", function()
        local library = mock.new()
        local P = library.jt.project { api = 1, name = "net", crs = "EPSG:4544", seed = 1, data = "." }
        local streets = P:layer { "roads.shp" }
        local more = P:table { "seats.csv" }
        local now = P:baseline { "now", year = 2020, network = { links = { streets, more }, nodes = P:layer { "parks.shp" },
            turns = P:table { "metro.csv" }, snap = "20 m" } }
        check.same(#now.network.layers.links, 2)
        P:score { "reach", nodes = streets, demand = streets }
        library.P = P
        local plan = mock.plan(library)
        local build = mock.steps(plan, "network.build")[1]
        check.same(build.params, { snap = "20 m" })
        check.same(build.inputs.lines, nil)
        local labels = {}
        for _, port in ipairs { "links", "nodes", "turns" } do
            for _, ref in ipairs(build.inputs[port]) do
                labels[#labels + 1] = port .. " " .. plan.steps[ref.step + 1].label
            end
        end
        check.same(labels, { "links roads", "links seats.csv", "nodes parks", "turns metro.csv" })
    end },
    { "a layer is taken as it is in the year of the scenario", function()
        local library = mock.project()
        local jt = library.jt
        local y25 = library.now:with { "2025", year = 2025, jt.open { library.parks, ids = { "P19" } } }
        y25:with { "2026", year = 2026, jt.close { library.parks, ids = { "P19", "P01" } } }
        library.P:score { "reach", nodes = library.parks, demand = library.seats }
        local plan = mock.plan(library)
        check.same(by_scenario(plan, "layer.in_year"), {
            ["现状"] = { year = 2020, open = {}, close = {} },
            ["2025"] = { year = 2025, open = { "P19" }, close = {} },
            ["2026"] = { year = 2026, open = {}, close = { "P19", "P01" } },
        })
    end },
    { "a layer without years changes where a scenario opens or closes something of it", function()
        local library = mock.project()
        local y = library.now:with { "y", year = 2025, library.jt.close { library.seats, ids = { "C01" } } }
        y:with { "z", year = 2025, library.jt.open { library.roads, ids = { "KLJ" } } }
        library.P:score { "reach", nodes = library.seats, demand = library.seats:where(library.seats.population:gt(5)) }
        local plan = mock.plan(library)
        local steps = mock.steps(plan, "layer.in_year")
        check.same(#steps, 2) -- the layer and its filter; y and z have the same
        for _, step in ipairs(steps) do
            check.same(step.params, { year = 2025, open = {}, close = { "C01" } })
        end
        local nodes = {}
        for i, step in ipairs(mock.steps(plan, "reach")) do
            nodes[i] = plan.steps[step.inputs.nodes[1].step + 1].op
        end
        check.same(nodes, { "source.read", "layer.in_year", "layer.in_year" })
    end },
    { "at() ties an output or a column to one scenario", function()
        local library = mock.project()
        library.now:with { "y", year = 2025, library.jt.open { library.roads, ids = { "KLJ" } } }
        local reach = library.P:score { "reach", nodes = library.seats, demand = library.seats }
        library.P:score { "table.join", layer = reach.rings, table = reach.rings:at(library.now), on = "id" }
        local plan = mock.plan(library)
        local joins = mock.steps(plan, "table.join")
        check.same(#joins, 2)
        local tied = joins[1].inputs.table[1]
        for _, step in ipairs(joins) do
            check.same(step.inputs.table[1], tied)
        end
        check.same(joins[1].inputs.layer[1].step == joins[2].inputs.layer[1].step, false)
        check.same(plan.steps[tied.step + 1].scenario, library.now.name)
    end },
    { "what does not differ between scenarios is one step", function()
        local library = mock.project()
        library.now:with { "again", year = 2020 }
        library.P:score { "reach", nodes = library.seats, demand = library.seats }
        local plan = mock.plan(library)
        check.same(#mock.steps(plan, "network.scenario"), 1)
        check.same(#mock.steps(plan, "reach"), 1)
    end },
    { "variants tell the changes in words", function()
        local library = mock.project()
        local y25 = library.now:with { "2025", year = 2025, library.jt.open { library.roads, ids = { "KLJ" } },
            library.jt.open { library.metro, ids = { "M13", 7 }, headway = "6 min" } }
        y25:with { "2035", year = 2035, library.jt.speed { library.roads, ids = { "KLJ" }, speed = "80 km/h" } }
        local variants = mock.plan(library).variants
        check.same(variants[1], { name = "现状", year = 2020, changes = {} })
        check.same({ variants[2].changes[1].zh, variants[2].changes[2].en, variants[3].changes[1].en },
            { "开通 roads KLJ", "opens metro M13, 7 (headway 6 min)", "changes the speed of roads KLJ (80 km/h)" })
    end },
    { "a scenario without a network has none to give", function()
        local library = mock.new()
        local P = library.jt.project { api = 1, name = "n", crs = "EPSG:4544" }
        local seats = P:layer { "seats.csv" }
        library.line(9)
        P:baseline { "现状", year = 2020 }
        library.line(10)
        P:score { "reach", nodes = seats, demand = seats }
        library.jt.finish(P)
        check.same(library.errors.list, { { id = "script.scenario.no_network", args = { "现状" }, where = "plan.lua:9" } })
    end },
    { "with prepare each scenario's network comes with its hierarchy", function()
        local library = mock.new()
        local P = library.jt.project { api = 1, name = "n", crs = "EPSG:4544" }
        local roads, seats = P:layer { "roads.shp", role = "roads" }, P:layer { "seats.csv" }
        local now = P:baseline { "现状", year = 2020, network = { roads, snap = "20 m", prepare = true } }
        now:with { "2025", year = 2025 }
        P:score { "reach", nodes = seats, demand = seats }
        local plan = mock.plan { jt = library.jt, P = P, errors = library.errors }
        check.same(mock.steps(plan, "network.build")[1].params, { snap = "20 m" })
        check.same(#mock.steps(plan, "network.prepare"), 2)
        for _, step in ipairs(mock.steps(plan, "reach")) do
            local prepare = plan.steps[step.inputs.network[1].step + 1]
            check.same(prepare.op, "network.prepare")
            local scenario = plan.steps[prepare.inputs.network[1].step + 1]
            check.same(scenario.op, "network.scenario")
            check.same(plan.steps[scenario.inputs.network[1].step + 1].op, "network.order")
        end
    end },
    { "prepare names what each scenario's network brings", function()
        for word, wanted in pairs { contraction = { 0, 2 }, customizable = { 1, 0 } } do
            local library = mock.new()
            local P = library.jt.project { api = 1, name = "n", crs = "EPSG:4544" }
            local roads, seats = P:layer { "roads.shp", role = "roads" }, P:layer { "seats.csv" }
            local now = P:baseline { "现状", year = 2020, network = { roads, prepare = word } }
            now:with { "2025", year = 2025 }
            P:score { "reach", nodes = seats, demand = seats }
            local plan = mock.plan { jt = library.jt, P = P, errors = library.errors }
            check.same({ #mock.steps(plan, "network.order"), #mock.steps(plan, "network.prepare") }, wanted)
            for _, step in ipairs(mock.steps(plan, "network.order")) do
                check.same(step.params, { always = true })
            end
        end
    end },
    { "prepare is true, false or a word", function()
        local library = mock.new()
        local P = library.jt.project { api = 1, name = "n", crs = "EPSG:4544" }
        local roads = P:layer { "roads.shp", role = "roads" }
        library.line(7)
        P:baseline { "现状", year = 2020, network = { roads, prepare = "yes" } }
        check.same(library.errors.list, { { id = "script.network.prepare", args = { "yes" }, where = "plan.lua:7" } })
    end },
}
