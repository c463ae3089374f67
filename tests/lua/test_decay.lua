local check = require "check"
local mock = require "mock"

local function decay(spec)
    local library = mock.new()
    local points = library.jt.decay(spec)
    return points, mock.told(library)
end

return {
    { "a decay of one's own is asked at each step and at the cutoff", function()
        local points, told = decay { function(t) return 1 - t / 2 end, cutoff = "1.2 min", step = 0.5 }
        check.same(told, {})
        check.same(points, { { 0.0, 1.0 }, { 0.5, 0.75 }, { 1.0, 0.5 }, { 1.2, 1 - 1.2 / 2 } })
        points = decay { function() return 1 end, cutoff = 60 }
        check.same({ #points, points[2][1], points[121][1] }, { 121, 0.5, 60.0 })
        points = decay { function() return 1 end, cutoff = "1 h", step = "30 s" }
        check.same({ #points, points[2][1], points[121][1] }, { 121, 0.5, 60.0 })
    end },
    { "decays that are none are told with the time", function()
        local _, told = decay { function(t) return 1 - t end, cutoff = 2 }
        check.same(told, { "script.decay.weight 1.5 -0.5" })
        _, told = decay { function(t) return t < 1 and 1 or nil end, cutoff = 2 }
        check.same(told, { "script.decay.weight 1.0 nil" })
        _, told = decay { function() return 0 / 0 end, cutoff = 2 }
        check.same(#told, 1)
        _, told = decay { function() error("no", 0) end, cutoff = 2 }
        check.same(told, { "script.decay.fails 0.0 no" })
        _, told = decay { 7, cutoff = 2 }
        check.same(told, { "script.decay.call number" })
        local function one() return 1 end
        _, told = decay { one }
        check.same(told, { "script.decay.minutes cutoff nil" })
        _, told = decay { one, cutoff = "60 km" }
        check.same(told, { "script.decay.minutes cutoff 60 km" })
        _, told = decay { one, cutoff = 60, step = 0 }
        check.same(told, { "script.decay.minutes step number" })
        _, told = decay { one, cutoff = 60, step = 0.001 }
        check.same(told, { "script.decay.points 10000" })
        _, told = decay { one, cutof = 60, cutoff = 60 }
        check.same(told, { "script.key cutof [cutoff step] jt.decay" })
    end },
}
