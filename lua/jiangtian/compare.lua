-- Comparisons of scenarios: columns of scores side by side, with differences.
local errors = require "jiangtian.errors"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"

local M = {}
local Compare = { __name = "comparison" }

function M.is(value) return getmetatable(value) == Compare end

-- P:compare { now, y25, y35, of = { link.coverage, fit.score } }: one table a column.
function M.compare(project, spec)
    if not errors.is_table(spec, "P:compare") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "P:compare", { "of", "name" }, #spec)
    local compared = setmetatable({ scenarios = {}, columns = {}, where = errors.where() }, Compare)
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
        if not scores.is_column(column) and not errors.is_poisoned(column) then
            errors.report("script.compare.of", errors.kind(column))
        end
        table.insert(compared.columns, column)
    end
    if spec.name ~= nil then
        errors.is_name(spec.name, "name")
    end
    if #errors.list == before and (#compared.scenarios < 2 or #compared.columns == 0) then
        errors.report("script.compare.few")
    end
    compared.name = spec.name or ("compare" .. #project.compares + 1)
    table.insert(project.compares, compared)
    return compared
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
