-- Geometry in degrees, good enough to draw a sample: a local flat earth for distances and
-- an equal-area latitude for areas. Points are { lon, lat }.
local M = {}

local radius = 6378137.0
local ecc2 = 0.00669438002290 -- GRS80
local degree = math.pi / 180

function M.round(value)
    return math.floor(value * 1e6 + 0.5) / 1e6
end

-- Metres for one degree of longitude and of latitude at a latitude (GRS80 radii of curvature).
function M.metres_per_degree(lat)
    local s = math.sin(lat * degree)
    local w = math.sqrt(1 - ecc2 * s * s)
    local prime_vertical = radius / w
    local meridian = radius * (1 - ecc2) / (w * w * w)
    return prime_vertical * math.cos(lat * degree) * degree, meridian * degree
end

function M.distance(a, b)
    local mx, my = M.metres_per_degree((a[2] + b[2]) / 2)
    local dx, dy = (b[1] - a[1]) * mx, (b[2] - a[2]) * my
    return math.sqrt(dx * dx + dy * dy)
end

function M.length(points)
    local total = 0
    for i = 2, #points do total = total + M.distance(points[i - 1], points[i]) end
    return total
end

-- Authalic y in metres (Snyder 1987, 3-12): equal areas on the ellipsoid and in the plane.
local function authalic(lat)
    local e = math.sqrt(ecc2)
    local s = math.sin(lat * degree)
    local q = (1 - ecc2) * (s / (1 - ecc2 * s * s)
        - math.log((1 - e * s) / (1 + e * s)) / (2 * e))
    return radius * q / 2
end

-- Area of a ring (closed or not) on the ellipsoid, square metres, always positive.
function M.area(ring)
    local sum, n = 0, #ring
    for i = 1, n do
        local a, b = ring[i], ring[i % n + 1]
        sum = sum + (b[1] - a[1]) * degree * radius * (authalic(a[2]) + authalic(b[2])) / 2
    end
    return math.abs(sum)
end

local function cross(a, b, c)
    return (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
end

-- The proper crossing of segments ab and cd as a rounded point, or nil (shared ends do not count).
function M.crossing(a, b, c, d)
    if math.max(a[1], b[1]) < math.min(c[1], d[1]) or math.max(c[1], d[1]) < math.min(a[1], b[1])
        or math.max(a[2], b[2]) < math.min(c[2], d[2])
        or math.max(c[2], d[2]) < math.min(a[2], b[2]) then
        return nil
    end
    local d1, d2 = cross(c, d, a), cross(c, d, b)
    local d3, d4 = cross(a, b, c), cross(a, b, d)
    if d1 * d2 >= 0 or d3 * d4 >= 0 then return nil end
    local t = d1 / (d1 - d2)
    return { M.round(a[1] + t * (b[1] - a[1])), M.round(a[2] + t * (b[2] - a[2])) }
end

function M.key(point)
    return string.format("%.6f,%.6f", point[1], point[2])
end

-- Distance in metres from a point to segment ab.
function M.to_segment(p, a, b)
    local mx, my = M.metres_per_degree(p[2])
    local ax, ay = (a[1] - p[1]) * mx, (a[2] - p[2]) * my
    local bx, by = (b[1] - p[1]) * mx, (b[2] - p[2]) * my
    local dx, dy = bx - ax, by - ay
    local square = dx * dx + dy * dy
    local t = square > 0 and math.max(0, math.min(1, -(ax * dx + ay * dy) / square)) or 0
    local x, y = ax + t * dx, ay + t * dy
    return math.sqrt(x * x + y * y)
end

local function spokes(centre, radii, stretch, scale)
    local mx, my = M.metres_per_degree(centre[2])
    local ring, n = {}, #radii
    for i, r in ipairs(radii) do
        local angle = 2 * math.pi * (i - 1) / n
        ring[i] = { M.round(centre[1] + scale * r * stretch * math.cos(angle) / mx),
            M.round(centre[2] + scale * r / stretch * math.sin(angle) / my) }
    end
    return ring
end

-- An irregular ring of `count` corners around a centre whose area is about area_m2. The radii are
-- averaged with their neighbours, so that the outline has lobes, not needles.
function M.blob(random, centre, area_m2, count, stretch)
    local raw, radii = {}, {}
    for i = 1, count do raw[i] = random:between(0.72, 1.28) end
    for i = 1, count do
        radii[i] = (raw[(i - 2) % count + 1] + 2 * raw[i] + raw[i % count + 1]) / 4
    end
    local guess = math.sqrt(area_m2 / math.pi)
    local trial = spokes(centre, radii, stretch or 1, guess)
    return spokes(centre, radii, stretch or 1, guess * math.sqrt(area_m2 / M.area(trial)))
end

function M.centroid(ring)
    local x, y = 0, 0
    for _, p in ipairs(ring) do x, y = x + p[1], y + p[2] end
    return { x / #ring, y / #ring }
end

local function coordinates(points)
    local out = {}
    for i, p in ipairs(points) do out[i] = string.format("%.6f %.6f", p[1], p[2]) end
    return table.concat(out, ",")
end

function M.wkt_point(p) return "POINT (" .. coordinates { p } .. ")" end

function M.wkt_line(points) return "LINESTRING (" .. coordinates(points) .. ")" end

function M.wkt_polygon(ring)
    local closed = table.move(ring, 1, #ring, 1, {})
    closed[#closed + 1] = ring[1]
    return "POLYGON ((" .. coordinates(closed) .. "))"
end

return M
