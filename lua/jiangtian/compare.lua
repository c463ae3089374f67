-- Comparisons of scenarios: columns of scores side by side, with differences.
local errors = require "jiangtian.errors"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"

local M = {}
local Compare = { __name = "comparison" }

function M.is(value) return getmetatable(value) == Compare end

local difference_of = {
    matrix = { op = "network.difference", params = "matrix", results = { { suffix = "", kind = "table" },
        { suffix = "_pairs", kind = "table", output = "pairs" } } },
    layer = { op = "network.difference_area", params = "polygons", results = { { suffix = "", kind = "layer" } } },
}

-- The output that a score or an output of one is; nil for anything else.
local function output_of(value)
    if scores.is(value) then
        return scores.output(scores.info(value))
    end
    return scores.is_output(value) and value or nil
end

-- P:compare { now, y25, y35, of = { link.coverage, fit.score } }: one table a column. A score or output that is a matrix
-- or polygons (times, rings.bands) is compared with the first scenario: who gained and lost what, ranked; `changes = true`
-- gives columns such a table too. `cutoff` (of matrices) is a limit, `keys` (of polygons) say which belong together.
function M.compare(project, spec)
    if not errors.is_table(spec, "P:compare") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "P:compare", { "of", "name", "changes", "cutoff", "all", "keys" }, #spec)
    local compared = setmetatable({ scenarios = {}, columns = {}, outputs = {}, where = errors.where() }, Compare)
    local before, seen = #errors.list, {}
    for _, scenario in ipairs(spec) do
        if not scenarios.is(scenario) and not errors.is_poisoned(scenario) then
            errors.report("script.compare.scenario", errors.kind(scenario))
        elseif seen[scenario] then
            errors.report("script.compare.twice", scenario.name)
        end
        seen[scenario] = true
        table.insert(compared.scenarios, scenario)
    end
    for _, column in ipairs(errors.list_of(spec.of, "of")) do
        local output = output_of(column)
        if output and difference_of[output.kind] then
            table.insert(compared.outputs, output)
        elseif not scores.is_column(column) and not errors.is_poisoned(column) then
            errors.report("script.compare.of", errors.kind(column))
        end
        if not output then
            table.insert(compared.columns, column)
        end
    end
    if spec.name ~= nil then
        errors.is_name(spec.name, "name")
    end
    if #errors.list == before and (#compared.scenarios < 2 or #compared.columns + #compared.outputs == 0) then
        errors.report("script.compare.few")
    end
    compared.changes = spec.changes == true
    compared.matrix = { cutoff = spec.cutoff, all = spec.all }
    compared.polygons = { keys = spec.keys }
    compared.name = spec.name or ("compare" .. #project.compares + 1)
    table.insert(project.compares, compared)
    return compared
end

-- The differences to the first scenario: { { name =, kind =, ref = }, ... }
function M.differences(compared, emit)
    local out, first = {}, compared.scenarios[1]
    local function add(op, params, before, after, words, results)
        local step = { op = op, params = params, inputs = { before = { before }, after = { after } },
            label = op .. " " .. table.concat(words, " "), where = compared.where }
        for _, result in ipairs(results) do
            out[#out + 1] = { name = table.concat(words, "_") .. result.suffix, kind = result.kind,
                ref = emit:ref(step, result.output) }
        end
    end
    for i = 2, #compared.scenarios do
        local scenario = compared.scenarios[i]
        for _, output in ipairs(compared.outputs) do
            local before = scores.ref(output.score, emit, first, output.output)
            local after = scores.ref(output.score, emit, scenario, output.output)
            local kind = difference_of[output.kind]
            add(kind.op, compared[kind.params], before, after,
                { compared.name, output.score.title, output.output, scenario.name }, kind.results)
        end
        for _, column in ipairs(compared.changes and compared.columns or {}) do
            add("network.difference_table", { column = column.column }, scores.ref(column.score, emit, first),
                scores.ref(column.score, emit, scenario), { compared.name, column.score.title, column.column, scenario.name },
                { { suffix = "_changes", kind = "table" } })
        end
    end
    return out
end

local function label_columns(score)
    for _, column in ipairs(score.spec.outputs[1].columns) do
        if column.name == "name" then
            return { "name" }
        end
    end
    return {}
end

-- The tables of a comparison: { { column = score column, ref = ..., name = ... }, ... }
function M.tables(compared, emit)
    local out = {}
    for i, column in ipairs(compared.columns) do
        local names, refs = {}, {}
        for j, scenario in ipairs(compared.scenarios) do
            names[j] = scenario.name
            refs[j] = scores.ref(column.score, emit, scenario)
        end
        out[i] = {
            column = column,
            ref = emit:ref { op = "scenario.compare", params = { names = names, column = column.column,
                labels = label_columns(column.score) }, inputs = { tables = refs },
                label = "scenario.compare " .. column.score.title .. "." .. column.column, where = compared.where },
        }
    end
    return out
end

return M
