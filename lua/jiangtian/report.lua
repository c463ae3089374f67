-- The report of a plan.
local charts = require "jiangtian.chart"
local compares = require "jiangtian.compare"
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local scores = require "jiangtian.score"

local M = {}

local report_keys = { "tables", "charts", "text", "lang", "subtitle" }
local view_keys = { "caption", "chapter", "columns", "note", "rows" }

-- What is printed, and how: { sheet, caption = "…", columns = { "name", "score" }, rows = 20 } is the table of sheet.
local function view_of(item)
    if type(item) == "table" and getmetatable(item) == nil then
        return item[1], item
    end
    return item, {}
end

local function check_table(entry)
    local item, view = view_of(entry)
    if errors.is_poisoned(item) then
        return
    end
    local table_output = scores.is_output(item) and (item.kind == "table" or item.kind == "layer")
    if not compares.is(item) and not scores.is(item) and not table_output then
        errors.report("script.report.table", errors.kind(item))
    elseif compares.is(item) and view[1] ~= nil then
        errors.report("script.report.view")
    end
    if view[1] ~= nil then
        errors.check_keys(view, "P:report", view_keys, 1)
    end
end

-- P:report { "专题报告", tables = { cmp, fit }, text = "report.md" }; named entries (cmp = cmp) name the table in the text.
function M.report(project, spec)
    if not errors.is_table(spec, "P:report") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "P:report", report_keys, 1)
    if spec.lang ~= nil and spec.lang ~= "zh" and spec.lang ~= "en" then
        errors.report("script.report.lang", tostring(spec.lang))
    end
    if #project.reports > 0 then
        errors.report("script.report.twice")
    end
    local report = { spec = spec, where = errors.where(), text = "" }
    if spec.text ~= nil and type(spec.text) ~= "string" then
        errors.report("script.report.text", errors.kind(spec.text))
    elseif spec.text then
        local ok, text = errors.try(host.read_text, host.find_path(spec.text))
        report.text, report.text_name = ok and text or "", spec.text
    end
    for _, item in pairs(errors.list_of(spec.tables, "tables")) do
        check_table(item)
    end
    report.charts, report.chart_scenario = charts.read(spec.charts)
    table.insert(project.reports, report)
    return report
end

local function named_tables(list)
    local out, names = {}, {}
    for key, item in pairs(list or {}) do
        names[#names + 1] = key
        out[key] = item
    end
    table.sort(names, function(a, b)
        if type(a) == type(b) then
            return a < b
        end
        return type(a) == "number"
    end)
    local index = 0
    return function()
        index = index + 1
        return names[index], out[names[index]]
    end
end

local function title_of(column, lang)
    local title = column.field.title and column.field.title[lang] or ""
    return title ~= "" and title or column.column
end

-- What the text of the report calls a table: the name it is given there, else its own.
local function name_of_table(key, own) return type(key) == "string" and key or own end

-- An output "weights" with the columns id and weight belongs to the method, with its test where it has one.
local function weights_table(info, name)
    for _, output in ipairs(info.spec.outputs) do
        local has = {}
        for _, column in ipairs(output.columns or {}) do
            has[column.name] = true
        end
        if output.name == "weights" and output.kind == "table" and has.id and has.weight then
            local own = name .. ".weights"
            return { name = own, role = "weights", key = "id", check = has.cr and own or nil, caption = host.text(info.spec.title) }
        end
    end
end

-- The column that ["..."] in the text looks in: id where the operator declares one, else the first.
local function key_of(output)
    for _, column in ipairs(output.columns or {}) do
        if column.name == "id" then
            return "id"
        end
    end
end

-- One table for each scenario, or that of at(): of a score its main output, or the output that is named (near.pairs).
local function result_tables(project, emit, item, view, key, refs, specs)
    local output = scores.is_output(item) and item.output or nil
    local info = output and item.score or scores.info(item)
    local declared = info.spec.outputs[1]
    for _, entry in ipairs(info.spec.outputs) do
        declared = entry.name == output and entry or declared
    end
    local own = output and info.title .. "." .. output or info.title
    local title = host.text(output and declared.help or info.spec.title)
    local tied = output and scores.tied(item)
    for _, scenario in ipairs(tied and { tied } or project.scenarios) do
        refs[#refs + 1] = scores.ref(info, emit, scenario, output)
        local caption = type(view.caption) == "table" and host.text(view.caption) or view.caption or (title ~= "" and title or own)
        specs[#specs + 1] = { name = name_of_table(key, own) .. "." .. scenario.name, role = "result", key = key_of(declared),
            caption = tied and view.caption and caption or caption .. "（" .. scenario.name .. "）",
            note = view.note, chapter = view.chapter, columns = view.columns, rows = view.rows }
    end
end

local function report_tables(project, report, emit, lang)
    local refs, specs = {}, {}
    for key, entry_of in named_tables(report.spec.tables) do
        local item, view = view_of(entry_of)
        if compares.is(item) then
            local name = name_of_table(key, item.name)
            local entries, times = compares.tables(item, emit), {}
            for _, entry in ipairs(entries) do
                times[entry.column.column] = (times[entry.column.column] or 0) + 1
            end
            for _, entry in ipairs(entries) do
                -- Two scores may have a column of one name: then the score's title goes before it.
                local column = entry.column.column
                column = times[column] > 1 and entry.column.score.title .. "." .. column or column
                refs[#refs + 1] = entry.ref
                specs[#specs + 1] = { name = name .. "." .. column, role = "compare", key = "id",
                    caption = title_of(entry.column, lang) }
            end
        elseif scores.is_output(item) then
            result_tables(project, emit, item, view, key, refs, specs)
        elseif scores.is(item) then
            local info = scores.info(item)
            result_tables(project, emit, item, view, key, refs, specs)
            local weights = weights_table(info, name_of_table(key, info.title))
            if weights then -- the same in every scenario
                refs[#refs + 1] = scores.ref(info, emit, project.scenarios[1], "weights")
                specs[#specs + 1] = weights
            end
        end
    end
    return refs, specs
end

-- What the title block of the sheets says, for the cover.
local function slot(project, zh, en)
    local slots = project.slots or {}
    local value = slots[zh] or slots[en]
    return type(value) == "table" and host.text(value) or value
end

function M.emit(project, report, emit, made)
    local spec = report.spec
    local lang = spec.lang or host.lang()
    local refs, specs = report_tables(project, report, emit, lang)
    local files, figures = {}, {}
    for i, entry in ipairs(made) do
        files[i] = entry.ref
        figures[i] = { file = entry.file, caption = entry.caption, role = entry.compare and "compare" or "result" }
    end
    charts.emit(project, report, lang, emit, files, figures)
    emit:add { op = "report.document", params = { title = spec[1] or project.name, subtitle = spec.subtitle or project.name,
        lang = lang, text = report.text, text_name = report.text_name, author = slot(project, "编制单位", "author"),
        date = slot(project, "编制日期", "date"), tables = specs, figures = figures },
        inputs = { tables = refs, files = files }, label = "report.document", where = report.where }
end

return M
