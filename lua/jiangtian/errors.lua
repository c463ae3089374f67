-- Errors of a scenario are collected, not raised: `check` shows all of them at once. A call that failed returns a
-- "poisoned" object that accepts everything, so that one mistake is reported once.
local host = require "jiangtian.host"

local M = { list = {} }
local reported = {}

-- "file.lua:12" of the innermost line of a scenario file on the stack.
function M.where()
    return host.where()
end

local function add(entry, text)
    local key = text .. "\n" .. entry.where
    if not reported[key] then
        reported[key] = true
        M.list[#M.list + 1] = entry
    end
end

-- Records a message of the catalogue, id and arguments, at a place; the same twice counts once.
function M.report_at(where, id, ...)
    local args = { ... }
    for i = 1, select("#", ...) do
        args[i] = tostring(args[i])
    end
    add({ id = id, args = args, where = where }, id .. "\n" .. table.concat(args, "\n"))
end

function M.report(id, ...) M.report_at(M.where(), id, ...) end

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
    add({ error = failure, where = M.where() }, tostring(failure))
    return false
end

-- Records a name that is none of `names`, with the closest one: "<id>.near" or "<id>".
function M.unknown(id, word, names, place) M.try(host.unknown, id, tostring(word), names, place or "") end

local poison = { __name = "poisoned" }
-- Not for numbers: ipairs would never end.
poison.__index = function(_, key) return type(key) ~= "number" and M.poisoned() or nil end
poison.__call = function() return M.poisoned() end
poison.__lt = function() return false end
poison.__le = poison.__lt
for _, event in ipairs { "add", "sub", "mul", "div", "mod", "idiv", "unm", "band", "bor", "bxor", "bnot", "concat", "pow" } do
    poison["__" .. event] = function() return M.poisoned() end
end

function M.poisoned() return setmetatable({}, poison) end

-- The names in a table, sorted.
function M.names_of(list)
    local names = {}
    for name in pairs(list) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

-- The __index of objects that have these methods and nothing else: another name is a mistake (`id`: see unknown()).
function M.only(methods, id)
    return function(_, name)
        if type(name) ~= "string" or methods[name] then
            return methods[name]
        end
        M.unknown(id, name, M.names_of(methods))
        return M.poisoned()
    end
end

function M.is_poisoned(value) return getmetatable(value) == poison end

-- Does the table hold a poisoned value? What made it is reported already.
function M.has_poison(given)
    for _, value in pairs(given) do
        if M.is_poisoned(value) then
            return true
        end
    end
    return false
end

-- What a value is called in messages: its kind among the library's objects, else its Lua type.
function M.kind(value)
    local meta = getmetatable(value)
    return type(meta) == "table" and meta.__name or type(value)
end

-- Is the value a plain table { ... }? Else that is recorded; `what` is the call or entry that wants it.
function M.is_table(value, what)
    if type(value) == "table" and getmetatable(value) == nil then
        return true
    elseif not M.is_poisoned(value) then
        M.report("script.call", what, M.kind(value))
    end
    return false
end

-- Is the value a text that can stand in the name of a file? Else that is recorded; `what` is the entry.
function M.is_name(value, what)
    if type(value) == "string" and value ~= "" and not value:find "[/%c]" then
        return true
    end
    M.report("script.name", what, type(value) == "string" and value or M.kind(value))
    return false
end

-- Records the keys of the table that mean nothing. `names` are the known ones; list items up to `items` are fine.
function M.check_keys(given, what, names, items)
    local known = {}
    for _, name in ipairs(names) do
        known[name] = true
    end
    for key in pairs(given) do
        if math.type(key) == "integer" then
            if key < 1 or key > items then
                M.report("script.item", what, key)
            end
        elseif not known[key] then
            M.unknown("script.key", key, names, what)
        end
    end
end

-- The list that an entry holds; empty, and an error, for another value; empty for none.
function M.list_of(value, what)
    return value ~= nil and M.is_table(value, what) and value or {}
end

return M
