local check = require "check"
local mock = require "mock"

local linear = { kind = "linear", from = { 0, 100 } }

-- A project with a score that gives coverage, and a surface.
local function project()
    local library = mock.project()
    library.link = library.P:score { "reach", nodes = library.parks, demand = { library.seats } }
    library.dem = library.P:surface { "dem.tif" }
    return library
end

local function tree_of(library)
    return library.jt.criteria { "fit",
        { "access", weight = 0.6, { "cover", data = library.link.coverage, value = linear } },
        { "land", weight = 0.4, weights = { 0.5, 0.5 }, { "size", data = library.parks.land, value = linear, unit = "ha" },
            { "height", data = library.dem, zonal = "mean", value = linear } } }
end

return {
    { "a tree on features joins what its factors are measured by, and the scores to the layer", function()
        local library = project()
        local P, tree = library.P, tree_of(library)
        local fit = P:suitability { tree, of = library.parks, as = "fit", missing = "renormalise" }
        P:compare { library.now, library.now:with { "2025", year = 2025 }, of = { fit.score, fit.access_score } }
        local plan = mock.plan(library)
        local steps = mock.steps(plan, "score.criteria")
        check.same(#steps, 2)
        check.same(steps[1].params.missing, "renormalise")
        check.same(steps[1].params.tree, { name = "fit", factors = {
            { name = "access", weight = 0.6, factors = { { name = "cover", column = "cover_coverage", ["function"] = linear } } },
            { name = "land", weight = 0.4, weights = { 0.5, 0.5 }, factors = {
                { name = "size", column = "land", ["function"] = linear, unit = "ha" },
                { name = "height", column = "height_mean", ["function"] = linear } } } } })
        local joins = mock.steps(plan, "table.join")
        check.same(#joins, 6)
        check.same(joins[1].params, { on = "id", to = "id", keep = { "coverage" }, prefix = "cover_" })
        check.same(joins[2].params, { on = "id", to = "id", keep = { "mean" }, prefix = "height_" })
        check.same(joins[3].params.keep, { "access_score", "access_part", "cover_score", "cover_part", "land_score", "land_part",
            "size_score", "size_part", "height_score", "height_part", "score", "rank" })
        check.same(joins[3].inputs.layer[1].step, joins[2].at)
        check.same(joins[3].inputs.table[1].step, steps[1].at)
    end },
    { "a report draws the value functions of all factors of a tree", function()
        local library = project()
        local fit = library.P:suitability { tree_of(library), of = library.parks }
        library.P:report { "r", charts = { fit } }
        local steps = mock.steps(mock.plan(library), "report.value_chart")
        check.same(#steps, 3)
        check.same({ steps[2].params.column, steps[2].params.axis, steps[2].params.unit }, { "land", "size", "ha" })
        check.same(steps[2].params["function"], linear)
    end },
    { "a tree of surfaces gives a surface; one that belongs to scenarios a score", function()
        local library = project()
        local P, jt = library.P, library.jt
        local slope = P:apply { "surface.slope", heights = library.dem }
        local tree = jt.criteria { "fit", merge = "owa", orness = 0.3, weights = jt.swing { a = 100, b = 50 },
            { "a", data = library.dem, zonal = "mean", value = linear }, { "b", data = slope, value = linear } }
        local whole, part = P:suitability { tree }, P:suitability { tree, node = "a" }
        check.same({ whole.name, part.name }, { "fit", "a" })
        P:export { "fit.tif", surface = whole }
        check.same(mock.told(library), {})
        check.same(#library.P.scores, 1)
    end },
    { "weights of all kinds: by a method, from the data, from a score, two of them together", function()
        local library = project()
        local jt = library.jt
        local tree = jt.criteria { "fit", weights = jt.combined { jt.weights { a = 1, b = 0 }, "critic", alpha = 0.6 },
            { "a", data = "land", value = linear },
            { "b", weights = library.link, { "c", data = "land", value = linear }, { "d", data = "land" } } }
        check.same(tree.tree.weights, { method = "combined", alpha = 0.6, first = { method = "direct", weights = { a = 1, b = 0 } },
            second = { method = "critic" } })
        check.same(tree.nodes[2].weights, { method = "table", table = 1 })
        check.same(tree:columns(), { "a_score", "c_score", "d_score" })
        check.same(tree:uncertain { c = { relative = 0.1, common = 0.2 } }, { c_score = { raw = "land", ["function"] = linear,
            relative = 0.1, common = 0.2 } })
        tree:uncertain { cc = { relative = 0.1 } }
        check.same(mock.told(library), { "script.criteria.factor cc [a c d] " })
    end },
    { "trees that cannot be read are told by name", function()
        local library = project()
        local jt = library.jt
        jt.criteria { "fit", { "empty" } }
        jt.criteria { "fit", { "a", data = 7 } }
        jt.criteria { "fit", { data = "land" } }
        jt.criteria { "fit", { "a", data = "land", vlaue = linear } }
        jt.criteria { "fit", data = "land" }
        jt.criteria { "fit", weights = 7, { "a", data = "land" } }
        jt.criteria { "fit", { "a", data = "land", applies = 1 } }
        check.same(mock.told(library), { "script.criteria.empty empty", "script.criteria.data a number", "script.criteria.name factor",
            "script.key vlaue [weight data value unit applies zonal] jt.criteria", "script.criteria.root",
            "script.criteria.weights number", "script.criteria.applies a number" })
    end },
    { "what does not fit what the tree is evaluated on is told with the factor", function()
        local library = project()
        local P, jt = library.P, library.jt
        local rows = jt.criteria { "fit", { "a", data = "land", value = linear } }
        local cells = jt.criteria { "fit", { "a", data = library.dem, value = linear } }
        P:suitability { rows }
        P:suitability { cells, of = library.parks }
        P:suitability { rows, of = library.dem }
        P:suitability { rows, of = library.parks, node = "a" }
        P:suitability { cells, id = "code" }
        P:suitability { "fit", of = library.parks }
        P:suitability { jt.criteria { "fit", { "a", data = library.roads.class } }, of = library.parks }
        check.same(mock.told(library), { "script.criteria.cells a", "script.criteria.zonal a", "script.criteria.of surface",
            "script.criteria.rows_only node", "script.criteria.cells_only id", "script.criteria.tree string",
            "script.column.layers parks roads" })
    end },
}
