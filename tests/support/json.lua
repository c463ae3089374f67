-- Reads JSON text into Lua tables; null becomes nil. For tests.
local M = {}

local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }
local value

local function fail(text, at, what) error("JSON: " .. what .. " at byte " .. at .. ": " .. text:sub(at, at + 20), 0) end

local function skip(text, at) return text:find("%S", at) or #text + 1 end

local function code_point(text, at)
    local high = tonumber(text:sub(at, at + 3), 16)
    if high >= 0xD800 and high < 0xDC00 then
        local low = tonumber(text:sub(at + 6, at + 9), 16)
        return utf8.char(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00), at + 10
    end
    return utf8.char(high), at + 4
end

local function string(text, at)
    local parts = {}
    while true do
        local stop = text:find('["\\]', at) or fail(text, at, "text without end")
        parts[#parts + 1] = text:sub(at, stop - 1)
        if text:sub(stop, stop) == '"' then
            return table.concat(parts), stop + 1
        end
        local letter = text:sub(stop + 1, stop + 1)
        if letter == "u" then
            parts[#parts + 1], at = code_point(text, stop + 2)
        else
            parts[#parts + 1], at = escapes[letter] or letter, stop + 2
        end
    end
end

local function list(text, at)
    local out, n = {}, 0
    at = skip(text, at)
    if text:sub(at, at) == "]" then
        return out, at + 1
    end
    while true do
        n = n + 1
        out[n], at = value(text, at)
        at = skip(text, at)
        local mark = text:sub(at, at)
        if mark == "]" then
            return out, at + 1
        elseif mark ~= "," then
            fail(text, at, "list")
        end
        at = at + 1
    end
end

local function object(text, at)
    local out = {}
    at = skip(text, at)
    if text:sub(at, at) == "}" then
        return out, at + 1
    end
    while true do
        at = skip(text, at)
        local key
        key, at = string(text, at + 1)
        at = skip(text, at)
        out[key], at = value(text, at + 1)
        at = skip(text, at)
        local mark = text:sub(at, at)
        if mark == "}" then
            return out, at + 1
        elseif mark ~= "," then
            fail(text, at, "object")
        end
        at = at + 1
    end
end

local words = { ["true"] = true, ["false"] = false }

function value(text, at)
    at = skip(text, at)
    local mark = text:sub(at, at)
    if mark == "{" then
        return object(text, at + 1)
    elseif mark == "[" then
        return list(text, at + 1)
    elseif mark == '"' then
        return string(text, at + 1)
    end
    local word = text:match("^%a+", at)
    if word then
        return words[word], at + #word
    end
    local number = text:match("^-?[%d.eE+-]+", at) or fail(text, at, "value")
    return tonumber(number), at + #number
end

function M.parse(text)
    local out, at = value(text, 1)
    assert(skip(text, at) > #text, "JSON: more after the end")
    return out
end

return M
