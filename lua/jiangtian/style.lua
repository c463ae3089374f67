-- How things are drawn: every source of a map can be given a style; without one it is drawn by its role.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local layers = require "jiangtian.layer"
local scores = require "jiangtian.score"
local surfaces = require "jiangtian.surface"

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

local function is_surface(value) return surfaces.is(value) or scores.is_output(value) and value.kind == "surface" end

-- surface:graduated { breaks = { 3, 8, 15 } }, :categories { classes = { ... } }, :continuous { ramp = "..." }, :shade { }
local function by_cell(kind)
    return function(self, options)
        if not is_surface(self) and not errors.is_poisoned(self) then
            errors.report("script.style.surface", kind, errors.kind(self))
        end
        if not is_surface(self) or options ~= nil and not errors.is_table(options, "surface:" .. kind) then
            return errors.poisoned()
        end
        return drawn(self, copied(options, { kind = kind }))
    end
end

local function by_column(kind)
    local of_surface = by_cell(kind)
    return function(self, options)
        if is_surface(self) then
            return of_surface(self, options)
        end
        local field = column_of(self)
        if not field or options and not errors.is_table(options, "column:" .. kind) then
            return errors.poisoned()
        end
        return drawn(self, copied(options, { kind = kind, field = field }))
    end
end

-- column:graduated { method = "manual", breaks = { 20, 40 }, ramp = "..." }; column:categories { classes = { ... } }
local methods = { graduated = by_column "graduated", categories = by_column "categories",
    continuous = by_cell "continuous", shade = by_cell "shade" }

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
for _, name in ipairs { "graduated", "categories", "continuous", "shade" } do
    surfaces.methods[name] = methods[name]
end

-- Is it drawn from cells: a surface, or a score or output that gives one?
function M.is_surface(source)
    return is_surface(source) or scores.is(source) and scores.info(source).spec.outputs[1].kind == "surface"
end

-- The style of a surface, with its name for a title where it has none.
local function titled(source, style)
    local own = surfaces.is(source) and source.name or scores.is(source) and scores.info(source).title or source.score.title
    return copied(style, { title = style.title or own })
end

-- What is drawn for an item of `layers = { ... }`: its source (for a reference) and its style. What cannot be drawn is
-- reported with the given message.
function M.resolve(item, message)
    local source = M.is(item) and item.source or item
    if M.is_surface(source) and message ~= "script.export.layer" then
        return source, titled(source, M.is(item) and item.style or {})
    elseif M.is(item) and not M.is_surface(source) then
        return M.source(item.source), item.style
    elseif layers.is(item) then
        local role = layers.info(item).role
        return item, { role = role ~= "" and role or nil }
    elseif (scores.is(item) or scores.is_output(item)) and not M.is_surface(item) then
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
