local check = require "check"
local mock = require "mock"

return {
    { "equal steps are one, whatever their labels; the index counts from 0", function()
        mock.new()
        local emit = require("jiangtian.node").emitter()
        local first = emit:add { op = "a", params = { x = 1, y = { 2 } }, inputs = {}, label = "one", where = "plan.lua:1" }
        local other = emit:add { op = "a", params = { x = 2, y = { 2 } }, inputs = {} }
        local again = emit:add { op = "a", params = { y = { 2 }, x = 1 }, inputs = {}, label = "two", where = "plan.lua:2" }
        check.same({ first, other, again }, { 0, 1, 0 })
        check.same(emit.steps[1], { op = "a", params = { x = 1, y = { 2 } }, inputs = {}, label = "one", scenario = "",
            where = "plan.lua:1" })
        check.same(emit.steps[2].label, "a")
    end },
    { "steps with other inputs differ, outputs of one step do not", function()
        mock.new()
        local emit = require("jiangtian.node").emitter()
        local a = emit:ref({ op = "a", params = {}, inputs = {} }, "x")
        local b = emit:ref({ op = "a", params = {}, inputs = {} }, "y")
        check.same({ a, b }, { { step = 0, output = "x" }, { step = 0, output = "y" } })
        check.same(emit:add { op = "b", params = {}, inputs = { p = { a } } }, 1)
        check.same(emit:add { op = "b", params = {}, inputs = { p = { b } } }, 2)
        check.same(emit:add { op = "b", params = {}, inputs = { p = { a, b } } }, 3)
        check.same(emit:add { op = "b", params = {}, inputs = { q = { a } } }, 4)
    end },
    { "a layer is read once, however many use it, and filters keep their order", function()
        local library = mock.project()
        local big = library.parks:where(library.parks.land:gt(1))
        library.P:score { "reach", nodes = big, demand = { library.seats, library.parks }, as = "a" }
        library.P:score { "reach", nodes = big, demand = library.seats, as = "b" }
        local plan = mock.plan(library)
        local read = {}
        for i, step in ipairs(mock.steps(plan, "source.read")) do
            read[i] = step.label
        end
        table.sort(read)
        check.same(read, { "metro", "parks", "roads", "seats" })
        check.same(#mock.steps(plan, "layer.where"), 1)
        check.same(mock.steps(plan, "layer.where")[1].params,
            { where = { op = "gt", args = { { col = "land" }, { num = 1 } } } })
        check.same(#mock.steps(plan, "reach"), 2)
    end },
    { "inputs point to earlier steps", function()
        local library = mock.project()
        library.now:with { "2025", year = 2025, library.jt.open { library.roads, ids = { "KLJ" } } }
        library.P:score { "reach", nodes = library.parks, demand = library.seats }
        for i, step in ipairs(mock.plan(library).steps) do
            for _, refs in pairs(step.inputs) do
                for _, ref in ipairs(refs) do
                    assert(ref.step < i - 1, step.label)
                end
            end
        end
    end },
    { "the same file gives the same steps in the same order", function()
        local function once()
            local library = mock.project()
            local y = library.now:with { "y", year = 2030, library.jt.open { library.metro, ids = { "M1", "M2" } } }
            local reach = library.P:score { "reach", nodes = library.parks, demand = library.seats, cutoff = 5 }
            library.P:compare { library.now, y, of = { reach.coverage } }
            library.P:map { "A3横", title = "t", frames = { library.now, y }, layers = { reach, library.roads } }
            library.P:report { "r", tables = { a = reach, b = reach, reach } }
            return check.show(mock.plan(library))
        end
        local first = once()
        for _ = 1, 5 do
            check.same(once(), first)
        end
    end },
    { "P:apply makes one more layer, which scores and scenarios take", function()
        local library = mock.project()
        local points = library.P:apply { "layer.sample_points", layer = library.roads, count = 3, seed = library.P.seed,
            as = "起点", role = "demand" }
        library.P:score { "reach", nodes = points:where(points.id:eq "S1"), demand = points }
        local plan = mock.plan(library)
        local applied = mock.steps(plan, "layer.sample_points")
        check.same(#applied, 1)
        check.same(applied[1].params, { count = 3, seed = 7 })
        check.same(plan.steps[applied[1].inputs.layer[1].step + 1].label, "roads")
        check.same(mock.steps(plan, "reach")[1].inputs.demand, { { step = applied[1].at, output = "" } })
    end },
    { "P:apply knows the columns that an output keeps", function()
        local library = mock.project()
        local joined = library.P:apply { "vector.spatial_join", layer = library.parks, from = library.roads,
            columns = { "id", "class" }, as = "连接" }
        library.P:score { "reach", demand = library.seats,
            nodes = joined:where(joined.land:gt(1) & joined.id_from:eq "G5" & joined.class:eq "高速" & joined.count:gt(0)) }
        mock.plan(library)
        check.same(#library.errors.list, 0)
        local _ = joined.year_open_from -- of a column that is not joined
        check.same(#library.errors.list, 1)
    end },
    { "P:table reads what a port for tables takes, and table.join its columns", function()
        local library = mock.project()
        local book = library.P:table { "yearbook.xlsx", header_row = 3, dictionary = "d.csv" }
        local joined = library.P:apply { "table.join", layer = library.parks, table = book, on = "name", to = "dq", as = "年鉴" }
        library.P:score { "reach", demand = library.seats, nodes = joined:where(joined["人口"]:gt(1) & joined.id_table:eq "x") }
        local named = library.P:apply { "table.join", layer = library.parks, table = book, on = "name", to = "dq",
            keep = { "rk" }, prefix = "y_" }
        local _ = named.y_rk
        check.same(#library.errors.list, 0)
        local _, _, _ = joined.dq, named.y_dq, named.id_table -- the key, and what is not kept
        check.same(#library.errors.list, 3)
    end },
    { "what P:apply makes besides the layer goes into the GeoPackage", function()
        local library = mock.project()
        local book = library.P:table { "yearbook.xlsx" }
        library.P:apply { "table.join", layer = library.parks, table = book, on = "name", to = "dq", as = "年鉴" }
        local plan = mock.plan(library)
        local found
        for _, step in ipairs(plan.steps) do
            if step.op == "source.gpkg" then
                found = step.params.logs
            elseif step.op == "source.read_table" then
                check.same(step.params, { path = "data/yearbook.xlsx" })
            end
        end
        check.same(found, { "_unmatched_年鉴" })
    end },
    { "a column is found by its title where no field has that name", function()
        local library = mock.project()
        local layer = library.P:layer { "yearbook.csv" }
        check.same(layer["人口"].tree, { col = "rk" })
        check.same(layer.people.tree, { col = "rk" })
    end },
    { "P:table wants a path", function()
        local library = mock.project()
        library.P:table {}
        library.P:table { "none.csv" }
        check.same(mock.told(library), { "script.table.path", "no such file data/none.csv" })
    end },
}
