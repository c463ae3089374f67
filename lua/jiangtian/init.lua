-- The library of scenario files: `local jt = require "jiangtian"`. A scenario only builds a plan; see docs/scenario.md.
local applied = require "jiangtian.apply"
local changes = require "jiangtian.change"
local compares = require "jiangtian.compare"
local criteria = require "jiangtian.criteria"
local decays = require "jiangtian.decay"
local errors = require "jiangtian.errors"
local exports = require "jiangtian.export"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local maps = require "jiangtian.map"
local nodes = require "jiangtian.node"
local outputs = require "jiangtian.outputs"
local reports = require "jiangtian.report"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"
local suitability = require "jiangtian.suitability"
local surfaces = require "jiangtian.surface"
local tables = require "jiangtian.table"
local values = require "jiangtian.value"

local API = 1

local jt = {
    open = changes.open,
    close = changes.close,
    add = changes.add,
    add_line = changes.add_line,
    speed = changes.speed,
    retime = changes.retime,
    upgrade = changes.upgrade,
    factor = changes.factor,
    reverse = changes.reverse,
    oneway = changes.oneway,
    twoway = changes.twoway,
    headway = changes.headway,
    run_time = changes.run_time,
    skip = changes.skip,
    changes = changes.changes,
    find = layers.find,
    decay = decays.sample,
    value = values.sample,
    criteria = criteria.new,
}

local Project = { __name = "project" }
local methods = {}

-- jt.project { api = 1, name = "...", crs = "EPSG:4544", seed = 1, data = "folder", slots = { ... } }
function jt.project(spec)
    if not errors.is_table(spec, "jt.project") then
        spec = { api = API, name = "-", crs = "-" }
    end
    errors.check_keys(spec, "jt.project", { "api", "name", "crs", "seed", "data", "slots" }, 0)
    if spec.api ~= API then
        errors.report("script.project.api", spec.api, API)
    end
    for _, key in ipairs { "name", "crs" } do
        if (type(spec[key]) ~= "string" or spec[key] == "") and not errors.is_poisoned(spec[key]) then
            errors.report("script.project.wanted", key)
        end
    end
    local data = host.find_path(type(spec.data) == "string" and spec.data or ".")
    local crs = spec.crs or ""
    if type(spec.crs) == "string" and spec.crs ~= "" and spec.crs ~= "-" then
        crs = host.crs_place(data, spec.crs)
        errors.try(host.crs, crs, true)
    end
    if spec.seed ~= nil and math.type(spec.seed) ~= "integer" and not errors.is_poisoned(spec.seed) then
        errors.report("script.project.seed")
    end
    if spec.data ~= nil and type(spec.data) ~= "string" and not errors.is_poisoned(spec.data) then
        errors.report("script.project.wanted", "data")
    end
    if spec.slots ~= nil then
        errors.is_table(spec.slots, "slots")
    end
    return setmetatable({ name = spec.name or "", crs = crs, seed = spec.seed or 0, slots = spec.slots or false,
        data = data, where = errors.where(), layers = {},
        scenarios = {}, scores = {}, compares = {}, maps = {}, reports = {}, exports = {} }, Project)
end

function methods:layer(spec) return layers.read(self, spec) end
function methods:apply(spec) return applied.new(self, spec) end
function methods:table(spec) return tables.read(self, spec) end
function methods:surface(spec) return surfaces.read(self, spec) end
function methods:baseline(spec) return scenarios.baseline(self, spec) end
function methods:score(spec) return scores.new(self, spec) end
function methods:suitability(spec) return suitability.new(self, spec) end
function methods:compare(spec) return compares.compare(self, spec) end
function methods:map(spec) return maps.map(self, spec) end
function methods:export(spec) return exports.export(self, spec) end
function methods:report(spec) return reports.report(self, spec) end

-- A misspelt name gives a hint instead of "attempt to call a nil value".
Project.__index = errors.only(methods, "script.project.method")

-- jt.param("data", { default = "...", zh = "...", en = "..." }): a value that --param data=... sets; a number where the
-- default is one, true or false where the default is, else text. Another value than that is an error of the plan.
function jt.param(name, options)
    options = options or {}
    if type(name) ~= "string" then
        errors.report("script.param.name")
        return errors.poisoned()
    elseif not errors.is_table(options, "jt.param") then
        return errors.poisoned()
    end
    errors.check_keys(options, "jt.param", { "default", "zh", "en" }, 0)
    local given = host.param(name)
    if given == nil and options.default == nil then
        errors.report("script.param.missing", name, host.text(options))
        return errors.poisoned()
    elseif given == nil then
        return options.default
    elseif type(options.default) == "boolean" then
        if given ~= "true" and given ~= "false" then
            errors.report("script.param.boolean", name, given)
        end
        return given == "true"
    elseif type(options.default) ~= "number" then
        return given
    end
    local number = tonumber(given)
    if not number then
        errors.report("script.param.number", name, given)
    end
    return number or options.default
end

-- jt.ahp { names = { "access", "land" }, { 1, 3 }, { 1/3, 1 }, accept_cr = 0.1 }: weights by pairwise comparison
-- (Saaty 1980). A matrix that is not reciprocal, or less consistent than accept_cr, is an error of the scenario.
function jt.ahp(spec)
    if not errors.is_table(spec, "jt.ahp") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "jt.ahp", { "names", "accept_cr" }, #spec)
    local matrix = table.move(spec, 1, #spec, 1, {})
    local params = { names = spec.names, matrix = matrix, accept_cr = spec.accept_cr }
    local ok = errors.try(host.ahp, params)
    if not ok then
        return errors.poisoned()
    end
    return { method = "ahp", names = spec.names, matrix = matrix, accept_cr = spec.accept_cr }
end

-- jt.weights { access = 0.5, land = 0.5 }: weights given directly.
function jt.weights(spec)
    if not errors.is_table(spec, "jt.weights") then
        return errors.poisoned()
    end
    for name, weight in pairs(spec) do
        if type(name) ~= "string" or type(weight) ~= "number" then
            errors.report("script.weights", name, errors.kind(weight))
            return errors.poisoned()
        end
    end
    return { method = "direct", weights = spec }
end

-- jt.swing { access = 100, land = 40 }: weights by how much it matters that a factor goes from worst to best.
function jt.swing(points)
    return errors.is_table(points, "jt.swing") and { method = "swing", points = points } or errors.poisoned()
end

-- jt.group_ahp { names = { ... }, judges = { ["李"] = { { 1, 3 }, { "", 1 } }, ... } }: the comparisons of several people.
function jt.group_ahp(spec)
    if not errors.is_table(spec, "jt.group_ahp") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "jt.group_ahp", { "names", "judges", "judge_weights", "accept_cr", "derive", "inconsistent" }, 0)
    local out = { method = "group_ahp" }
    for key, value in pairs(spec) do
        out[key] = value
    end
    return out
end

-- jt.combined { jt.ahp { ... }, "critic", alpha = 0.6 }: two sets of weights made one.
function jt.combined(spec)
    if not errors.is_table(spec, "jt.combined") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "jt.combined", { "alpha", "combination" }, 2)
    return { method = "combined", first = spec[1], second = spec[2], alpha = spec.alpha, combination = spec.combination }
end

local names = errors.names_of(jt) -- what files may call

-- Called by the engine with what the scenario file returned: the plan as plain data, or nil where that is no project.
function jt.finish(project)
    if getmetatable(project) ~= Project then
        return nil
    end
    if #errors.list > 0 then
        return {}
    end
    local emit = nodes.emitter()
    outputs.emit(project, emit)
    local variants = {}
    for i, scenario in ipairs(project.scenarios) do
        variants[i] = { name = scenario.name, year = scenario.year, changes = scenario:describe() }
    end
    return { name = project.name, crs = project.crs, seed = project.seed, data = project.data, variants = variants,
        steps = emit.steps }
end

return setmetatable(jt, { __index = function(_, name)
    errors.unknown("script.jt.name", name, names)
    return errors.poisoned()
end })
