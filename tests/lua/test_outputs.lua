local check = require "check"
local mock = require "mock"

-- Two scenarios and a score.
local function sample()
    local library = mock.project()
    library.y25 = library.now:with { "2025", year = 2025, library.jt.open { library.roads, ids = { "KLJ" } } }
    library.reach = library.P:score { "reach", nodes = library.parks, demand = library.seats }
    return library
end

-- The labels of the steps behind references.
local function labels(plan, refs)
    local out = {}
    for i, ref in ipairs(refs) do
        out[i] = plan.steps[ref.step + 1].label .. (ref.output ~= "" and " " .. ref.output or "")
    end
    return out
end

return {
    { "the results hold every layer and table of every score and scenario, and the input layers", function()
        local plan = mock.plan(sample())
        local gpkg = mock.steps(plan, "source.gpkg")[1]
        check.same({ layers = gpkg.params.layers, tables = gpkg.params.tables }, {
            layers = { "roads", "metro", "parks", "seats", "reach_现状", "reach_rings_现状", "reach_2025", "reach_rings_2025" },
            tables = { "reach_times_现状", "reach_times_2025", "network_changes_2025" },
        })
        check.same(labels(plan, gpkg.inputs.tables),
            { "reach @ 现状 times", "reach @ 2025 times", "network.scenario @ 2025 touched" })
        local csv = mock.steps(plan, "source.csv")[1]
        check.same(csv.params.names, { "reach_现状", "reach_rings_现状", "reach_times_现状", "reach_2025", "reach_rings_2025",
            "reach_times_2025", "network_changes_2025" })
        check.same(#csv.inputs.tables, 7)
        local xlsx = mock.steps(plan, "report.xlsx")[1]
        check.same({ #xlsx.params.tables, xlsx.params.tables[1], xlsx.params.title }, { 7, { name = "reach_现状" }, "样例" })
    end },
    { "a plan without scores writes its layers and no tables", function()
        local plan = mock.plan(mock.project())
        local gpkg = mock.steps(plan, "source.gpkg")[1].params
        check.same({ gpkg.layers, gpkg.tables }, { { "roads", "metro", "parks", "seats" }, {} })
        check.same(#plan.steps, 5)
    end },
    { "what reading mended goes into the results where the policy may mend", function()
        local library = mock.project()
        library.P:layer { "parks.shp", repair = "repair" }
        library.P:layer { "seats.csv", fix = true, contract = "own.json" }
        library.P:layer { "roads.shp", repair = "skip", contract = "STBHHX" }
        local plan = mock.plan(library)
        local gpkg = mock.steps(plan, "source.gpkg")[1]
        check.same(gpkg.params.logs, { "_repairs_parks_2", "_repairs_seats_2", "_fixes_seats_2" })
        check.same(labels(plan, gpkg.inputs.logs), { "parks repairs", "seats repairs", "seats fixes" })
        local contracts = {}
        for i, step in ipairs(mock.steps(plan, "source.read")) do
            contracts[i] = step.params.contract or ""
        end
        check.same(contracts, { "", "", "", "", "", "data/own.json", "STBHHX" })
        library.P:layer { "parks.shp", fix = true, repair = "strict" }
        check.same(mock.told(library), { "script.layer.fix strict" })
    end },
    { "scores have names of their own", function()
        local library = sample()
        library.P:score { "reach", nodes = library.parks, demand = library.seats, cutoff = 5 }
        library.P:score { "reach", nodes = library.parks, demand = library.seats, cutoff = 6, as = "far" }
        local names = mock.steps(mock.plan(library), "source.csv")[1].params.names
        check.same({ names[1], names[7], names[13] }, { "reach_现状", "reach_2_现状", "far_现状" })
        library.P:score { "reach", nodes = library.parks, demand = library.seats, as = "far" }
        check.same(mock.told(library), { "script.score.twice far" })
    end },
    { "outputs and columns of a score go into the ports of another", function()
        local library = sample()
        library.P:score { "reach", nodes = library.reach, demand = library.reach.rings, access = library.reach.coverage,
            slope = library.P:surface { "dem.tif", derive = "slope" }, as = "second" }
        local plan = mock.plan(library)
        for _, step in ipairs(mock.steps(plan, "reach")) do
            if step.label == "second @ 2025" then
                check.same(labels(plan, step.inputs.nodes), { "reach @ 2025" })
                check.same(labels(plan, step.inputs.demand), { "reach @ 2025 rings" })
                check.same(labels(plan, step.inputs.access), { "reach.coverage @ 2025" })
                check.same(labels(plan, step.inputs.slope), { "surface.slope dem.tif" })
                check.same(labels(plan, step.inputs.network), { "network.scenario @ 2025" })
                return
            end
        end
        error "no second @ 2025"
    end },
    { "a comparison is one table for each column", function()
        local library = sample()
        library.P:compare { library.now, library.y25, of = { library.reach.coverage, library.reach.id }, name = "cmp" }
        local plan = mock.plan(library)
        local steps = mock.steps(plan, "scenario.compare")
        check.same(#steps, 2)
        check.same(steps[1].params, { names = { "现状", "2025" }, column = "coverage", labels = { "name" } })
        check.same(labels(plan, steps[1].inputs.tables), { "reach @ 现状", "reach @ 2025" })
        local names = mock.steps(plan, "source.csv")[1].params.names
        check.same({ names[#names - 1], names[#names] }, { "cmp_reach_coverage", "cmp_reach_id" })
    end },
    { "each gives a sheet for each scenario, frames one for all", function()
        local library = sample()
        library.P:map { "A3横", title = "图", each = { library.now, library.y25 }, layers = { library.roads } }
        library.P:map { "A3横", title = "并/排", frames = { library.now, library.y25 }, layers = { library.reach.rings:bands { 30, 60 } },
            dpi = 100 }
        library.P:map { "A3横", title = "单", of = library.y25, layers = { library.parks }, subtitle = "s" }
        local plan = mock.plan(library)
        local files, ports, frames = {}, {}, {}
        for i, step in ipairs(mock.steps(plan, "map.sheet")) do
            files[i], ports[i] = step.params.spec.file, labels(plan, step.inputs.layers)
            frames[i] = #step.params.spec.frames
        end
        check.same(files, { "01_图_现状", "02_图_2025", "03_并_排", "04_单" })
        check.same(frames, { 1, 1, 2, 1 })
        check.same(ports, { { "roads @ 现状" }, { "roads @ 2025" }, { "reach @ 现状 rings", "reach @ 2025 rings" },
            { "parks @ 2025" } })
        local spec = mock.steps(plan, "map.sheet")[3].params.spec
        check.same(spec.frames[2], { title = "2025", layers = { { port = 1, style = { role = "isochrones", kind = "bands",
            cutoffs = { 30, 60 } } } } })
        check.same({ spec.frames[1].title, spec.dpi, spec.title, spec.scenario }, { "现状 2020", 100, "并/排", { name = "样例" } })
        check.same(mock.steps(plan, "map.sheet")[4].params.spec.scenario, { name = "2025", year = 2025 })
    end },
    { "inset and extent are further ports of the sheet", function()
        local library = sample()
        library.P:map { "A3横", title = "t", of = library.now, layers = { library.roads }, inset = { library.seats },
            extent = library.parks }
        local step = mock.steps(mock.plan(library), "map.sheet")[1]
        check.same({ step.params.spec.frames[1].layers[1].port, step.params.spec.inset.layers[1].port, step.params.spec.extent },
            { 0, 1, { layer = 2 } })
        check.same(#step.inputs.layers, 3)
    end },
    { "the extent may be a score, of the last scenario for every sheet, or a box", function()
        local library = sample()
        library.P:map { "A3横", title = "t", each = { library.now, library.y25 }, layers = { library.roads },
            extent = library.reach.rings }
        library.P:map { "A3横", title = "u", of = library.now, layers = { library.roads }, extent = { box = { 0, 1, 2, 3 } } }
        local plan = mock.plan(library)
        local ports, extents = {}, {}
        for i, step in ipairs(mock.steps(plan, "map.sheet")) do
            ports[i], extents[i] = labels(plan, step.inputs.layers), step.params.spec.extent
        end
        check.same(ports, { { "roads @ 现状", "reach @ 2025 rings" }, { "roads @ 2025", "reach @ 2025 rings" }, { "roads @ 现状" } })
        check.same(extents, { { layer = 1 }, { layer = 1 }, { box = { 0, 1, 2, 3 } } })
    end },
    { "styles keep their options, and a source is drawn by its role", function()
        local library = sample()
        local reach, parks = library.reach, library.parks
        library.P:map { "A3横", title = "t", of = library.now, layers = { parks, library.roads:style { width = 2 },
            reach.coverage:graduated { method = "manual", breaks = { 20 } }, reach.coverage, reach,
            parks.name:categories { classes = {} }, parks:style { role = "zones" } } }
        local styles = {}
        for i, layer in ipairs(mock.steps(mock.plan(library), "map.sheet")[1].params.spec.frames[1].layers) do
            styles[i] = layer.style
        end
        check.same(styles, { { role = "parks" }, { role = "roads", width = 2 },
            { kind = "graduated", field = "coverage", method = "manual", breaks = { 20 } },
            { kind = "graduated", field = "coverage", method = "quantile" }, {},
            { kind = "categories", field = "name", classes = {} }, { role = "zones" } })
    end },
    { "the report has its tables in order, and the sheets as figures", function()
        local library = sample()
        local cmp = library.P:compare { library.now, library.y25, of = { library.reach.coverage } }
        library.P:map { "A3横", title = "图", of = library.now, layers = { library.roads } }
        library.P:report { "报告", tables = { cmp, best = library.reach, library.reach }, text = "text.md" }
        local plan = mock.plan(library)
        local step = mock.steps(plan, "report.document")[1]
        local names = {}
        for i, entry in ipairs(step.params.tables) do
            names[i] = entry.name .. " " .. entry.role
        end
        check.same(names, { "compare1.coverage compare", "reach.现状 result", "reach.2025 result", "best.现状 result",
            "best.2025 result" })
        check.same(step.params.tables[1].caption, "覆盖率")
        check.same({ step.params.title, step.params.text, step.params.lang }, { "报告", "text of text.md", "zh" })
        check.same(step.params.figures, { { file = "maps/01_图", caption = "图（现状 2020）", role = "result" } })
        check.same(labels(plan, step.inputs.files), { "map.sheet 01_图" })
        check.same(#step.inputs.tables, 5)
    end },
}
