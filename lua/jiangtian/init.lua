-- The library of scenario files: `local jt = require "jiangtian"`. A scenario only builds a plan; see docs/scenario.md.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local nodes = require "jiangtian.node"
local outputs = require "jiangtian.outputs"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"
local surfaces = require "jiangtian.surface"

local API = 1

local jt = {
    open = scenarios.open,
    close = scenarios.close,
    add = scenarios.add,
    speed = scenarios.speed,
}

local Project = {}
Project.__index = Project
Project.__name = "project"

local project_keys = { api = true, name = true, crs = true, seed = true, data = true, slots = true }

-- jt.project { api = 1, name = "...", crs = "EPSG:4544", seed = 1, data = "folder", slots = { ... } }
function jt.project(spec)
    for key in pairs(spec) do
        if not project_keys[key] then
            errors.report("script.project.key", key)
        end
    end
    if spec.api ~= API then
        errors.report("script.project.api", spec.api, API)
    end
    for _, key in ipairs { "name", "crs" } do
        if type(spec[key]) ~= "string" or spec[key] == "" then
            errors.report("script.project.wanted", key)
        end
    end
    return setmetatable({ name = spec.name or "", crs = spec.crs or "", seed = spec.seed or 0, slots = spec.slots,
        data = host.find_path(spec.data or "."), where = errors.where(), layers = {}, scenarios = {},
        scores = {}, compares = {}, maps = {}, reports = {} }, Project)
end

function Project:layer(spec) return layers.read(self, spec) end
function Project:surface(spec) return surfaces.read(self, spec) end
function Project:baseline(spec) return scenarios.baseline(self, spec) end
function Project:score(spec) return scores.new(self, spec) end
function Project:compare(spec) return outputs.compare(self, spec) end
function Project:map(spec) return outputs.map(self, spec) end
function Project:report(spec) return outputs.report(self, spec) end

-- jt.param("data", { default = "...", zh = "...", en = "..." }): a value that --param data=... sets, as text.
function jt.param(name, options)
    local given = host.param(name)
    if given == nil and (options or {}).default == nil then
        errors.report("script.param.missing", name, options and host.text(options) or "")
        return ""
    end
    return given or options.default
end

-- jt.ahp { names = { "access", "land" }, { 1, 3 }, { 1/3, 1 }, accept_cr = 0.1 }: weights by pairwise comparison
-- (Saaty 1980). A matrix that is not reciprocal, or less consistent than accept_cr, is an error of the scenario.
function jt.ahp(spec)
    local matrix = table.move(spec, 1, #spec, 1, {})
    local params = { names = spec.names, matrix = matrix, accept_cr = spec.accept_cr }
    local ok = errors.try(host.ahp, params)
    if not ok then
        return errors.poisoned()
    end
    return { method = "ahp", names = spec.names, matrix = matrix, accept_cr = spec.accept_cr }
end

-- jt.weights { access = 0.5, land = 0.5 }: weights given directly.
function jt.weights(spec) return { method = "direct", weights = spec } end

-- Called by the engine with what the scenario file returned: the plan as plain data.
function jt.finish(project)
    if getmetatable(project) ~= Project then
        errors.report("script.no_project", host.where())
        return {}
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

-- A misspelt name gives a hint instead of "attempt to call a nil value".
local names = {}
for name in pairs(jt) do
    names[#names + 1] = name
end
table.sort(names)

return setmetatable(jt, { __index = function(_, name)
    errors.report("script.jt.name", name, host.suggest(name, names))
    return function() return errors.poisoned() end
end })
