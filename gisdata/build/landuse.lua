-- 用地.shp: an invented land-use mosaic (图斑) around the parks. Neighbours share their edges
-- vertex for vertex, so the parcels fill the window without gaps or overlaps.
local geo = require "geo"
local output = require "output"
local places = require "places"
local Random = require "random"

local M = {}

local fields = { { "BSM", "String(18)" }, { "YSDM", "String(10)" }, { "DLBM", "String(6)" },
    { "DLMC", "String(60)" }, { "ZLDWDM", "String(19)" }, { "MJ", "Real(15.2)" },
    { "SCHEMATIC", "Integer(1)" } }

-- The lattice has corners at even steps and edge middles at odd ones; the rim stays straight.
local function lattice(window, random)
    local nx, ny = 2 * window.columns, 2 * window.rows
    local dx, dy = (window.east - window.west) / nx, (window.north - window.south) / ny
    local points = {}
    for j = 0, ny do
        points[j] = {}
        for i = 0, nx do
            local sx, sy = random:between(-0.36, 0.36), random:between(-0.36, 0.36)
            if i == 0 or i == nx then sx = 0 end
            if j == 0 or j == ny then sy = 0 end
            points[j][i] = { geo.round(window.west + (i + sx) * dx),
                geo.round(window.south + (j + sy) * dy) }
        end
    end
    return points
end

local steps = { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 2, 1 }, { 2, 2 }, { 1, 2 }, { 0, 2 }, { 0, 1 } }

local function ring_of(points, column, row)
    local ring = {}
    for i, step in ipairs(steps) do
        ring[i] = points[2 * (row - 1) + step[2]][2 * (column - 1) + step[1]]
    end
    return ring
end

local function inside(point, centres, stretch)
    for _, centre in ipairs(centres) do
        if geo.distance(point, centre) < centre[3] * 1000 * stretch then return true end
    end
    return false
end

local function near_ridge(point, ridge, metres)
    for i = 2, #ridge do
        if geo.to_segment(point, ridge[i - 1], ridge[i]) < metres then return true end
    end
    return false
end

-- Lakes and airports are sharp; towns fray (the random stretch); hills follow the ridge.
local function theme_of(point, source, random)
    local fray = random:between(0.55, 1.25)
    if inside(point, source.lake, 1.1) then return "lake" end
    if inside(point, source.airport, 1) then return "airport" end
    if near_ridge(point, source.ridge, 5200 * fray) then return "hills" end
    if inside(point, source.works, fray) then return "works" end
    if inside(point, source.city, fray) then return "city" end
    return "fields"
end

local function class_of(point, source, random)
    local list = source.classes[theme_of(point, source, random)]
    return list[1 + math.floor(#list * random:uniform() ^ 2)]
end

local function county_of(point, source)
    local best, code = math.huge, nil
    for _, county in ipairs(source.counties) do
        local distance = geo.distance(point, places.get(county[2]).point)
        if distance < best then best, code = distance, county[1] end
    end
    return code .. string.rep("0", 13)
end

local function parcel(number, ring, source, random)
    local centre = geo.centroid(ring)
    local class = class_of(centre, source, random)
    local area = math.floor(geo.area(ring) * 100 + 0.5) / 100
    return { string.format("%018d", number), "2001010100", class, source.names[class],
        county_of(centre, source), area, 1, wkt = geo.wkt_polygon(ring) }
end

function M.build()
    local source, random, rows = require "landuse_source", Random.new(105), {}
    local points = lattice(source.window, random)
    for row = 1, source.window.rows do
        for column = 1, source.window.columns do
            rows[#rows + 1] = parcel(#rows + 1, ring_of(points, column, row), source, random)
        end
    end
    output.shapefile("用地.shp", "POLYGON", fields, rows, { crs = 4523, encoding = "LDID/77" })
end

return M
