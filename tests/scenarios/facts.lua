-- Facts of a run against a golden file: one cell of a table a line,
--   tables/travel_times_2025.csv | T01 | minutes | 35.89945
-- that is file, id, column, value. Numbers agree to 1e-6. Blessing fills in what the run says; to add a fact, add its line
-- with any value and bless.
local csv = require "csv"
local system = require "system"

local M = {}

local function cell_of(tables, folder, file, id, column)
    tables[file] = tables[file] or csv.parse(system.read(folder .. "/" .. file))
    for _, row in ipairs(tables[file]) do
        if row.id == id then
            return row[column]
        end
    end
end

local function same(wanted, found)
    local a, b = tonumber(wanted), tonumber(found)
    return a and b and math.abs(a - b) <= 1e-6 or wanted == found
end

function M.check(report, folder, golden, bless)
    local tables, lines, count = {}, {}, 0
    for line in system.read(golden):gmatch "[^\n]*" do
        local file, id, column, wanted = line:match "^([^#|]-) | (.-) | (.-) | ?(.*)$"
        local kept = line
        if file then
            local found = cell_of(tables, folder, file, id, column)
            count = count + 1
            kept = table.concat({ file, id, column, found or "" }, " | "):gsub(" $", "")
            report:check(bless or found and same(wanted, found), "%s, %s of %s: %s wanted, %s found", file, column, id, wanted,
                found)
        end
        lines[#lines + 1] = kept
    end
    if bless then
        local handle = assert(io.open(golden, "wb"))
        handle:write((table.concat(lines, "\n"):gsub("\n+$", "")), "\n")
        handle:close()
    end
    return count
end

return M
