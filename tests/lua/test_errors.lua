local check = require "check"
local mock = require "mock"

return {
    { "an error is listed with its place, and the same twice counts once", function()
        local library = mock.new()
        library.line(3)
        library.errors.report("some.id", 1, nil, "x")
        library.errors.report("some.id", 1, nil, "x")
        library.line(4)
        library.errors.report("some.id", 1, nil, "x")
        check.same(library.errors.list, {
            { id = "some.id", args = { "1", "nil", "x" }, where = "plan.lua:3" },
            { id = "some.id", args = { "1", "nil", "x" }, where = "plan.lua:4" },
        })
    end },
    { "try lists what the host refuses and lets other errors through", function()
        local library = mock.new()
        check.same({ library.errors.try(function(a, b) return a, nil, b end, 1, 2) }, { true, 1, nil, 2 })
        check.same({ library.errors.try(library.host.operator, "none") }, { false })
        check.same(mock.told(library), { "unknown operator none" })
        local ok, message = pcall(library.errors.try, function() error("a bug", 0) end)
        check.same({ ok, message }, { false, "a bug" })
        check.same(#library.errors.list, 1)
    end },
    { "a poisoned value takes everything and ends every loop", function()
        local library = mock.new()
        local bad = library.errors.poisoned()
        for _, value in ipairs { bad.x, bad.x.y, bad(), bad.f(1, 2), bad:method {}, bad + 1, 1 - bad, bad * bad, bad / 2, bad % 2,
            bad // 2, -bad, bad & bad, bad | 1, ~bad, bad ~ 1, bad .. "x", bad ^ 2 } do
            assert(library.errors.is_poisoned(value))
        end
        check.same(bad[1], nil)
        for _ in ipairs(bad) do
            error "ipairs must end at once"
        end
        check.same({ bad < bad, bad <= bad, #bad }, { false, false, 0 })
        check.same({ library.errors.is_poisoned {}, library.errors.is_poisoned(nil) }, { false, false })
    end },
    { "check_keys lists unknown names and items that are too many", function()
        local library = mock.new()
        library.errors.check_keys({ "a", "b", year = 1, yaer = 2 }, "P:x", { "year" }, 1)
        check.same(mock.told(library), { "script.item P:x 2", "script.key yaer [year] P:x" })
    end },
    { "is_table takes plain tables alone, and says nothing of poison", function()
        local library = mock.new()
        check.same(library.errors.is_table({}, "x"), true)
        check.same(library.errors.is_table(library.errors.poisoned(), "x"), false)
        check.same(library.errors.list, {})
        check.same(library.errors.is_table(setmetatable({}, { __name = "layer" }), "x"), false)
        check.same(mock.told(library), { "script.call x layer" })
    end },
    { "misspelt names of the library are told", function()
        local library = mock.project()
        library.jt.opne { library.roads }
        library.P:scoer {}
        check.same(mock.told(library), {
            "script.jt.name opne [add add_line ahp changes close combined criteria decay factor find group_ahp headway " ..
                "oneway open param project retime reverse run_time skip speed swing twoway upgrade value weights] ",
            "script.project.method scoer [apply baseline compare export layer map report score suitability surface table] ",
        })
    end },
    { "a plan with errors is empty, and what is no project gives nothing", function()
        local library = mock.project()
        library.jt.opne()
        check.same(library.jt.finish(library.P), {})
        check.same(library.jt.finish {}, nil)
        check.same(library.jt.finish(), nil)
    end },
    { "jt.param gives what the command line says, else the default", function()
        local library = mock.new { params = { city = "简阳", count = "5", bad = "x" } }
        check.same(library.jt.param("city", { default = "x" }), "简阳")
        check.same(library.jt.param("count", { default = 1 }), 5)
        check.same(library.jt.param("other", { default = 1 }), 1)
        check.same(library.errors.list, {})
        check.same(library.jt.param("bad", { default = 1 }), 1)
        assert(library.errors.is_poisoned(library.jt.param("none", { en = "the city" })))
        check.same(mock.told(library), { "script.param.number bad x", "script.param.missing none the city" })
    end },
    { "jt.find takes the one shapefile of a folder that fits, else the path as it is", function()
        local library = mock.new { files = { one = { "readme.txt", "roads.shp" }, two = { "parks.shp", "roads.SHP" }, none = {} } }
        check.same(library.jt.find("one", "roads"), "one/roads.shp")
        check.same(library.jt.find("two", "roads"), "two")
        check.same(library.jt.find("none", "roads"), "none")
        check.same(library.jt.find("a/roads.shp", "roads"), "a/roads.shp")
        check.same(library.errors.list, {})
    end },
}
