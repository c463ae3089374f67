-- Writing layers. A layer goes through a CSV with WKT and a .csvt of exact field types into
-- ogr2ogr, whose dates are pinned: the same source gives the same bytes on the same libraries.
local text = require "text"

local M = { directory = nil, scratch = nil }

local stamp = "2020-05-25"

local function quoted(argument)
    return "'" .. argument:gsub("'", "'\\''") .. "'"
end

function M.run(program, arguments)
    local parts = { "PROJ_NETWORK=OFF GDAL_PAM_ENABLED=NO", program }
    for _, argument in ipairs(arguments) do parts[#parts + 1] = quoted(argument) end
    local command = table.concat(parts, " ")
    assert(os.execute(command), "failed: " .. command)
end

function M.open(directory)
    M.directory = directory
    M.scratch = directory .. "/.build"
    assert(os.execute("mkdir -p " .. quoted(M.scratch)))
end

function M.close()
    assert(os.execute("rm -r " .. quoted(M.scratch)))
end

function M.path(name) return M.directory .. "/" .. name end

local function remove_old(name)
    local stem = name:gsub("%.shp$", "")
    for _, ending in ipairs { ".shp", ".shx", ".dbf", ".prj", ".cpg" } do
        os.remove(M.path(stem .. ending))
    end
end

-- fields: { { "NAME", "String(20)" }, ... }; rows: value lists with row.wkt for the geometry.
function M.staging(name, fields, rows)
    local header, types = {}, {}
    for i, field in ipairs(fields) do header[i], types[i] = field[1], '"' .. field[2] .. '"' end
    header[#header + 1], types[#types + 1] = "wkt", '"WKT"'
    local lines = { text.csv_line(header, #header) }
    for _, row in ipairs(rows) do
        local values = table.move(row, 1, #fields, 1, {})
        values[#fields + 1] = row.wkt
        lines[#lines + 1] = text.csv_line(values, #fields + 1)
    end
    local path = M.scratch .. "/" .. name .. ".csv"
    text.write(path, table.concat(lines))
    text.write(path .. "t", table.concat(types, ",") .. "\n")
    return path
end

local csv_options = { "-oo", "KEEP_GEOM_COLUMNS=NO", "-a_srs", "EPSG:4490" }

local function arguments_of(lists)
    local out = {}
    for _, list in ipairs(lists) do table.move(list, 1, #list, #out + 1, out) end
    return out
end

-- options: crs (EPSG code), encoding (as the DBF driver spells it), cpg (false removes it).
function M.shapefile(name, geometry, fields, rows, options)
    remove_old(name)
    local staged = M.staging(name, fields, rows)
    local crs = options.crs == 4490 and csv_options or { "-oo", "KEEP_GEOM_COLUMNS=NO",
        "-s_srs", "EPSG:4490", "-t_srs", "EPSG:" .. options.crs }
    M.run("ogr2ogr", arguments_of { { "-q", "-f", "ESRI Shapefile", M.path(name), staged,
        "-nlt", geometry, "-lco", "ENCODING=" .. options.encoding,
        "-lco", "DBF_DATE_LAST_UPDATE=" .. stamp }, crs })
    if options.cpg == false then os.remove(M.path((name:gsub("shp$", "cpg")))) end
end

-- Layers go into one GeoPackage in order; the first one creates the file.
function M.geopackage(name, layer, geometry, fields, rows, append)
    if not append then os.remove(M.path(name)) end
    local staged = M.staging(name .. "." .. layer, fields, rows)
    M.run("ogr2ogr", arguments_of { { "-q", "-f", "GPKG", M.path(name), staged, "-nln", layer,
        "-nlt", geometry, "--config", "OGR_CURRENT_DATE", stamp .. "T00:00:00.000Z" },
        append and { "-update" } or {}, csv_options })
end

local function json_pairs(fields, row)
    local out = {}
    for i, field in ipairs(fields) do
        out[i] = text.json(field[1]) .. ": " .. text.json(row[i])
    end
    return "{ " .. table.concat(out, ", ") .. " }"
end

local function json_point(p) return string.format("[%s, %s]", text.number(p[1]), text.number(p[2])) end

local function json_geometry(row)
    if row.point then
        return '{ "type": "Point", "coordinates": ' .. json_point(row.point) .. " }"
    end
    local out = {}
    for i, p in ipairs(row.line) do out[i] = json_point(p) end
    return '{ "type": "LineString", "coordinates": [' .. table.concat(out, ", ") .. "] }"
end

-- RFC 7946: rows carry row.point or row.line, one feature a line so that diffs can be read.
function M.geojson(name, fields, rows)
    local lines = {}
    for i, row in ipairs(rows) do
        lines[i] = string.format('{ "type": "Feature", "id": %s, "properties": %s, "geometry": %s }',
            text.json(row[1]), json_pairs(fields, row), json_geometry(row))
    end
    text.write(M.path(name), '{ "type": "FeatureCollection", "features": [\n'
        .. table.concat(lines, ",\n") .. "\n] }\n")
end

return M
