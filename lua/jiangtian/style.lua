-- How things are drawn: every source of a map can be given a style; without one it is drawn by its role.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local layers = require "jiangtian.layer"
local scores = require "jiangtian.score"

local M = {}
local Drawn = { __name = "styled layer" }

function M.is(value) return getmetatable(value) == Drawn end

local function drawn(source, style) return setmetatable({ source = source, style = style }, Drawn) end

local function copied(options, fixed)
    local style = {}
    for key, value in pairs(options or {}) do
        if type(key) == "string" then
            style[key] = value
        end
    end
    for key, value in pairs(fixed) do
        style[key] = value
    end
    return style
end

local function column_of(value)
    if scores.is_column(value) then
        return value.column
    elseif expr.is(value) and value.tree.col then
        return value.tree.col
    end
    errors.report("script.style.column")
end

local function by_column(kind)
    return function(self, options)
        local field = column_of(self)
        if not field or options and not errors.is_table(options, "column:" .. kind) then
            return errors.poisoned()
        end
        return drawn(self, copied(options, { kind = kind, field = field }))
    end
end

-- column:graduated { method = "manual", breaks = { 20, 40 }, ramp = "..." }; column:categories { classes = { ... } }
local methods = { graduated = by_column "graduated", categories = by_column "categories" }

-- output:bands { 15, 30, 45, 60 }: isochrones, by cutoff in minutes.
function methods.bands(self, options)
    if not errors.is_table(options, "output:bands") then
        return errors.poisoned()
    end
    return drawn(self, copied(options, { role = "isochrones", kind = "bands",
        cutoffs = table.move(options, 1, #options, 1, {}) }))
end

-- layer:style { ... }: members of a style (docs/maps.md), over those of the layer's role.
function methods.style(self, options)
    if not errors.is_table(options, "layer:style") then
        return errors.poisoned()
    end
    local role = layers.is(self) and layers.info(self).role or nil
    return drawn(self, copied(options, { role = options.role or (role ~= "" and role or nil) }))
end

for name, method in pairs(methods) do
    scores.styles[name] = method
end
expr.methods.graduated = methods.graduated
expr.methods.categories = methods.categories
layers.methods.style = methods.style

-- What is drawn for an item of `layers = { ... }`: its source (for a reference) and its style. What cannot be drawn is
-- reported with the given message.
function M.resolve(item, message)
    if M.is(item) then
        return M.source(item.source), item.style
    elseif layers.is(item) then
        local role = layers.info(item).role
        return item, { role = role ~= "" and role or nil }
    elseif scores.is(item) or scores.is_output(item) then
        return item, {}
    elseif scores.is_column(item) then
        return M.source(item), { kind = "graduated", field = item.column, method = "quantile" }
    elseif not errors.is_poisoned(item) then
        errors.report(message or "script.map.layer", errors.kind(item))
    end
end

-- A column is drawn with the geometry of what it belongs to.
function M.source(value)
    if scores.is_column(value) then
        return scores.output(value.score, scores.tied(value))
    elseif expr.is(value) then
        return layers.of(value.layer)
    end
    return value
end

return M
