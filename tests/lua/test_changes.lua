-- Changes by filter, area, drawing and table: what they become in the plan.
local check = require "check"
local mock = require "mock"

local function reach(library) library.P:score { "reach", nodes = library.parks, demand = library.seats } end

local function scenario_step(plan, name)
    for _, step in ipairs(mock.steps(plan, "network.scenario")) do
        if step.scenario == name then
            return step
        end
    end
end

local function labels(plan, refs)
    local out = {}
    for i, ref in ipairs(refs or {}) do
        out[i] = plan.steps[ref.step + 1].label
    end
    return out
end

return {
    { "filters and areas become entries with numbers of layers", function()
        local library = mock.project()
        local jt, roads = library.jt, library.roads
        library.now:with { "a", year = 2025, period = "早高峰",
            jt.close { roads, where = roads.class:eq "支路" },
            jt.factor { roads, within = { { 0, 0 }, { 9, 0 }, { 9, 9 } }, factor = 0.6, period = "早高峰" },
            jt.upgrade { roads:where(roads.class:eq "次干路"), class = "快速路" },
            jt.headway { library.metro, ids = { "M1" }, headway = "4 min" } }
        reach(library)
        local plan = mock.plan(library)
        local step = scenario_step(plan, "a")
        check.same(step.params.changes, {
            { action = "close", scenario = "a", by = "jt.close #1", layer = 1, select = 1 },
            { action = "factor", scenario = "a", by = "jt.factor #2", layer = 1, area = 1, value = 0.6, period = "早高峰" },
            { action = "upgrade", scenario = "a", by = "jt.upgrade #3", layer = 1, select = 2, class = "快速路" },
            { action = "headway", scenario = "a", by = "jt.headway #4", layer = "transit", ids = { "M1" }, value = "4 min" },
        })
        check.same({ step.params.period, step.params.chain, step.params.open }, { "早高峰", { "现状", "a" } })
        check.same(labels(plan, step.inputs.selections), { "layer.where roads", "layer.where roads" })
        check.same(labels(plan, step.inputs.areas), { "network.drawn within" })
        check.same(labels(plan, step.inputs.checked), { "network.check_changes" })
    end },
    { "a scenario inherits changes and the period; all are checked in one step", function()
        local library = mock.project()
        local jt, roads = library.jt, library.roads
        local a = library.now:with { "a", year = 2025, period = "晚高峰", jt.close { roads, all = true } }
        a:with { "b", year = 2030, jt.open { roads, ids = { "KLJ" } } }
        reach(library)
        local plan = mock.plan(library)
        local b = scenario_step(plan, "b")
        check.same({ b.params.period, b.params.changes[1].all, b.params.changes[2].scenario }, { "晚高峰", true, "b" })
        local checks = mock.steps(plan, "network.check_changes")
        check.same(#checks, 1)
        check.same({ checks[1].params.scenarios[1].name, checks[1].params.scenarios[2].name }, { "a", "b" })
        check.same(checks[1].params.scenarios[1].known, { "现状", "a", "b" })
    end },
    { "drawn links and lines join the union graph as planned and open by number and id", function()
        local library = mock.project()
        local jt = library.jt
        library.now:with { "a", year = 2025,
            jt.add { { { 0, 0 }, { 500, 0 } }, id = "N1", class = "主干路" },
            jt.add { "new.shp", crs = "EPSG:4490" },
            jt.add_line { id = "M9", stops = { { 104.1, 30.1, name = "北站" }, { 104.2, 30.2 } }, crs = "EPSG:4490", headway = 5 } }
        check.same(mock.told(library), { "no such file data/new.shp" })
        library = mock.project()
        jt = library.jt
        library.now:with { "a", year = 2025,
            jt.add { { { 0, 0 }, { 500, 0 } }, id = "N1", class = "主干路" },
            jt.add { "planned.shp" },
            jt.add_line { id = "M9", stops = { { 104.1, 30.1, name = "北站" }, { 104.2, 30.2 } }, crs = "EPSG:4490", headway = 5 } }
        reach(library)
        local plan = mock.plan(library)
        local build = mock.steps(plan, "network.build")[1]
        check.same(labels(plan, build.inputs.lines), { "roads", "layer.planned N1", "layer.planned planned" })
        check.same(labels(plan, build.inputs.transit), { "metro", "layer.planned M9" })
        check.same(build.inputs.stations, nil) -- the baseline's lines stop at their vertices
        local entries = scenario_step(plan, "a").params.changes
        check.same({ entries[1].layer, entries[1].all, entries[2].layer, entries[2].all }, { 2, true, 3, true })
        check.same({ entries[3].layer, entries[3].ids, entries[3].action }, { "transit", { "M9" }, "open" })
        local drawn = mock.steps(plan, "network.drawn")
        check.same(drawn[1].params.features, { { id = "N1", class = "主干路", xy = { { 0, 0 }, { 500, 0 } } } })
        check.same({ drawn[2].params.crs, drawn[2].params.to, drawn[2].params.features[1].headway }, { "EPSG:4490", "EPSG:4544", 5 })
    end },
    { "tables of changes are ports, with the scenario that brings them", function()
        local library = mock.project()
        local rows = library.P:layer { "planned.shp" }
        local a = library.now:with { "a", year = 2025, library.jt.changes { rows, areas = library.parks } }
        a:with { "b", year = 2030 }
        reach(library)
        local plan = mock.plan(library)
        local b = scenario_step(plan, "b")
        check.same(b.params.tables, { { table = 1, scenario = "a", areas = 1 } })
        check.same(labels(plan, b.inputs.changes), { "planned" })
    end },
    { "a layer that the network does not have is told", function()
        local library = mock.project()
        local other = library.P:layer { "planned.shp", role = "roads" }
        library.now:with { "a", year = 2025, library.jt.reverse { other, ids = { "x" } } }
        reach(library)
        library.jt.finish(library.P)
        check.same(mock.told(library), { "script.change.outside jt.reverse planned" })
    end },
    { "outputs are compared with the first scenario, columns too where asked", function()
        local library = mock.project()
        local y25 = library.now:with { "2025", year = 2025, library.jt.close { library.roads, ids = { "KLJ" } } }
        local score = library.P:score { "reach", nodes = library.parks, demand = library.seats }
        library.P:compare { library.now, y25, of = { score.rings, score.coverage }, changes = true, keys = { "cutoff_min" } }
        local plan = mock.plan(library)
        local area = mock.steps(plan, "network.difference_area")[1]
        check.same(area.params, { keys = { "cutoff_min" } })
        check.same({ labels(plan, area.inputs.before)[1], labels(plan, area.inputs.after)[1] }, { "reach @ 现状", "reach @ 2025" })
        check.same(area.inputs.before[1].output, "rings")
        check.same(mock.steps(plan, "network.difference_table")[1].params, { column = "coverage" })
        local names = mock.steps(plan, "source.csv")[1].params.names
        check.same({ names[#names - 1], names[#names] }, { "compare1_reach_rings_2025", "compare1_reach_coverage_2025_changes" })
    end },
}
