-- What a plan leaves behind: the GeoPackage, tables, map sheets and the report.
local compares = require "jiangtian.compare"
local exports = require "jiangtian.export"
local host = require "jiangtian.host"
local maps = require "jiangtian.map"
local reports = require "jiangtian.report"
local scores = require "jiangtian.score"
local stored = require "jiangtian.stored"

local M = {}

-- Layers and tables of all scores in all scenarios, with names that say which.
local function results(project, emit)
    local out = {}
    for _, score in ipairs(project.scores) do
        for _, scenario in ipairs(project.scenarios) do
            for i, output in ipairs(score.spec.outputs) do
                if output.kind == "layer" or output.kind == "table" then
                    out[#out + 1] = {
                        name = score.title .. (i == 1 and "" or "_" .. output.name) .. "_" .. scenario.name,
                        kind = output.kind,
                        output = output.name,
                        main = i == 1,
                        score = score,
                        scenario = scenario,
                        ref = scores.ref(score, emit, scenario, output.name),
                    }
                end
            end
        end
    end
    for _, scenario in ipairs(project.scenarios) do
        if scenario.network and #scenario:changes() > 0 then
            out[#out + 1] = { name = "network_changes_" .. scenario.name, kind = "table", scenario = scenario,
                ref = scenario:network_ref(emit, "touched") }
        end
    end
    for _, compared in ipairs(project.compares) do
        for _, entry in ipairs(compares.tables(compared, emit)) do
            out[#out + 1] = { name = table.concat({ compared.name, entry.column.score.title, entry.column.column }, "_"),
                kind = "table", ref = entry.ref }
        end
        for _, entry in ipairs(compares.differences(compared, emit)) do
            out[#out + 1] = entry
        end
    end
    return out
end

-- Emits everything that leaves files in the run folder: the GeoPackage holds the input layers too.
function M.emit(project, emit)
    local list = results(project, emit)
    local layer_refs, table_refs, layer_names, table_names, csv_refs, csv_names = {}, {}, {}, {}, {}, {}
    local log_refs, log_names = {}, {}
    for i, info in ipairs(project.layers) do
        layer_refs[i], layer_names[i] = info.make(emit), info.label
        for _, log in ipairs(info.logs or {}) do
            log_refs[#log_refs + 1], log_names[#log_names + 1] = log.make(emit), log.prefix .. info.label
        end
    end
    for _, entry in ipairs(list) do
        if entry.kind == "layer" then
            layer_refs[#layer_refs + 1], layer_names[#layer_names + 1] = entry.ref, entry.name
        else
            table_refs[#table_refs + 1], table_names[#table_names + 1] = entry.ref, entry.name
        end
        csv_refs[#csv_refs + 1], csv_names[#csv_names + 1] = entry.ref, entry.name
    end
    if #layer_refs + #table_refs > 0 then
        local logs = #log_refs > 0
        emit:add { op = "source.gpkg",
            params = { layers = layer_names, tables = table_names, logs = logs and log_names or nil,
                styles = stored.styles(project, list), lang = host.lang() },
            inputs = { layers = layer_refs, tables = table_refs, logs = logs and log_refs or nil }, label = "results.gpkg",
            where = project.where }
    end
    if #list > 0 then
        emit:add { op = "source.csv", params = { names = csv_names }, inputs = { tables = csv_refs }, label = "tables/*.csv",
            where = project.where }
        local sheets_ = {}
        for i, name in ipairs(csv_names) do
            sheets_[i] = { name = name }
        end
        emit:add { op = "report.xlsx", params = { tables = sheets_, title = project.name, lang = host.lang() },
            inputs = { tables = csv_refs }, label = "tables.xlsx", where = project.where }
    end
    exports.emit(project, emit)
    local made = maps.sheets(project, emit)
    for _, report in ipairs(project.reports) do
        reports.emit(project, report, emit, made)
    end
end

return M
