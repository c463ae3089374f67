local check = require "check"
local mock = require "mock"

local function value(spec)
    local library = mock.new()
    local made = library.jt.value(spec)
    return made, mock.told(library)
end

return {
    { "a value function of one's own is asked from end to end, and half-way for its error", function()
        local made, told = value { function(x) return x * x end, from = { 0, 2 }, points = 3 }
        check.same(told, {})
        check.same(made, { kind = "piecewise", points = { { 0.0, 0.0 }, { 1.0, 1.0 }, { 2.0, 4.0 } }, error = 0.25 })
        made = value { function(x) return 100 - x end, from = { 0, 60 }, outside = "missing" }
        check.same({ #made.points, made.points[1000][1], made.error < 1e-9, made.outside }, { 1000, 60.0, true, "missing" })
    end },
    { "functions that are none are told with the place", function()
        local _, told = value { function(x) return x > 1 and 0 / 0 or x end, from = { 0, 2 }, points = 3 }
        check.same(#told, 1)
        check.same(told[1]:match "^script.value.number 2.0", "script.value.number 2.0")
        _, told = value { function(x) return x < 2 and x or nil end, from = { 0, 2 }, points = 2 }
        check.same(told, { "script.value.number 2.0 nil" })
        _, told = value { function() error("no", 0) end, from = { 0, 2 } }
        check.same(told, { "script.value.fails 0.0 no" })
        _, told = value { 7, from = { 0, 2 } }
        check.same(told, { "script.value.call number" })
        local function one() return 1 end
        _, told = value { one }
        check.same(told, { "script.value.from" })
        _, told = value { one, from = { 2, 0 } }
        check.same(told, { "script.value.from" })
        _, told = value { one, from = { 0, 2 }, points = 1 }
        check.same(told, { "script.value.points 10000" })
        _, told = value { function(x) return x < 1 and 0 or 100 end, from = { 0, 2 }, points = 4, tolerance = 5 }
        check.same(told, { "script.value.tolerance 50.0 5 4" })
    end },
}
