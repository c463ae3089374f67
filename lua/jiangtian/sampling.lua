-- Functions of an office's own, asked at places while the plan is made, so that the plan hashes and runs without Lua.
local errors = require "jiangtian.errors"

local M = {}

-- The number that f gives at x; nil, and an error, where it fails (message `fails`: x, why) or gives none of at least
-- `least` (message `wrong`: x, what it gave).
function M.ask(f, x, least, fails, wrong)
    local ok, value = pcall(f, x)
    if not ok then
        errors.report(fails, x, value)
    elseif errors.is_poisoned(value) then
        return nil
    elseif type(value) ~= "number" or value ~= value or value < least or math.abs(value) == math.huge then
        errors.report(wrong, x, type(value) == "number" and value or errors.kind(value))
    else
        return value + 0.0
    end
end

return M
