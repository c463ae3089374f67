-- Criterion trees: goal > groups of factors > factors, written once and evaluated on rows or on cells.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local scores = require "jiangtian.score"
local surfaces = require "jiangtian.surface"
local tables = require "jiangtian.table"

local M = {}
local Tree = { __name = "criterion tree" }
local methods = {}
Tree.__index = methods

function M.is(value) return getmetatable(value) == Tree end

local group_keys = { "weight", "weights", "merge", "orness", "order_weights" }
local factor_keys = { "weight", "data", "value", "unit", "applies", "zonal" }

-- The kind of what a factor is measured by: the name of a column, or what gives one; nil for anything else.
function M.kind_of(data)
    if type(data) == "string" then
        return "name"
    elseif expr.is(data) then
        return data.tree.col and "field"
    elseif scores.is_column(data) then
        return "column"
    elseif surfaces.is(data) or scores.is_output(data) and data.kind == "surface" then
        return "surface"
    end
end

-- What the rows of a layer call the values of a factor, once its data are joined to them.
local function column_of(factor)
    local kind, data = M.kind_of(factor.data), factor.data
    if kind == "name" then
        return data
    elseif kind == "field" then
        return data.tree.col
    end
    return factor.name .. "_" .. (kind == "column" and data.column or factor.zonal or "value")
end

local made_by = { ahp = true, group_ahp = true, swing = true, direct = true, entropy = true, critic = true, combined = true }

-- Weights as score.criteria takes them: objects that give tables go to `list`, and their number stands for them.
local function weights_of(given, list)
    if given == nil or errors.is_poisoned(given) then
        return nil
    elseif made_by[given] then
        return { method = given }
    elseif scores.is(given) or scores.is_output(given) or scores.is_column(given) or tables.is(given) then
        list[#list + 1] = given
        return { method = "table", table = #list }
    elseif type(given) ~= "table" or getmetatable(given) ~= nil then
        errors.report("script.criteria.weights", errors.kind(given))
        return nil
    elseif given.method == "combined" then
        local out = {}
        for key, value in pairs(given) do
            out[key] = (key == "first" or key == "second") and weights_of(value, list) or value
        end
        return out
    end
    return given
end

local function name_of(spec, what)
    if type(spec[1]) == "string" and spec[1] ~= "" then
        return spec[1]
    elseif not errors.is_poisoned(spec[1]) then
        errors.report("script.criteria.name", what)
    end
end

local function factor_of(self, spec)
    errors.check_keys(spec, "jt.criteria", factor_keys, 1)
    local factor = { name = name_of(spec, "factor"), data = spec.data, zonal = spec.zonal, value = spec.value, unit = spec.unit }
    if not factor.name or errors.has_poison(spec) then
        return nil
    elseif not M.kind_of(spec.data) then
        errors.report("script.criteria.data", factor.name, errors.kind(spec.data))
        return nil
    end
    local applies = spec.applies
    if expr.is(applies) and applies.tree.col then
        applies = applies.tree.col
    elseif applies ~= nil and type(applies) ~= "string" then
        errors.report("script.criteria.applies", factor.name, errors.kind(applies))
        return nil
    end
    table.insert(self.factors, factor)
    return { name = factor.name, column = column_of(factor), ["function"] = spec.value, unit = spec.unit, applies = applies,
        weight = spec.weight }
end

-- { "name", factors ... } is a group; what has `data` is a factor.
local function node_of(self, spec)
    if not errors.is_table(spec, "jt.criteria") then
        return nil
    elseif spec.data ~= nil then
        return factor_of(self, spec)
    end
    errors.check_keys(spec, "jt.criteria", group_keys, #spec)
    local node = { name = name_of(spec, "group"), factors = {}, weight = spec.weight, merge = spec.merge, orness = spec.orness,
        order_weights = spec.order_weights, weights = weights_of(spec.weights, self.tables) }
    if not node.name then
        return nil
    elseif #spec < 2 then
        errors.report("script.criteria.empty", node.name)
    end
    table.insert(self.nodes, node)
    for i = 2, #spec do
        local child = not errors.is_poisoned(spec[i]) and node_of(self, spec[i])
        node.factors[#node.factors + 1] = child or nil
    end
    return node
end

-- jt.criteria { "园区适宜性", { "区位", weight = 0.6, { "枢纽时间", data = near.minutes, value = { ... } }, ... }, ... }
function M.new(spec)
    if not errors.is_table(spec, "jt.criteria") or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local before = #errors.list
    local self = { factors = {}, tables = {}, nodes = {}, where = errors.where() }
    if spec.data ~= nil then
        errors.report("script.criteria.root")
    end
    self.tree = node_of(self, spec)
    return #errors.list == before and self.tree and setmetatable(self, Tree) or errors.poisoned()
end

-- tree:columns(): the columns of the factors' scores, for `columns` of score.robustness and the like.
function methods.columns(self)
    local out = {}
    for i, factor in ipairs(self.factors) do
        out[i] = factor.name .. "_score"
    end
    return out
end

-- tree:uncertain { ["枢纽时间"] = { relative = 0.1, common = 0.15 } }: for `values` of score.robustness, with the column
-- and the value function that the factor's score is made of.
function methods.uncertain(self, given)
    if not errors.is_table(given, "tree:uncertain") then
        return errors.poisoned()
    end
    local out, names, rest = {}, {}, {}
    for name, entry in pairs(given) do
        rest[name] = entry
    end
    for i, factor in ipairs(self.factors) do
        names[i] = factor.name
        local entry = rest[factor.name]
        rest[factor.name] = nil
        if entry ~= nil and errors.is_table(entry, "tree:uncertain") then
            local full = { raw = column_of(factor), ["function"] = factor.value or { kind = "linear", from = { 0, 100 } } }
            for key, value in pairs(entry) do
                full[key] = value
            end
            out[factor.name .. "_score"] = full
        end
    end
    local unknown
    for name in pairs(rest) do
        unknown = unknown or name
    end
    if unknown ~= nil then
        errors.unknown("script.criteria.factor", unknown, names)
    end
    return unknown == nil and out or errors.poisoned()
end

-- The names of all groups and factors but the goal, each with whether its parts add up to the goal.
function M.names(self)
    local out = {}
    local function walk(node, adds)
        for _, child in ipairs(node.factors or {}) do
            out[#out + 1] = { name = child.name, adds = adds }
            walk(child, adds and (child.merge or "sum") == "sum")
        end
    end
    walk(self.tree, (self.tree.merge or "sum") == "sum")
    return out
end

-- The factors as charts of the report want them: name, column, value function and unit.
function M.charted(self)
    local out = {}
    for i, factor in ipairs(self.factors) do
        out[i] = { name = factor.name, column = column_of(factor), value = factor.value, unit = factor.unit }
    end
    return out
end

return M
