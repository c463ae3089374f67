-- Styles of the layers in results.gpkg: those that the maps of the plan give them.
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local scores = require "jiangtian.score"

local M = {}

-- What the maps draw, main layers before those of insets: { title, source, style }.
local function drawn(project)
    local out = {}
    for _, part in ipairs { "layers", "inset" } do
        for _, map in ipairs(project.maps) do
            for _, item in ipairs(map[part]) do
                out[#out + 1] = { title = map.spec.title, source = item.source, style = item.style }
            end
        end
    end
    return out
end

-- Has the layer what the style goes by? A role looks for its column itself.
local function suits(info, style) return style.field == nil or layers.has(info, style.field) end

-- Is a drawn thing this layer of the data (its info), or made of it by where() or with()?
local function is_layer(source, info, derived)
    local other = layers.is(source) and layers.info(source)
    return other and other.root == info.root and (derived or other == info)
end

-- Is a drawn thing this output of a score?
local function is_output(source, score, output)
    if scores.is(source) then
        return scores.info(source) == score and score.spec.outputs[1].name == output
    end
    return scores.is_output(source) and source.score == score and source.output == output
end

-- Adds the styles of the drawn things that `fits` takes, each style once and under a name of its own.
local function add(out, layer, list, fits)
    local seen, names, before = {}, {}, #out
    for _, item in ipairs(list) do
        local key = fits(item) and host.encode(item.style)
        if key and not seen[key] then
            seen[key] = true
            names[item.title] = (names[item.title] or 0) + 1
            local number = names[item.title]
            out[#out + 1] = { layer = layer, name = number == 1 and item.title or item.title .. " " .. number,
                style = item.style }
        end
    end
    return #out > before
end

-- The styles of a layer of the data; of one that no map draws, that of its role.
local function add_layer(out, info, list)
    local function exact(item) return is_layer(item.source, info, false) and suits(info, item.style) end
    local function derived(item) return is_layer(item.source, info, true) and suits(info, item.style) end
    if not add(out, info.label, list, exact) and not add(out, info.label, list, derived) and (info.role or "") ~= "" then
        out[#out + 1] = { layer = info.label, name = info.role, style = { role = info.role }, optional = true }
    end
end

-- For the parameter `styles` of source.gpkg; nil where there are none. `results`: entries of the layers of scores, { name, score, output }.
function M.styles(project, results)
    local out, list = {}, drawn(project)
    for _, info in ipairs(project.layers) do
        add_layer(out, info, list)
    end
    for _, entry in ipairs(results) do
        if entry.kind == "layer" then
            add(out, entry.name, list, function(item) return is_output(item.source, entry.score, entry.output) end)
        end
    end
    return #out > 0 and out or nil
end

return M
