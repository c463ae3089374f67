-- The library as a scenario sees it, over a host that knows a few layers and operators.
local check = require "check"

local M = {}

local fields = {
    roads = { { name = "id", type = "text" }, { name = "class", type = "text" }, { name = "year_open", type = "integer" } },
    metro = { { name = "id", type = "text" }, { name = "year_open", type = "integer" } },
    planned = { { name = "id", type = "text" } },
    parks = { { name = "id", type = "text" }, { name = "name", type = "text" }, { name = "land", type = "real", unit = "ha" },
        { name = "where", type = "text" }, { name = "year_open", type = "integer" } },
    yearbook = { { name = "dq", type = "text" }, { name = "rk", type = "real", title = { zh = "人口", en = "people" } },
        { name = "id", type = "text" } },
    seats = { { name = "id", type = "text" }, { name = "population", type = "integer" } },
}

local operators = {
    reach = {
        name = "reach",
        title = { zh = "可达", en = "Reach" },
        ports = {
            { name = "nodes", kind = "layer", required = true, help = { en = "the nodes" } },
            { name = "demand", kind = "layer", required = true, many = true, help = { en = "the demand" } },
            { name = "access", kind = "table" },
            { name = "slope", kind = "surface" },
            { name = "network", kind = "network", required = true },
        },
        params = { { name = "cutoff" }, { name = "weights" } },
        outputs = {
            { name = "nodes", kind = "layer", columns = { { name = "id", type = "text" }, { name = "name", type = "text" },
                { name = "coverage", type = "real", title = { zh = "覆盖率", en = "coverage" } } } },
            { name = "rings", kind = "layer", columns = {} },
            { name = "times", kind = "table", columns = {} },
            { name = "graph", kind = "network", columns = {} },
        },
    },
    ["network.build"] = {
        name = "network.build",
        ports = { { name = "lines", kind = "layer", many = true, help = { en = "road layers" } },
            { name = "links", kind = "table", many = true, help = { en = "links by id" } },
            { name = "nodes", kind = "table", help = { en = "nodes" } },
            { name = "turns", kind = "table", help = { en = "turn rules" } },
            { name = "transit", kind = "layer", many = true, help = { en = "metro lines" } },
            { name = "stations", kind = "layer", help = { en = "stations" } } },
        params = { { name = "snap" }, { name = "modes" } },
        outputs = { { name = "network", kind = "network", columns = {} } },
    },
    ["layer.sample_points"] = {
        name = "layer.sample_points",
        ports = { { name = "layer", kind = "layer", required = true, help = { en = "where" } } },
        params = { { name = "count" }, { name = "seed" } },
        outputs = { { name = "points", kind = "layer", columns = { { name = "id", type = "text" } } } },
    },
    ["source.dxf"] = { name = "source.dxf", ports = { { name = "layer", kind = "layer", required = true } },
        params = { { name = "file" }, { name = "class" }, { name = "style" }, { name = "colours" }, { name = "label" },
            { name = "label_height" }, { name = "encoding" }, { name = "lang" } }, outputs = { { name = "files", kind = "files" } } },
    ["surface.slope"] = { name = "surface.slope", title = { en = "Slope" }, ports = { { name = "heights", kind = "surface" } }, params = {},
        outputs = { { name = "slope", kind = "surface", columns = {} } } },
    ["surface.read"] = { name = "surface.read", ports = {}, params = { { name = "path" }, { name = "band" }, { name = "crs" } },
        outputs = { { name = "surface", kind = "surface", columns = {} } } },
}

operators["surface.value"] = {
    name = "surface.value",
    title = { zh = "分值", en = "Scores" },
    ports = { { name = "surface", kind = "surface", required = true } },
    params = { { name = "function" } },
    outputs = { { name = "surface", kind = "surface", columns = {} } },
}
operators["score.value"] = {
    name = "score.value",
    title = { zh = "价值函数", en = "Value function" },
    ports = { { name = "data", kind = "table", required = true } },
    params = { { name = "column" }, { name = "function" }, { name = "as" }, { name = "id" } },
    outputs = { { name = "table", kind = "table", columns = {} } },
}
operators["surface.cost"] = {
    name = "surface.cost",
    title = { zh = "时耗", en = "Cost" },
    ports = { { name = "friction", kind = "surface", required = true }, { name = "nodes", kind = "layer", required = true } },
    params = {},
    outputs = { { name = "surface", kind = "surface", columns = {} } },
}
operators["vector.spatial_join"] = {
    name = "vector.spatial_join",
    ports = { { name = "layer", kind = "layer", required = true }, { name = "from", kind = "layer", required = true } },
    params = { { name = "columns" } },
    outputs = { { name = "layer", kind = "layer", columns = { { name = "count", type = "integer" } },
        keeps = { { port = "layer", suffix = "", params = {} }, { port = "from", suffix = "_from", params = { "columns" } } } } },
}
operators["table.join"] = {
    name = "table.join",
    ports = { { name = "layer", kind = "layer", required = true }, { name = "table", kind = "table", required = true } },
    params = { { name = "on" }, { name = "to" }, { name = "keep" }, { name = "prefix" } },
    outputs = { { name = "layer", kind = "layer", columns = {},
        keeps = { { port = "layer", suffix = "", params = {} }, { port = "table", suffix = "_table", params = {} } } },
        { name = "unmatched", kind = "table", columns = {} } },
}
operators["score.criteria"] = {
    name = "score.criteria",
    title = { zh = "准则树", en = "Criterion tree" },
    ports = { { name = "data", kind = "table", required = true }, { name = "weights", kind = "table", many = true },
        { name = "constraints", kind = "table" } },
    params = { { name = "tree" }, { name = "normalise" }, { name = "missing" }, { name = "id" } },
    outputs = { { name = "table", kind = "table", columns = { { name = "score", type = "real" }, { name = "rank", type = "integer" } } },
        { name = "factors", kind = "table", columns = {} }, { name = "global", kind = "table", columns = {} } },
}
operators["surface.criteria"] = {
    name = "surface.criteria",
    title = { zh = "准则树（栅格）", en = "Criterion tree over surfaces" },
    ports = { { name = "surfaces", kind = "surface", required = true, many = true },
        { name = "weights", kind = "table", many = true } },
    params = { { name = "tree" }, { name = "names" }, { name = "node" }, { name = "normalise" } },
    outputs = { { name = "surface", kind = "surface", columns = {} }, { name = "weights", kind = "table", columns = {} } },
}
for _, operator in pairs(operators) do
    for _, output in ipairs(operator.outputs) do
        output.keeps = output.keeps or {}
    end
end

local booleans = { eq = true, ne = true, lt = true, le = true, gt = true, ge = true, ["and"] = true, ["or"] = true,
    ["not"] = true, is_null = true, ["in"] = true, starts_with = true, contains = true }

local Failure = { __tostring = function(failure) return failure.text end }

local function fail(...) error(setmetatable({ text = string.format(...) }, Failure), 0) end

local function field_of(tree, known)
    if tree.col then
        for _, field in ipairs(known) do
            if field.name == tree.col then
                return field
            end
        end
        fail("unknown column %s", tree.col)
    end
    for _, arg in ipairs(tree.args or {}) do
        field_of(arg, known)
    end
    return { name = "", type = tree.op and booleans[tree.op] and "boolean" or tree.bool ~= nil and "boolean" or
        tree.text and "text" or "real" }
end

-- A fresh library and its host: { jt =, errors =, host =, line = function to set the line that errors name }.
function M.new(given)
    given = given or {}
    local here = "plan.lua:1"
    local host = {
        where = function() return here end,
        is_error = function(value) return getmetatable(value) == Failure end,
        unknown = function(id, word, names, place) fail("%s %s [%s] %s", id, word, table.concat(names, " "), place) end,
        operator = function(name) return operators[name] or fail("unknown operator %s", name) end,
        validate = function(name, params)
            for key in pairs(params) do
                local known = false
                for _, param in ipairs(operators[name].params) do
                    known = known or param.name == key
                end
                if not known then
                    fail("unknown parameter %s of %s", key, name)
                end
            end
        end,
        probe = function(_, params)
            local name = params.path:match "([^/]+)%.%w+$"
            return fields[name] or fail("no such file %s", params.path)
        end,
        crs = function() end,
        crs_place = function(_, text) return text end,
        crs_text = function(text) return text end,
        check_expression = function(tree, known) return field_of(tree, known) end,
        encode = check.show,
        text = function(text) return text.en or "" end,
        lang = function() return "zh" end,
        find_path = function(path) return path end,
        data_path = function(folder, path) return folder .. "/" .. path end,
        files = function(folder) return given.files and given.files[folder] end,
        readable = function() end,
        read_text = function(path) return "text of " .. path end,
        ahp = function() end,
        param = function(name) return (given.params or {})[name] end,
    }
    for name in pairs(package.loaded) do
        if name == "jiangtian" or name:find "^jiangtian%." then
            package.loaded[name] = nil
        end
    end
    package.preload["jiangtian.host"] = function() return host end
    local jt = require "jiangtian"
    return {
        jt = jt,
        host = host,
        errors = require "jiangtian.errors",
        line = function(number) here = "plan.lua:" .. number end,
    }
end

-- The ids and arguments, or texts, of the errors so far.
function M.told(library)
    local out = {}
    for i, entry in ipairs(library.errors.list) do
        out[i] = entry.id and table.concat({ entry.id, table.unpack(entry.args) }, " ") or tostring(entry.error)
    end
    return out
end

-- A project with its layers and a baseline: { P =, jt =, roads =, metro =, parks =, seats =, now =, ... }.
function M.project(given)
    local out = M.new(given)
    local P = out.jt.project { api = 1, name = "样例", crs = "EPSG:4544", seed = 7, data = "data" }
    out.P = P
    out.roads = P:layer { "roads.shp", role = "roads" }
    out.metro = P:layer { "metro.shp", role = "transit" }
    out.parks = P:layer { "parks.shp", role = "parks" }
    out.seats = P:layer { "seats.csv", role = "demand" }
    out.now = P:baseline { "现状", year = 2020, network = { out.roads, out.metro, snap = "20 m" } }
    return out
end

-- The plan, which must have no errors.
function M.plan(library)
    local plan = library.jt.finish(library.P)
    check.same(M.told(library), {})
    return plan
end

-- The steps of one operator, in order, each with its place in the plan as `at`.
function M.steps(plan, op)
    local out = {}
    for i, step in ipairs(plan.steps) do
        if step.op == op then
            out[#out + 1] = setmetatable({ at = i - 1 }, { __index = step })
        end
    end
    return out
end

return M
