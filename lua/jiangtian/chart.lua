-- Charts of a report: value functions over the histograms of what they score.
local errors = require "jiangtian.errors"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"
local surfaces = require "jiangtian.surface"

local M = {}

local words = { zh = { chapter = "价值函数", caption = "价值函数：%s" }, en = { chapter = "Value functions", caption = "Value function: %s" } }

-- What a chart is of: { op =, ports =, params =, title =, score = where it is one }; nil for what has no value function.
local function source_of(item)
    if scores.is(item) then
        local info = scores.info(item)
        return info.name == "score.value" and { ports = info.ports, params = info.params, title = info.title, score = info } or nil
    end
    local by = surfaces.is(item) and item.by
    return by and by.op == "surface.value" and { ports = by.ports, params = by.params, title = item.name } or nil
end

-- charts = { v_hub, { flat, title = "坡度", axis = "坡度", unit = "°" }, of = y25 }: the list and the scenario of its scores.
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
        local source = source_of(options[1])
        errors.check_keys(options, "charts", { "title", "axis", "unit", "bins" }, 1)
        if source then
            out[#out + 1] = { source = source, options = options }
        elseif not errors.is_poisoned(options[1]) then
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
            axis = options.axis or options.title or not source.score and title or nil, unit = options.unit, bins = options.bins, lang = lang }
        local port = source.score and "data" or "surface"
        files[#files + 1] = emit:ref { op = "report.value_chart", params = params,
            inputs = { [port] = { scores.port_ref(emit, scenario, source.ports[port][1], report.where) } },
            label = "report.value_chart " .. name, where = report.where }
        figures[#figures + 1] = { file = "charts/" .. name, caption = words[lang].caption:format(title), role = "result",
            chapter = words[lang].chapter }
    end
end

return M
