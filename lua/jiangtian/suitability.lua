-- P:suitability: a criterion tree on the features of a layer, scenario by scenario, or on cells.
local criteria = require "jiangtian.criteria"
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local scores = require "jiangtian.score"
local surfaces = require "jiangtian.surface"

local M = {}

local function is_layer(value)
    return layers.is(value) or scores.is_output(value) and value.kind == "layer"
        or scores.is(value) and scores.info(value).spec.outputs[1].kind == "layer"
end

local function join(emit, layer, table_, key, keep, prefix, step)
    step.op = "table.join"
    step.params = { on = key, to = "id", keep = keep, prefix = prefix }
    step.inputs = { layer = { layer }, table = { table_ } }
    return emit:ref(step)
end

-- The layer with the values of every factor as columns: scores are joined by id, surfaces by zonal statistics.
local function rows_of(tree, of, key, where)
    return function(emit, scenario)
        local base = scores.port_ref(emit, scenario, of, where)
        local out = base
        for _, factor in ipairs(tree.factors) do
            local kind, data = criteria.kind_of(factor.data), factor.data
            local step = { label = "table.join " .. factor.name .. " @ " .. scenario.name, scenario = scenario.name, where = where }
            if kind == "column" then
                local table_ = scores.ref(data.score, emit, scores.tied(data) or scenario)
                out = join(emit, out, table_, key, { data.column }, factor.name .. "_", step)
            elseif kind == "surface" then
                local table_ = emit:ref { op = "surface.zonal", params = { statistics = { factor.zonal }, id = key },
                    inputs = { surface = { scores.port_ref(emit, scenario, data, where) }, zones = { base } },
                    label = "surface.zonal " .. factor.name .. " @ " .. scenario.name, scenario = scenario.name, where = where }
                out = join(emit, out, table_, key, { factor.zonal }, factor.name .. "_", step)
            end
        end
        return out
    end
end

-- Each factor fits what the tree is evaluated on.
local function check_factors(tree, of)
    for _, factor in ipairs(tree.factors) do
        local kind = criteria.kind_of(factor.data)
        if not of and kind ~= "surface" then
            errors.report("script.criteria.cells", factor.name)
        elseif of and kind == "surface" and type(factor.zonal) ~= "string" then
            errors.report("script.criteria.zonal", factor.name)
        elseif of and kind == "field" and layers.is(of) and factor.data.layer.root ~= layers.info(of).root then
            errors.report("script.column.layers", layers.info(of).name, factor.data.layer.name)
        end
    end
end

-- The operator's declaration with the layer of the scores for its first output, and the columns that this tree adds.
local function layer_spec(spec, tree)
    local columns, keep = {}, {}
    local function add(name, type_, title)
        columns[#columns + 1] = { name = name, type = type_, title = title or { zh = name, en = name } }
        keep[#keep + 1] = name
    end
    for _, node in ipairs(criteria.names(tree)) do
        add(node.name .. "_score", "real")
        if node.adds then
            add(node.name .. "_part", "real")
        end
    end
    for _, column in ipairs(spec.outputs[1].columns) do
        add(column.name, column.type, column.title)
    end
    local outputs = { { name = "layer", kind = "layer", help = spec.outputs[1].help, columns = columns, keeps = {} } }
    table.move(spec.outputs, 2, #spec.outputs, 2, outputs)
    return setmetatable({ outputs = outputs }, { __index = spec }), keep
end

-- On the features of a layer: a score whose main output is the layer with the scores.
local function on_rows(project, given, tree, params)
    local ok, spec = errors.try(host.operator, "score.criteria")
    if not ok then
        return errors.poisoned()
    end
    local key, where = given.id or "id", errors.where()
    params.id, params.missing = given.id, given.missing
    local made, keep = layer_spec(spec, tree)
    local rows = scores.prepared("layer", rows_of(tree, given.of, key, where))
    local ports = { data = { rows }, weights = #tree.tables > 0 and tree.tables or nil,
        constraints = given.constraints and { given.constraints } or nil }
    return scores.add(project, { "suitability", as = given.as }, { spec = made, name = "score.criteria", ports = ports, params = params,
        where = where, factors = criteria.charted(tree), main = function(info, emit, scenario)
            return join(emit, scores.port_ref(emit, scenario, rows, where), scores.step(info, emit, scenario, "table"), key, keep, "",
                { label = info.title .. " @ " .. scenario.name, scenario = scenario.name, where = where })
        end })
end

-- On cells: a surface, or a score that gives one where a factor belongs to scenarios.
local function on_cells(project, given, tree, params)
    params.names, params.node = {}, given.node
    local list, once = {}, #tree.tables == 0
    for i, factor in ipairs(tree.factors) do
        list[i], params.names[i] = factor.data, factor.name
        once = once and surfaces.is(factor.data)
    end
    local before = #errors.list
    errors.try(host.validate, "surface.criteria", params)
    local ok, spec = errors.try(host.operator, "surface.criteria")
    if not ok or #errors.list > before then
        return errors.poisoned()
    end
    local ports, where = { surfaces = list, weights = #tree.tables > 0 and tree.tables or nil }, errors.where()
    if not once then
        return scores.add(project, { "suitability", as = given.as }, { spec = spec, name = spec.name, ports = ports, params = params,
            where = where })
    end
    return surfaces.made(function(emit)
        local refs = {}
        for i, surface in ipairs(list) do
            refs[i] = surface.make(emit)
        end
        return emit:ref { op = spec.name, params = params, inputs = { surfaces = refs }, label = given.as or spec.name, where = where }
    end, given.as or given.node or tree.tree.name, { op = spec.name, ports = ports, params = params })
end

-- The tree as plain data; on cells the columns are the names of the factors.
local function plain(node, cells)
    local out = {}
    for key, value in pairs(node) do
        out[key] = value
    end
    if node.factors then
        out.factors = {}
        for i, child in ipairs(node.factors) do
            out.factors[i] = plain(child, cells)
        end
    elseif cells then
        out.column = nil
    end
    return out
end

local keys = { "of", "as", "id", "missing", "normalise", "constraints", "node" }

-- P:suitability { tree, of = parks, as = "适宜性", missing = "renormalise" } gives a score (layer, factors, weights, global,
-- judgements); P:suitability { tree } a surface, when all factors are surfaces; node = "..." that of one criterion.
function M.new(project, given)
    if not errors.is_table(given, "P:suitability") or errors.has_poison(given) then
        return errors.poisoned()
    end
    local before, tree = #errors.list, given[1]
    errors.check_keys(given, "P:suitability", keys, 1)
    if not criteria.is(tree) then
        errors.report("script.criteria.tree", errors.kind(tree))
        return errors.poisoned()
    elseif given.of ~= nil and not is_layer(given.of) then
        errors.report("script.criteria.of", errors.kind(given.of))
    elseif given.as ~= nil then
        errors.is_name(given.as, "as")
    end
    for _, key in ipairs(given.of and { "node" } or { "id", "missing", "constraints" }) do
        if given[key] ~= nil then
            errors.report(given.of and "script.criteria.rows_only" or "script.criteria.cells_only", key)
        end
    end
    check_factors(tree, given.of)
    local params = { tree = plain(tree.tree, not given.of), normalise = given.normalise }
    if given.of then
        errors.try(host.validate, "score.criteria", { tree = params.tree, normalise = given.normalise, missing = given.missing })
    end
    if #errors.list > before then
        return errors.poisoned()
    end
    return (given.of and on_rows or on_cells)(project, given, tree, params)
end

return M
