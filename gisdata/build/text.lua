-- Small text helpers: CSV in and out, JSON strings, splitting.
local M = {}

local function csv_fields(line)
    local out, at = {}, 1
    while at <= #line + 1 do
        if line:sub(at, at) == '"' then
            local stop = at + 1
            while line:sub(stop, stop) ~= '"' or line:sub(stop + 1, stop + 1) == '"' do
                stop = stop + (line:sub(stop, stop) == '"' and 2 or 1)
            end
            out[#out + 1] = line:sub(at + 1, stop - 1):gsub('""', '"')
            at = stop + 2
        else
            local stop = line:find(",", at, true) or #line + 1
            out[#out + 1] = line:sub(at, stop - 1)
            at = stop + 1
        end
    end
    return out
end

-- Rows of a CSV file as tables keyed by the header; no field holds a line break.
function M.read_csv(path)
    local file = assert(io.open(path, "rb"))
    local rows, header = {}, nil
    for line in file:lines() do
        local fields = csv_fields(line)
        if not header then
            header = fields
        else
            local row = {}
            for i, name in ipairs(header) do row[name] = fields[i] or "" end
            rows[#rows + 1] = row
        end
    end
    file:close()
    return rows
end

-- One CSV value; nil becomes an empty, unquoted field (NULL for the readers used here).
function M.csv_value(value)
    if value == nil then return "" end
    local text = type(value) == "string" and value or M.number(value)
    if text == "" or text:find('[",\r\n]') then return '"' .. text:gsub('"', '""') .. '"' end
    return text
end

function M.csv_line(values, count)
    local out = {}
    for i = 1, count do out[i] = M.csv_value(values[i]) end
    return table.concat(out, ",") .. "\n"
end

-- Shortest plain decimal form: integers without a point, others without trailing zeros.
function M.number(value)
    if math.type(value) == "integer" then return tostring(value) end
    local text = string.format("%.6f", value):gsub("0+$", ""):gsub("%.$", "")
    return text == "-0" and "0" or text
end

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n" }

function M.json(value)
    if value == nil then return "null" end
    if type(value) == "string" then return '"' .. value:gsub('["\\\n]', escapes) .. '"' end
    return M.number(value)
end

function M.words(text)
    local out = {}
    for word in text:gmatch("%S+") do out[#out + 1] = word end
    return out
end

function M.write(path, content)
    local file = assert(io.open(path, "wb"))
    file:write(content)
    file:close()
end

function M.read(path)
    local file = assert(io.open(path, "rb"))
    local content = file:read("a")
    file:close()
    return content
end

return M
