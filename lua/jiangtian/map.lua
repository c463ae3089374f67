-- Map sheets of a plan.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"
local styles = require "jiangtian.style"

local M = {}

local map_keys = { "title", "subtitle", "each", "of", "frames", "layers", "extent", "scale", "slots", "notes", "dpi",
    "formats", "inset", "caption" }

-- What is drawn for a list of layers: { { source =, style = }, ... }
local function drawn(list, what)
    local out = {}
    for _, item in ipairs(errors.list_of(list, what)) do
        local source, style = styles.resolve(item)
        if source and not errors.is_poisoned(source) then
            out[#out + 1] = { source = source, style = style }
        end
    end
    return out
end

-- The scenarios of a map: exactly one of `of`, `each` and `frames` says them.
local function scenarios_of(spec)
    local given = {}
    for _, key in ipairs { "of", "each", "frames" } do
        given[#given + 1] = spec[key] ~= nil and key or nil
    end
    local key = given[1]
    local over = key == "of" and { spec.of } or key and errors.list_of(spec[key], key) or {}
    for _, scenario in ipairs(over) do
        if not scenarios.is(scenario) and not errors.is_poisoned(scenario) then
            errors.report("script.map.scenario", errors.kind(scenario))
        end
    end
    if #given ~= 1 or (#over == 0 and not errors.is_poisoned(spec[key])) then
        errors.report("script.map.over")
    end
    return over
end

-- What the extent is taken from: anything that can be drawn; nil for a box or nothing, which stand as they are.
local function extent_source(extent)
    local boxed = type(extent) == "table" and getmetatable(extent) == nil and extent.box
    if extent ~= nil and not boxed then
        return (styles.resolve(extent, "script.map.extent"))
    end
end

-- P:map { "A3横", title = "...", each = { now, y25 } | of = y35 | frames = { now, y25, y35 }, layers = { ... } }
function M.map(project, spec)
    if not errors.is_table(spec, "P:map") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "P:map", map_keys, 1)
    for _, key in ipairs { 1, "title" } do
        if (type(spec[key]) ~= "string" or spec[key] == "") and not errors.is_poisoned(spec[key]) then
            errors.report("script.map.wanted", key == 1 and "template" or key)
        end
    end
    if spec.layers == nil then
        errors.report("script.map.wanted", "layers")
    end
    local map = { spec = spec, over = scenarios_of(spec), where = errors.where(), layers = drawn(spec.layers, "layers"),
        inset = drawn(spec.inset, "inset"), extent = extent_source(spec.extent) }
    table.insert(project.maps, map)
    return map
end

-- Adds an object to the ports of the sheet, { layers =, surfaces = }; gives what the sheet calls it.
local function placed(source, emit, scenario, ports, where)
    local surface = styles.is_surface(source)
    local port = surface and ports.surfaces or ports.layers
    port[#port + 1] = scores.port_ref(emit, scenario, source, where)
    return surface and "surface" or "port", #port - 1
end

-- The same for a list; gives the list of { port =, style = } or { surface =, style = }.
local function drawn_layers(list, emit, scenario, ports, where)
    local out = {}
    for i, item in ipairs(list) do
        local key, number = placed(item.source, emit, scenario, ports, where)
        out[i] = { [key] = number, style = item.style }
    end
    return out
end

-- A subtitle of the user's own on one sheet of several says the scenario too.
local function each_subtitle(spec, scenario)
    local given = type(spec.subtitle) == "table" and host.text(spec.subtitle) or spec.subtitle
    return given and scenario and given .. " · " .. scenario:title() or spec.subtitle
end

local function sheet(project, map, list, index, emit)
    local spec, ports, frames = map.spec, { layers = {}, surfaces = {} }, {}
    for i, scenario in ipairs(list) do
        frames[i] = { title = #list > 1 and scenario:title() or "",
            layers = drawn_layers(map.layers, emit, scenario, ports, map.where) }
    end
    local last = list[#list]
    local single = #list == 1
    local name = string.format("%02d_%s%s", index, spec.title:gsub("[/%c]", "_"), #map.over > 1 and single and ("_" .. last.name) or "")
    local params = {
        file = name,
        template = spec[1],
        title = spec.title,
        subtitle = each_subtitle(spec, single and #map.over > 1 and last),
        frames = frames,
        scale = spec.scale,
        notes = spec.notes,
        slots = spec.slots or project.slots or nil,
        dpi = spec.dpi,
        formats = spec.formats,
        lang = host.lang(),
        scenario = single and { name = last.name, year = last.year } or { name = project.name },
    }
    if spec.inset then
        params.inset = { layers = drawn_layers(map.inset, emit, last, ports, map.where) }
    end
    if map.extent then -- of the last scenario of all sheets, so that they show the same ground
        local key, number = placed(map.extent, emit, map.over[#map.over], ports, map.where)
        params.extent = { [key == "port" and "layer" or key] = number }
    else
        params.extent = spec.extent
    end
    if #ports.surfaces > 0 then -- they may be in any CRS
        params.crs = host.crs_text(project.crs)
    else
        ports.surfaces = nil
    end
    return {
        file = "maps/" .. name,
        caption = spec.caption or (spec.title .. (single and ("（" .. last:title() .. "）") or "")),
        compare = not single,
        ref = emit:ref { op = "map.sheet", params = { spec = params }, inputs = ports,
            label = "map.sheet " .. name, where = map.where },
    }
end

-- All sheets, in order: `each` gives one a scenario, `frames` one with all of them side by side.
function M.sheets(project, emit)
    local out = {}
    for _, map in ipairs(project.maps) do
        if map.spec.frames then
            out[#out + 1] = sheet(project, map, map.over, #out + 1, emit)
        else
            for _, scenario in ipairs(map.over) do
                out[#out + 1] = sheet(project, map, { scenario }, #out + 1, emit)
            end
        end
    end
    return out
end

return M
