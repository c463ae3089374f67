-- What tests hold against each other.
local M = {}

-- A value as one line of text, with the keys of tables in order.
function M.show(value)
    if type(value) == "string" then
        return string.format("%q", value)
    elseif type(value) ~= "table" then
        return tostring(value)
    end
    local parts, length = {}, #value
    for i = 1, length do
        parts[i] = M.show(value[i])
    end
    local keys = {}
    for key in pairs(value) do
        if not (math.type(key) == "integer" and key >= 1 and key <= length) then
            keys[#keys + 1] = key
        end
    end
    table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
    for _, key in ipairs(keys) do
        parts[#parts + 1] = tostring(key) .. " = " .. M.show(value[key])
    end
    return "{ " .. table.concat(parts, ", ") .. " }"
end

function M.same(found, wanted)
    local a, b = M.show(found), M.show(wanted)
    if a ~= b then
        error("found  " .. a .. "\nwanted " .. b, 2)
    end
end

return M
