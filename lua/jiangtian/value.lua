-- Value functions of an office's own: a Lua function becomes a table of points with straight lines between, and says how
-- far off they are.
local errors = require "jiangtian.errors"
local sampling = require "jiangtian.sampling"

local M = {}

local most_points = 10000
local known = { "from", "points", "outside", "tolerance" }

local function finite(value) return type(value) == "number" and value == value and math.abs(value) ~= math.huge end

-- The two ends, ascending; nil, and an error, for anything else.
local function ends(from)
    if type(from) == "table" and #from == 2 and finite(from[1]) and finite(from[2]) and from[1] < from[2] then
        return from[1] + 0.0, from[2] + 0.0
    elseif not errors.is_poisoned(from) then
        errors.report("script.value.from")
    end
end

-- The number of points; nil, and an error, for anything else.
local function count_of(points)
    if math.type(points) == "integer" and points >= 2 and points <= most_points then
        return points
    elseif not errors.is_poisoned(points) then
        errors.report("script.value.points", most_points)
    end
end

-- jt.value { function(x) return 100 * math.exp(-x / 30) end, from = { 0, 120 }, points = 1000 }: for `function` of
-- score.value and surface.value and `value` of a factor. Asked at that many places from end to end (1000 by default), and
-- half-way between them: `error` is the largest distance found there. tolerance: a larger one is an error of the scenario.
-- outside = "clamp" (default), "missing" or "error", as of other value functions.
function M.sample(spec)
    if not errors.is_table(spec, "jt.value") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "jt.value", known, 1)
    if type(spec[1]) ~= "function" then
        errors.report("script.value.call", errors.kind(spec[1]))
        return errors.poisoned()
    end
    local low, high = ends(spec.from)
    local count = count_of(spec.points or 1000)
    if not low or not count then
        return errors.poisoned()
    end
    local function ask(x) return sampling.ask(spec[1], x, -math.huge, "script.value.fails", "script.value.number") end
    local points, off = {}, 0.0
    for i = 1, count do
        local x = i == count and high or low + (high - low) * (i - 1) / (count - 1)
        local y = ask(x)
        local last = points[i - 1]
        local between = y and last and (x + last[1]) / 2
        local middle = between and ask(between)
        if not y or between and not middle then
            return errors.poisoned()
        end
        points[i] = { x, y }
        off = middle and math.max(off, math.abs(middle - (y + last[2]) / 2)) or off
    end
    if spec.tolerance ~= nil and not (finite(spec.tolerance) and off <= spec.tolerance) then
        errors.report("script.value.tolerance", off, tostring(spec.tolerance), count)
        return errors.poisoned()
    end
    return { kind = "piecewise", points = points, error = off, outside = spec.outside }
end

return M
