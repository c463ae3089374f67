-- Runs the tests that lie in a plugin's folder: tests/*.lua, each a list of { "sentence", function(t) }. It is put beside
-- the plugin's body and run as a body itself, so that tests have what bodies have, and t:
--   t.columns                        jiangtian.columns
--   t.run(operator, inputs, params)  outputs by name
--   t.read(file, options)            a layer of the folder tests/, through source.read
--   t.list(column)                   its values, "null" for null
--   t.same(found, wanted), t.near(found, wanted, tolerance), t.fails(function) -> text of the error
local columns = require "jiangtian.columns"

local function show(value)
    if type(value) == "number" then
        return string.format("%.14g", value) -- 1.0 is 1
    elseif type(value) ~= "table" then
        return type(value) == "string" and string.format("%q", value) or tostring(value)
    end
    local parts = {}
    for key, item in pairs(value) do
        parts[#parts + 1] = (type(key) == "number" and "" or tostring(key) .. " = ") .. show(item)
    end
    return "{ " .. table.concat(parts, ", ") .. " }"
end

local function tools(call)
    local t = { columns = columns, run = call.run }
    function t.read(file, options)
        local params = { path = call.params.folder .. "/" .. file }
        for key, value in pairs(options or {}) do
            params[key] = value
        end
        return call.run("source.read", {}, params).layer
    end
    function t.list(column)
        local out = {}
        for i = 1, #column do
            out[i] = column[i] == nil and "null" or column[i]
        end
        return out
    end
    function t.same(found, wanted)
        if show(found) ~= show(wanted) then
            error("found " .. show(found) .. ", wanted " .. show(wanted), 2)
        end
    end
    function t.near(found, wanted, tolerance)
        if type(found) ~= "number" or not (found - wanted <= tolerance and wanted - found <= tolerance) then
            error("found " .. show(found) .. ", wanted " .. show(wanted) .. " within " .. tolerance, 2)
        end
    end
    function t.fails(run)
        local ok, message = pcall(run)
        return ok and "(no error)" or tostring(message)
    end
    return t
end

local M = {}

function M.run_tests(call)
    local titles, messages = {}, {}
    for _, module in ipairs(call.params.modules) do
        for _, test in ipairs(require("tests." .. module)) do
            local ok, message = pcall(test[2], tools(call))
            titles[#titles + 1] = module .. ": " .. test[1]
            messages[#messages + 1] = ok and "" or tostring(message)
        end
    end
    return { results = columns.table { { "title", columns.column(titles) }, { "message", columns.column(messages) } } }
end

return M
