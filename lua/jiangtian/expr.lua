-- Column expressions: trees that the engine evaluates on whole columns. Comparisons are methods, because Lua turns
-- < and == into booleans; masks join with & | ~.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"

local M = {}
local methods = {}
local Expr = {}
Expr.__name = "column"
Expr.__index = function(_, name)
    local method = methods[name]
    if method == nil then
        errors.report("script.column.method", name, host.suggest(name, M.method_names()))
        return errors.poisoned()
    end
    return method
end

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
    errors.report("script.column.operand", type(value))
    return { num = 0 }
end

local function layer_of(...)
    for _, value in ipairs { ... } do
        if M.is(value) then
            return value.layer
        end
    end
end

local function apply(op, ...)
    local args = table.pack(...)
    local trees = {}
    for i = 1, args.n do
        if errors.is_poisoned(args[i]) then
            return args[i]
        end
        trees[i] = operand(args[i])
    end
    local layer = layer_of(...)
    local tree = { op = op, args = trees }
    local ok, field = errors.try(host.check_expression, tree, layer.fields, layer.name)
    if not ok then
        return errors.poisoned()
    end
    return M.new(layer, tree, field)
end

local binary = { add = "+", sub = "-", mul = "*", div = "/", pow = "pow", band = "and", bor = "or" }
for event, op in pairs(binary) do
    Expr["__" .. event] = function(a, b) return apply(op, a, b) end
end
Expr.__unm = function(a) return apply("neg", a) end
Expr.__bnot = function(a) return apply("not", a) end

for _, op in ipairs { "eq", "ne", "lt", "le", "gt", "ge", "is_null", "abs", "sqrt", "exp", "log", "min", "max",
    "clip", "starts_with", "contains" } do
    methods[op] = function(self, ...) return apply(op, self, ...) end
end

-- column:one_of { "a", "b" }: true where the value is one of the list.
function methods.one_of(self, values) return apply("in", self, table.unpack(values)) end

-- mask:choose(a, b): a where the mask is true, b elsewhere.
function methods.choose(self, yes, no) return apply("if", self, yes, no) end

function M.method_names()
    local names = {}
    for name in pairs(methods) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

-- Styles are added to the same methods by jiangtian.style.
M.methods = methods

return M
