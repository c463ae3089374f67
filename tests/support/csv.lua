-- Reads CSV text: rows by the header's names. For tests.
local M = {}

local function cells_of(text, at)
    local cells = {}
    while true do
        local cell
        if text:sub(at, at) == '"' then
            local stop = at
            repeat
                stop = text:find('"', stop + 1, true)
                local doubled = text:sub(stop + 1, stop + 1) == '"'
                stop = doubled and stop + 1 or stop
            until not doubled
            cell, at = text:sub(at + 1, stop - 1):gsub('""', '"'), stop + 1
        else
            cell = text:match("^[^,\r\n]*", at)
            at = at + #cell
        end
        cells[#cells + 1] = cell
        if text:sub(at, at) ~= "," then
            return cells, text:find("[^\r\n]", at) or #text + 1
        end
        at = at + 1
    end
end

-- { { column = text, ... }, ... }
function M.parse(text)
    text = text:gsub("^\xEF\xBB\xBF", "")
    local header, at = cells_of(text, 1)
    local rows = {}
    while at <= #text do
        local cells
        cells, at = cells_of(text, at)
        local row = {}
        for i, name in ipairs(header) do
            row[name] = cells[i]
        end
        rows[#rows + 1] = row
    end
    return rows
end

return M
