-- dem.tif: a synthetic elevation model: the Chengdu plain, hills, Longquan mountain, the parallel
-- ridges of Chongqing and the valleys. Only + - * / and a hash, so every platform agrees.
local output = require "output"
local text = require "text"

local M = {}

local west, north, step, columns, rows = 103.3, 31.6, 0.01, 440, 310
local km_lon, km_lat = 96, 111 -- one scale for the sheet is good enough for scenery

-- Ridges: height above the ground in m, half width in km, line.
local ridges = {
    { 620, 4.5, { { 104.18, 30.05 }, { 104.26, 30.31 }, { 104.31, 30.48 }, { 104.345, 30.60 },
        { 104.42, 30.82 } } },
    { 380, 2.5, { { 106.20, 29.30 }, { 106.33, 29.65 }, { 106.45, 29.98 } } },
    { 360, 2.2, { { 106.42, 29.36 }, { 106.41, 29.60 }, { 106.48, 29.90 } } },
    { 420, 2.4, { { 106.66, 29.40 }, { 106.70, 29.70 }, { 106.80, 30.00 } } },
    { 450, 2.4, { { 106.84, 29.50 }, { 106.88, 29.72 }, { 107.10, 30.35 } } },
    { 560, 3.0, { { 106.66, 30.10 }, { 106.80, 30.48 }, { 107.20, 31.20 } } },
}

-- A whole number to [0, 1): a mixing hash, the lattice values of the noise.
local function lattice(i, j, seed)
    local h = (i * 374761393 + j * 668265263 + seed * 2147483647) & 0xFFFFFFFF
    h = ((h ~ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((h ~ (h >> 16)) & 0xFFFF) / 65536
end

-- Value noise in [-1, 1] with smooth steps.
local function noise(x, y, seed)
    local i, j = math.floor(x), math.floor(y)
    local u, v = x - i, y - j
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    local a, b = lattice(i, j, seed), lattice(i + 1, j, seed)
    local c, d = lattice(i, j + 1, seed), lattice(i + 1, j + 1, seed)
    return 2 * (a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v) - 1
end

local function squared_km(lon, lat, a, b)
    local ax, ay = (a[1] - lon) * km_lon, (a[2] - lat) * km_lat
    local dx, dy = (b[1] - a[1]) * km_lon, (b[2] - a[2]) * km_lat
    local t = -(ax * dx + ay * dy) / (dx * dx + dy * dy)
    t = t < 0 and 0 or t > 1 and 1 or t
    local x, y = ax + t * dx, ay + t * dy
    return x * x + y * y
end

local function to_line(lon, lat, line)
    local best = math.huge
    for i = 2, #line do
        local d = squared_km(lon, lat, line[i - 1], line[i])
        if d < best then best = d end
    end
    return best
end

local function ridge_height(lon, lat)
    local sum = 0
    for _, ridge in ipairs(ridges) do
        local bell = 1 + to_line(lon, lat, ridge[3]) / (ridge[2] * ridge[2])
        sum = sum + ridge[1] / (bell * bell)
    end
    return sum
end

-- 0 on the plain west of Longquan mountain, 1 in the hills east of it.
local function hilliness(lon, lat)
    local t = (lon - 104.15 - (lat - 30.4) * 0.35) / 0.3
    t = t < 0 and 0 or t > 1 and 1 or t
    return t * t * (3 - 2 * t)
end

local function valley(height, lon, lat, rivers)
    local nearest = math.huge
    for _, river in ipairs(rivers) do
        local d = to_line(lon, lat, river.points)
        if d < nearest then nearest = d end
    end
    return height - (height - 255) * 0.6 / (1 + nearest / 9)
end

local function elevation(lon, lat, rivers)
    local hills = hilliness(lon, lat)
    local plain = 460 + 150 * (104.2 - lon) + 8 * noise(lon * 12, lat * 12, 1)
    local rough = 60 * noise(lon * 9, lat * 9, 2) + 35 * noise(lon * 23, lat * 23, 3)
        + 15 * noise(lon * 61, lat * 61, 4)
    local country = 390 - 25 * (lon - 104.4) + rough
    local height = plain * (1 - hills) + country * hills
    if lon > 104.45 then height = valley(height, lon, lat, rivers) end
    height = height + ridge_height(lon, lat) * (1 + 0.12 * noise(lon * 31, lat * 31, 5))
    return math.floor(math.max(250, math.min(1050, height)) + 0.5)
end

local function grid(rivers)
    local lines = { string.format("ncols %d\nnrows %d\nxllcorner %.2f\nyllcorner %.2f\n"
        .. "cellsize %.2f\nNODATA_value -9999", columns, rows, west, north - rows * step, step) }
    for j = 1, rows do
        local line = {}
        for i = 1, columns do
            line[i] = elevation(west + (i - 0.5) * step, north - (j - 0.5) * step, rivers)
        end
        lines[#lines + 1] = table.concat(line, " ")
    end
    return table.concat(lines, "\n") .. "\n"
end

function M.build()
    local ascii = output.scratch .. "/dem.asc"
    text.write(ascii, grid(require "rivers_source"))
    output.run("gdal_translate", { "-q", "-of", "GTiff", "-ot", "Int16", "-a_srs", "EPSG:4490",
        "-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=2", "-mo", "schematic=1",
        "-mo", "TIFFTAG_IMAGEDESCRIPTION=synthetic elevation, schematic=1, not a survey",
        "-mo", "units=m", ascii, output.path("dem.tif") })
end

return M
