local check = require "check"
local mock = require "mock"

-- Two scenarios, a score and a map; `layers` gives what the map draws.
local function sample(layers)
    local library = mock.project()
    library.y25 = library.now:with { "2025", year = 2025 }
    library.reach = library.P:score { "reach", nodes = library.parks, demand = library.seats }
    if layers then
        library.P:map { "A3横", title = "图", of = library.y25, layers = layers(library) }
    end
    return library
end

-- The styles of results.gpkg for one layer, as name = style.
local function styles_of(plan, layer)
    local out = {}
    for _, entry in ipairs(mock.steps(plan, "source.gpkg")[1].params.styles or {}) do
        if entry.layer == layer then
            out[#out + 1] = { entry.name, entry.style, entry.optional }
        end
    end
    return out
end

return {
    { "layers and scores are stored with the styles that maps give them", function()
        local plan = mock.plan(sample(function(library)
            return { library.parks:style { symbol = { fill = "#ff0000" } },
                library.reach.coverage:graduated { method = "manual", breaks = { 1 } }, library.reach.rings:bands { 15, 30 } }
        end))
        check.same(styles_of(plan, "parks"), { { "图", { role = "parks", symbol = { fill = "#ff0000" } } } })
        local graduated = { { "图", { breaks = { 1 }, field = "coverage", kind = "graduated", method = "manual" } } }
        check.same(styles_of(plan, "reach_现状"), graduated)
        check.same(styles_of(plan, "reach_2025"), graduated)
        check.same(styles_of(plan, "reach_rings_2025"),
            { { "图", { cutoffs = { 15, 30 }, kind = "bands", role = "isochrones" } } })
    end },
    { "a layer that no map draws has the style of its role", function()
        local plan = mock.plan(sample(function(library) return { library.roads } end))
        check.same(styles_of(plan, "seats"), { { "demand", { role = "demand" }, true } })
        check.same(styles_of(plan, "roads"), { { "图", { role = "roads" } } })
        check.same(styles_of(plan, "reach_2025"), {})
    end },
    { "of a layer with conditions the whole one has the style, unless it is drawn itself or lacks the column", function()
        local plan = mock.plan(sample(function(library)
            local parks = library.parks
            return { parks:where(parks.land:ge(1)):style { symbol = { fill = "#00ff00" } } }
        end))
        check.same(styles_of(plan, "parks"), { { "图", { role = "parks", symbol = { fill = "#00ff00" } } } })
        plan = mock.plan(sample(function(library)
            local parks = library.parks:with("twice", library.parks.land)
            return { parks.twice:graduated { breaks = { 1 } } }
        end))
        check.same(styles_of(plan, "parks"), { { "parks", { role = "parks" }, true } })
    end },
    { "each style is stored once, under names that differ", function()
        local library = sample(function(library) return { library.roads, library.roads, library.roads:style { opacity = 0.5 } } end)
        library.P:map { "A3横", title = "另一图", of = library.now, layers = { library.parks }, inset = { library.roads } }
        local list = styles_of(mock.plan(library), "roads")
        check.same(list, { { "图", { role = "roads" } }, { "图 2", { opacity = 0.5, role = "roads" } } })
    end },
    { "an export is a step of its own, of a layer or of a score in a scenario", function()
        local library = sample()
        library.P:export { "cad/道路.dxf", layer = library.roads, class = library.roads.class, label = "id", label_height = 5 }
        library.P:export { "覆盖率.DXF", layer = library.reach.coverage:graduated { breaks = { 1 } }, of = library.y25 }
        local plan = mock.plan(library)
        local steps = mock.steps(plan, "source.dxf")
        check.same(steps[1].params, { file = "cad/道路.dxf", class = "class", label = "id", label_height = 5, lang = "zh" })
        check.same(plan.steps[steps[1].inputs.layer[1].step + 1].label, "roads")
        check.same(steps[2].params.style, { breaks = { 1 }, field = "coverage", kind = "graduated" })
        check.same(plan.steps[steps[2].inputs.layer[1].step + 1].label, "reach @ 2025")
    end },
    { "what is wrong with an export is told", function()
        local library = sample()
        library.P:export { "a.dwg", layer = library.roads }
        library.P:export { "a.dxf", layer = library.roads, class = "clas" }
        library.P:export { "a.dxf", layer = library.reach }
        library.P:export { "a.dxf", layer = library.roads, of = 2025 }
        library.P:export { "a.dxf", layer = 3 }
        library.P:export { "a.dxf", layer = library.roads, clas = "class" }
        local told = mock.told(library)
        check.same({ told[1], told[2], told[3], told[4], told[5] }, { "script.export.file a.dwg",
            "script.layer.no_field clas [id class year_open] roads", "script.export.of", "script.export.scenario number",
            "script.export.layer number" })
        check.same(#told, 6)
    end },
}
