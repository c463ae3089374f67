-- Decays of an office's own: a Lua function of minutes becomes a table of breakpoints while the plan is made, so that
-- the plan hashes and runs without Lua.
local errors = require "jiangtian.errors"
local sampling = require "jiangtian.sampling"

local M = {}

local minutes_in = { s = 1 / 60, min = 1, h = 60, ["分钟"] = 1, ["小时"] = 60 }
local most_points = 10000

-- Minutes of a number or of a text with a unit; nil for what is neither, or not above 0.
local function minutes(value)
    local number = value
    if type(value) == "string" then
        local digits, unit = value:match "^%s*([%d.]+)%s*(%S*)%s*$"
        local factor = minutes_in[unit == "" and "min" or unit]
        number = factor and tonumber(digits) and tonumber(digits) * factor
    end
    return type(number) == "number" and number > 0 and number < math.huge and number or nil
end

local function entry(spec, name, fallback)
    local value = minutes(spec[name] == nil and fallback or spec[name])
    if not value and not errors.is_poisoned(spec[name]) then
        errors.report("script.decay.minutes", name, errors.kind(spec[name]) == "string" and spec[name]
            or errors.kind(spec[name]))
    end
    return value
end

-- jt.decay { function(t) return math.exp(-t / 20) end, cutoff = "60 min", step = "0.5 min" }: for the parameter `table`
-- of an operator with decay = "table". The function is asked at 0, step, 2 step ... and at the cutoff.
function M.sample(spec)
    if not errors.is_table(spec, "jt.decay") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "jt.decay", { "cutoff", "step" }, 1)
    if type(spec[1]) ~= "function" then
        errors.report("script.decay.call", errors.kind(spec[1]))
        return errors.poisoned()
    end
    local cutoff, step = entry(spec, "cutoff"), entry(spec, "step", 0.5)
    if not cutoff or not step then
        return errors.poisoned()
    elseif cutoff / step > most_points then
        errors.report("script.decay.points", most_points)
        return errors.poisoned()
    end
    local points = {}
    for i = 0, math.ceil(cutoff / step) do
        local t = math.min(i * step, cutoff) + 0.0
        local w = sampling.ask(spec[1], t, 0, "script.decay.fails", "script.decay.weight")
        if not w then
            return errors.poisoned()
        end
        points[i + 1] = { t, w }
    end
    return points
end

return M
