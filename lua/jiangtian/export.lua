-- Files for other programs, beside the results: DXF for CAD, GeoTIFF for surfaces.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"
local styles = require "jiangtian.style"
local surfaces = require "jiangtian.surface"

local M = {}

local export_keys = { "layer", "of", "class", "colours", "label", "label_height", "encoding" }

-- The name of a column that is given by name or as layer.column; one that the layer lacks is reported.
local function column_name(value, source)
    local name = expr.is(value) and value.tree.col or value
    local info = layers.is(source) and layers.info(source)
    if type(name) == "string" and info and not layers.has(info, name) then
        local names = {}
        for i, field in ipairs(info.fields) do
            names[i] = field.name
        end
        errors.unknown("script.layer.no_field", name, names, info.name)
    end
    return name
end

-- The scenario that `of` names; a score wants one, a layer of the data is the same in all without one.
local function scenario_of(spec, source)
    if spec.of ~= nil and not scenarios.is(spec.of) and not errors.is_poisoned(spec.of) then
        errors.report("script.export.scenario", errors.kind(spec.of))
    elseif spec.of == nil and not layers.is(source) then
        errors.report("script.export.of")
    end
    return spec.of
end

local function params_of(spec, source, style)
    local own = styles.is(spec.layer) or scores.is_column(spec.layer)
    return {
        file = spec[1],
        class = column_name(spec.class, source),
        label = column_name(spec.label, source),
        style = own and style or nil,
        colours = spec.colours,
        label_height = spec.label_height,
        encoding = spec.encoding,
        lang = host.lang(),
    }
end

-- P:export { "坡度.tif", surface = slope }: a surface of the data, or what P:apply made of one.
local function export_surface(project, spec)
    errors.check_keys(spec, "P:export", { "surface" }, 1)
    if errors.has_poison(spec) then
        return
    elseif not surfaces.is(spec.surface) then
        errors.report("script.export.surface", errors.kind(spec.surface))
    else
        table.insert(project.exports, { surface = spec.surface, params = { file = spec[1] }, where = errors.where() })
    end
end

-- P:export { "用地.dxf", layer = landuse, class = "kind", label = "name" }; a styled layer or a column of a score has the
-- classes and colours of its style.
function M.export(project, spec)
    if not errors.is_table(spec, "P:export") then
        return errors.poisoned()
    end
    if type(spec[1]) == "string" and spec[1]:lower():match "%.tif$" then
        return export_surface(project, spec)
    end
    local before = #errors.list
    errors.check_keys(spec, "P:export", export_keys, 1)
    if type(spec[1]) ~= "string" or not spec[1]:lower():match "%.dxf$" then
        errors.report("script.export.file", tostring(spec[1]))
    end
    local source, style = styles.resolve(spec.layer, "script.export.layer")
    if not source or errors.is_poisoned(source) or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local scenario, params = scenario_of(spec, source), params_of(spec, source, style)
    if #errors.list > before or not errors.try(host.validate, "source.dxf", params) then
        return errors.poisoned()
    end
    table.insert(project.exports, { source = source, scenario = scenario, params = params, where = errors.where() })
end

-- The steps that write the files.
function M.emit(project, emit)
    for _, export in ipairs(project.exports) do
        if export.surface then
            emit:add { op = "surface.write", params = export.params, inputs = { surface = { export.surface.make(emit) } },
                label = export.params.file, where = export.where }
            goto continue
        end
        local ref = export.scenario and scores.port_ref(emit, export.scenario, export.source, export.where)
            or layers.info(export.source).make(emit)
        emit:add { op = "source.dxf", params = export.params, inputs = { layer = { ref } }, label = export.params.file,
            where = export.where }
        ::continue::
    end
end

return M
