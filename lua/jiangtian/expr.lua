-- Column expressions: trees that the engine evaluates on whole columns. Comparisons are methods, because Lua turns
-- < and == into booleans; masks join with & | ~.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"

local M = {}
local methods = {}
local Expr = {}
Expr.__name = "column"
Expr.__index = errors.only(methods, "script.column.method")

function M.is(value) return getmetatable(value) == Expr end

-- A tree over a layer (its info: name, fields, make), and the field that it results in.
function M.new(info, tree, field) return setmetatable({ layer = info, tree = tree, field = field }, Expr) end

local function operand(value)
    if M.is(value) then
        return value.tree
    elseif type(value) == "number" then
        return { num = value }
    elseif type(value) == "boolean" then
        return { bool = value }
    elseif type(value) == "string" then
        return { text = value }
    end
    errors.report("script.column.operand", errors.kind(value))
end

local types = { number = "real", string = "text", boolean = "boolean" }

-- A plain value as a column of the layer (its info); anything else as it is.
function M.of(info, value)
    local kind = math.type(value) == "integer" and "integer" or types[type(value)]
    return kind and M.new(info, operand(value), { name = "", type = kind }) or value
end

-- The layer that all columns among the arguments belong to, in its form with the most columns; nil for columns of two.
local function layer_of(args)
    local found
    for i = 1, args.n do
        local layer = M.is(args[i]) and args[i].layer
        if layer and found and layer.root ~= found.root then
            errors.report("script.column.layers", found.name, layer.name)
            return nil
        elseif layer and (not found or #layer.fields > #found.fields) then
            found = layer
        end
    end
    if not found then
        errors.report("script.column.self")
    end
    return found
end

local function apply(op, ...)
    local args = table.pack(...)
    local trees = {}
    for i = 1, args.n do
        if errors.is_poisoned(args[i]) then
            return args[i]
        end
        trees[i] = operand(args[i])
        if trees[i] == nil then
            return errors.poisoned()
        end
    end
    local layer = layer_of(args)
    local tree = { op = op, args = trees }
    if not layer then
        return errors.poisoned()
    end
    local ok, field = errors.try(host.check_expression, tree, layer.fields)
    return ok and M.new(layer, tree, field) or errors.poisoned()
end

local binary = { add = "+", sub = "-", mul = "*", div = "/", pow = "pow", band = "and", bor = "or" }
for event, op in pairs(binary) do
    Expr["__" .. event] = function(a, b) return apply(op, a, b) end
end
Expr.__unm = function(a) return apply("neg", a) end
Expr.__bnot = function(a) return apply("not", a) end

for _, op in ipairs { "eq", "ne", "lt", "le", "gt", "ge", "is_null", "abs", "sqrt", "exp", "log", "pow", "min",
    "max", "clip", "starts_with", "contains" } do
    methods[op] = function(self, ...) return apply(op, self, ...) end
end

-- column:one_of { "a", "b" }: true where the value is one of the list.
function methods.one_of(self, values)
    if not errors.is_table(values, "column:one_of") then
        return errors.poisoned()
    end
    return apply("in", self, table.unpack(values))
end

-- mask:choose(a, b): a where the mask is true, b elsewhere.
function methods.choose(self, yes, no) return apply("if", self, yes, no) end

-- Styles are added to the same methods by jiangtian.style.
M.methods = methods

return M
