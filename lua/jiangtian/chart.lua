-- Charts of a report: value functions over the histograms of what they score.
local errors = require "jiangtian.errors"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"
local surfaces = require "jiangtian.surface"

local M = {}

local words = { zh = { chapter = "价值函数", caption = "价值函数：%s" }, en = { chapter = "Value functions", caption = "Value function: %s" } }

-- What charts of an item are of, a list of { ports =, params =, title =, axis =, unit =, score = where it is one }: one of a value
-- function, one of each factor of a criterion tree; none of anything else.
local function sources_of(item)
    local out, info = {}, scores.is(item) and scores.info(item)
    if info and info.name == "score.value" then
        out[1] = { ports = info.ports, params = info.params, title = info.title, score = info }
    end
    for _, factor in ipairs(info and info.factors or {}) do
        if factor.value then
            out[#out + 1] = { ports = info.ports, params = { ["function"] = factor.value, column = factor.column }, title = factor.name,
                axis = factor.name, unit = factor.unit, score = info }
        end
    end
    local by = surfaces.is(item) and item.by
    if by and by.op == "surface.value" then
        out[1] = { ports = by.ports, params = by.params, title = item.name }
    end
    return out
end

-- charts = { v_hub, fit, { flat, title = "坡度", axis = "坡度", unit = "°" }, of = y25 }: the list and the scenario of its scores.
function M.read(list)
    local out = {}
    if list == nil or not errors.is_table(list, "charts") then
        return out
    end
    errors.check_keys(list, "charts", { "of" }, #list)
    if list.of ~= nil and not scenarios.is(list.of) and not errors.is_poisoned(list.of) then
        errors.report("script.report.chart_of", errors.kind(list.of))
    end
    for _, entry in ipairs(list) do
        local options = type(entry) == "table" and getmetatable(entry) == nil and entry or { entry }
        local sources = sources_of(options[1])
        errors.check_keys(options, "charts", { "title", "axis", "unit", "bins" }, 1)
        for _, source in ipairs(sources) do
            out[#out + 1] = { source = source, options = options }
        end
        if #sources == 0 and not errors.is_poisoned(options[1]) then
            errors.report("script.report.chart", errors.kind(options[1]))
        end
    end
    return out, list.of
end

-- Adds the steps of the charts, their files and figures.
function M.emit(project, report, lang, emit, files, figures)
    local scenario = report.chart_scenario or project.scenarios[#project.scenarios]
    local taken = {}
    for _, chart in ipairs(report.charts) do
        local source, options = chart.source, chart.options
        local title = options.title or source.title
        if source.score and #project.scenarios > 1 then
            title = string.format(lang == "en" and "%s (%s)" or "%s（%s）", title, scenario.name)
        end
        local name = title:gsub("[/%c\\:*?\"<>|]", "_")
        taken[name] = (taken[name] or 0) + 1
        name = taken[name] > 1 and name .. "_" .. taken[name] or name
        local params = { file = name, ["function"] = source.params["function"], column = source.params.column, title = title,
            axis = options.axis or options.title or source.axis or not source.score and title or nil,
            unit = options.unit or source.unit, bins = options.bins, lang = lang }
        local port = source.score and "data" or "surface"
        files[#files + 1] = emit:ref { op = "report.value_chart", params = params,
            inputs = { [port] = { scores.port_ref(emit, scenario, source.ports[port][1], report.where) } },
            label = "report.value_chart " .. name, where = report.where }
        figures[#figures + 1] = { file = "charts/" .. name, caption = words[lang].caption:format(title), role = "result",
            chapter = words[lang].chapter }
    end
end

return M
