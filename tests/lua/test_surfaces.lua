local check = require "check"
local mock = require "mock"

local function sample()
    local library = mock.project()
    library.y25 = library.now:with { "2025", year = 2025, library.jt.open { library.roads, ids = { "KLJ" } } }
    library.dem = library.P:surface { "dem.tif" }
    library.slope = library.P:apply { "surface.slope", heights = library.dem, as = "坡度" }
    library.cost = library.P:score { "surface.cost", as = "时耗", friction = library.slope, nodes = library.parks }
    return library
end

local function labels(plan, refs)
    local out = {}
    for i, ref in ipairs(refs or {}) do
        out[i] = plan.steps[ref.step + 1].label
    end
    return out
end

return {
    { "surfaces and layers of a sheet go to ports of their own, in their place from the bottom up", function()
        local library = sample()
        library.P:map { "A3横", title = "图", of = library.y25, extent = library.dem, layers = { library.dem, library.roads,
            library.slope:graduated { breaks = { 3, 8 }, ramp = "grades", opacity = 0.6 } } }
        local plan = mock.plan(library)
        local step = mock.steps(plan, "map.sheet")[1]
        check.same(labels(plan, step.inputs.layers), { "roads @ 2025" })
        check.same(labels(plan, step.inputs.surfaces), { "surface.read dem.tif", "坡度", "surface.read dem.tif" })
        local spec = step.params.spec
        check.same(spec.frames[1].layers, { { surface = 0, style = { title = "dem" } }, { port = 0, style = { role = "roads" } },
            { surface = 1, style = { kind = "graduated", title = "坡度", breaks = { 3, 8 }, ramp = "grades", opacity = 0.6 } } })
        check.same({ spec.extent, spec.crs }, { { surface = 2 }, "EPSG:4544" })
    end },
    { "a sheet without surfaces is asked for as before", function()
        local library = sample()
        library.P:map { "A3横", title = "图", of = library.y25, layers = { library.roads } }
        local step = mock.steps(mock.plan(library), "map.sheet")[1]
        check.same({ step.inputs.surfaces == nil, step.params.spec.crs == nil }, { true, true })
    end },
    { "the surface of a score is that of the scenario of each sheet", function()
        local library = sample()
        library.P:map { "A3横", title = "图", each = { library.now, library.y25 },
            layers = { library.cost.surface:continuous { unit = "min" }, library.cost, library.cost.surface:at(library.now):shade {} } }
        local plan = mock.plan(library)
        local found = {}
        for i, step in ipairs(mock.steps(plan, "map.sheet")) do
            found[i] = labels(plan, step.inputs.surfaces)
        end
        check.same(found, { { "时耗 @ 现状", "时耗 @ 现状", "时耗 @ 现状" }, { "时耗 @ 2025", "时耗 @ 2025", "时耗 @ 现状" } })
        local drawn = mock.steps(plan, "map.sheet")[1].params.spec.frames[1].layers
        check.same({ drawn[1].style, drawn[2].style, drawn[3].style }, { { kind = "continuous", unit = "min", title = "时耗" },
            { title = "时耗" }, { kind = "shade", title = "时耗" } })
    end },
    { "what is wrong with the drawing of a surface is told", function()
        local library = sample()
        local layers = { library.slope:grade { breaks = { 3 } }, library.slope:graduated(3), library.roads.class:continuous {} }
        library.P:map { "A3横", title = "图", of = library.y25, layers = layers }
        library.P:export { "坡度.dxf", layer = library.slope:categories {}, of = library.y25 }
        local told = mock.told(library)
        check.same({ told[1]:sub(1, 27), told[2] }, { "script.surface.method grade", "script.call surface:graduated number" })
        check.same(told[#told], "script.export.layer styled layer")
    end },
    { "the charts of a report are of value functions, the scores' of one scenario", function()
        local library = sample()
        local near = library.P:score { "score.value", as = "近", data = library.parks, column = "minutes",
            ["function"] = { kind = "linear", from = { 60, 0 } } }
        local flat = library.P:apply { "surface.value", surface = library.slope, as = "平", ["function"] = { kind = "ranges" } }
        library.P:report { "报告", charts = { of = library.now, near, { flat, title = "坡/度", unit = "°" } } }
        local plan = mock.plan(library)
        local charts, report = mock.steps(plan, "report.value_chart"), mock.steps(plan, "report.document")[1]
        check.same(charts[1].params, { file = "近（现状）", ["function"] = { kind = "linear", from = { 60, 0 } }, column = "minutes",
            title = "近（现状）", lang = "zh" })
        check.same(charts[2].params, { file = "坡_度", ["function"] = { kind = "ranges" }, title = "坡/度", axis = "坡/度", unit = "°",
            lang = "zh" })
        check.same(labels(plan, charts[2].inputs.surface), { "坡度" })
        check.same(report.params.figures, {
            { file = "charts/近（现状）", caption = "价值函数：近（现状）", role = "result", chapter = "价值函数" },
            { file = "charts/坡_度", caption = "价值函数：坡/度", role = "result", chapter = "价值函数" } })
        check.same(#report.inputs.files, 2)
        library = sample()
        near = library.P:score { "score.value", as = "近", data = library.parks, column = "minutes", ["function"] = { kind = "linear" } }
        library.P:report { "报告", charts = { library.slope, library.cost, { near, colour = 3 } } }
        check.same(mock.told(library), { "script.report.chart surface", "script.report.chart score",
            "script.key colour [title axis unit bins] charts" })
    end },
}
