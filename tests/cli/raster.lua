-- Small GeoTIFFs for the cases, written byte by byte so that they can be wrong in ways no library writes:
--   raster.lua FILE [key=value]...
--     size=4x3  values=1,2,nan,4 (row by row, from the first again)  type=f32|f64|u8|i16|i64  nodata=TEXT
--     cell=10  left=500000  top=3390000  epsg=4544 (0: none; geographic=1 beside a code of degrees)
--     bands=1 (all alike)  rotate=DEGREES  scale=X offset=Y unit=TEXT (of the values)  palette=1  declared=COLUMNSxROWS (in the header)
local formats = {
    f32 = { "<f", 32, 3 }, f64 = { "<d", 64, 3 }, u8 = { "<B", 8, 1 }, i16 = { "<i2", 16, 2 }, i64 = { "<i8", 64, 2 },
}

local options = { size = "4x3", values = "1", type = "f32", cell = "10", left = "500000", top = "3390000", epsg = "4544", bands = "1" }
for i = 2, #arg do
    local key, value = arg[i]:match "^(%w+)=(.*)$"
    options[assert(key, arg[i])] = value
end

local function pair(text)
    local columns, rows = text:match "^(%d+)x(%d+)$"
    return tonumber(columns), tonumber(rows)
end

local columns, rows = pair(options.size)
local format, bits, kind = table.unpack(formats[options.type])
local bands = tonumber(options.bands)

local values = {}
for text in options.values:gmatch "[^,]+" do
    values[#values + 1] = text == "nan" and 0 / 0 or text == "inf" and math.huge or math.tointeger(tonumber(text)) or tonumber(text)
end
local cells = {}
for i = 1, columns * rows do
    local value = string.pack(format, values[(i - 1) % #values + 1])
    cells[i] = value:rep(bands)
end

local entries, extra = {}, {}
local types = { short = { 3, "<I2" }, long = { 4, "<I4" }, double = { 12, "<d" }, ascii = { 2 } }
local function put(tag, kind_of, list)
    local code, how = table.unpack(types[kind_of])
    local data
    if kind_of == "ascii" then
        data = list .. "\0"
    else
        local parts = {}
        for i, value in ipairs(list) do
            parts[i] = string.pack(how, value)
        end
        data = table.concat(parts)
    end
    entries[#entries + 1] = { tag = tag, code = code, count = kind_of == "ascii" and #data or #list, data = data }
end

local data = table.concat(cells)
local shown_columns, shown_rows = pair(options.declared or options.size)
put(256, "long", { shown_columns })
put(257, "long", { shown_rows })
local each_bits, each_kind = {}, {}
for band = 1, bands do
    each_bits[band], each_kind[band] = bits, kind
end
put(258, "short", each_bits)
put(259, "short", { 1 })
put(262, "short", { options.palette and 3 or 1 })
put(273, "long", { 8 })
put(277, "short", { bands })
put(278, "long", { shown_rows })
put(279, "long", { #data })
if options.palette then
    local map = {}
    for i = 1, 3 * 256 do
        map[i] = i % 65536
    end
    put(320, "short", map)
end
if bands > 1 then
    local others = {}
    for band = 2, bands do
        others[band - 1] = 0
    end
    put(338, "short", others)
end
put(339, "short", each_kind)
local cell, left, top = tonumber(options.cell), tonumber(options.left), tonumber(options.top)
if options.rotate then
    local angle = math.rad(tonumber(options.rotate))
    local c, s = cell * math.cos(angle), cell * math.sin(angle)
    put(34264, "double", { c, s, 0, left, s, -c, 0, top, 0, 0, 0, 0, 0, 0, 0, 1 })
elseif options.cell ~= "0" then
    put(33550, "double", { cell, cell, 0 })
    put(33922, "double", { 0, 0, 0, left, top, 0 })
end
local epsg = tonumber(options.epsg)
if epsg > 0 then
    local geographic = options.geographic ~= nil
    put(34735, "short", { 1, 1, 0, 3, 1024, 0, 1, geographic and 2 or 1, 1025, 0, 1, 1, geographic and 2048 or 3072, 0, 1, epsg })
end
if options.scale or options.offset or options.unit then
    local items = ('<Item name="OFFSET" sample="0" role="offset">%s</Item><Item name="SCALE" sample="0" role="scale">%s</Item>')
        :format(options.offset or 0, options.scale or 1)
    local unit = options.unit and ('<Item name="UNITTYPE" sample="0" role="unittype">%s</Item>'):format(options.unit) or ""
    put(42112, "ascii", "<GDALMetadata>" .. items .. unit .. "</GDALMetadata>")
end
if options.nodata then
    put(42113, "ascii", options.nodata)
end

-- Header, cells, the directory, and what is too long for its entries.
local padded = data .. ("\0"):rep(-#data % 2)
local at = 8 + #padded
local after = at + 2 + 12 * #entries + 4
local directory = { string.pack("<I2", #entries) }
for _, entry in ipairs(entries) do
    local value = entry.data
    if #value > 4 then
        value = string.pack("<I4", after)
        extra[#extra + 1] = entry.data .. ("\0"):rep(-#entry.data % 2)
        after = after + #extra[#extra]
    end
    directory[#directory + 1] = string.pack("<I2I2I4", entry.tag, entry.code, entry.count) .. value .. ("\0"):rep(4 - #value)
end
local handle = assert(io.open(arg[1], "wb"))
handle:write("II*\0", string.pack("<I4", at), padded, table.concat(directory), "\0\0\0\0", table.concat(extra))
handle:close()
