-- UTF-8 to GB18030 without a code table: ogr2ogr writes each character into a DBF of that
-- encoding, and the fixed-width records are read back as raw bytes.
local output = require "output"
local text = require "text"

local M = {}

local width = 8

local function characters(content)
    local list, seen = {}, {}
    for _, code in utf8.codes(content) do
        local char = utf8.char(code)
        if code > 127 and not seen[char] then
            seen[char] = true
            list[#list + 1] = char
        end
    end
    return list
end

local function write_dbf(list)
    local rows = {}
    for i, char in ipairs(list) do rows[i] = { char, wkt = "POINT (0 0)" } end
    local staged = output.staging("characters", { { "c", "String(" .. width .. ")" } }, rows)
    local path = output.scratch .. "/characters.dbf"
    output.run("ogr2ogr", { "-q", "-f", "ESRI Shapefile", path, staged, "-nlt", "NONE",
        "-lco", "ENCODING=GB18030", "-oo", "KEEP_GEOM_COLUMNS=NO" })
    return text.read(path)
end

-- DBF layout: header length at byte 9, record length at byte 11; a record starts with a flag byte.
local function table_of(list, dbf)
    local header, record = string.unpack("<I2I2", dbf, 9)
    local map = {}
    for i, char in ipairs(list) do
        local at = header + (i - 1) * record + 2
        map[char] = dbf:sub(at, at + width - 1):gsub(" +$", "")
    end
    return map
end

function M.encode(content)
    local list = characters(content)
    local map = table_of(list, write_dbf(list))
    return (content:gsub(utf8.charpattern, function(char) return map[char] end))
end

return M
