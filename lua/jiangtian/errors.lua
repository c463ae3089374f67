-- Errors of a scenario are collected, not raised: `check` shows all of them at once. A call that failed returns a
-- "poisoned" object that accepts everything, so that one mistake is reported once.
local host = require "jiangtian.host"

local M = { list = {} }

-- "file.lua:12" of the innermost line of a scenario file on the stack.
function M.where()
    return host.where()
end

-- Records a message of the catalogue: id and arguments.
function M.report(id, ...)
    local args = table.pack(...)
    for i = 1, args.n do
        args[i] = tostring(args[i])
    end
    args.n = nil
    M.list[#M.list + 1] = { id = id, args = args, where = M.where() }
end

-- Runs a host function; its error becomes an entry of the list. Returns ok and the results.
function M.try(f, ...)
    local results = table.pack(pcall(f, ...))
    if results[1] then
        return true, table.unpack(results, 2, results.n)
    end
    local failure = results[2]
    if not host.is_error(failure) then
        error(failure, 0)
    end
    M.list[#M.list + 1] = { error = failure, where = M.where() }
    return false
end

local poison = {}
poison.__index = function() return M.poisoned() end
poison.__call = function() return M.poisoned() end
for _, event in ipairs { "add", "sub", "mul", "div", "unm", "band", "bor", "bnot", "concat", "pow" } do
    poison["__" .. event] = function() return M.poisoned() end
end

function M.poisoned() return setmetatable({}, poison) end

function M.is_poisoned(value) return getmetatable(value) == poison end

return M
