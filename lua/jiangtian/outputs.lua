-- What a plan leaves behind: comparisons, map sheets, the report, tables and the GeoPackage.
local errors = require "jiangtian.errors"
local host = require "jiangtian.host"
local layers = require "jiangtian.layer"
local scenarios = require "jiangtian.scenario"
local scores = require "jiangtian.score"
local styles = require "jiangtian.style"

local M = {}
local Compare = { __name = "comparison" }

function M.is_compare(value) return getmetatable(value) == Compare end

-- The list that an entry holds; empty, and an error, for another value; empty for none.
local function list_of(value, what)
    return value ~= nil and errors.is_table(value, what) and value or {}
end

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
    for _, column in ipairs(list_of(spec.of, "of")) do
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
local function compare_tables(compared, emit)
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

local map_keys = { "title", "subtitle", "each", "of", "frames", "layers", "extent", "scale", "slots", "notes", "dpi",
    "formats", "inset", "caption" }

-- What is drawn for a list of layers: { { source =, style = }, ... }
local function drawn(list, what)
    local out = {}
    for _, item in ipairs(list_of(list, what)) do
        local source, style = styles.resolve(item)
        if source and not errors.is_poisoned(source) then
            out[#out + 1] = { source = source, style = style }
        end
    end
    return out
end

-- The scenarios of a map: exactly one of `of`, `each` and `frames` says them.
local function scenarios_of(spec)
    local given = {}
    for _, key in ipairs { "of", "each", "frames" } do
        given[#given + 1] = spec[key] ~= nil and key or nil
    end
    local key = given[1]
    local over = key == "of" and { spec.of } or key and list_of(spec[key], key) or {}
    for _, scenario in ipairs(over) do
        if not scenarios.is(scenario) and not errors.is_poisoned(scenario) then
            errors.report("script.map.scenario", errors.kind(scenario))
        end
    end
    if #given ~= 1 or (#over == 0 and not errors.is_poisoned(spec[key])) then
        errors.report("script.map.over")
    end
    return over
end

-- P:map { "A3横", title = "...", each = { now, y25 } | of = y35 | frames = { now, y25, y35 }, layers = { ... } }
function M.map(project, spec)
    if not errors.is_table(spec, "P:map") then
        return errors.poisoned()
    end
    errors.check_keys(spec, "P:map", map_keys, 1)
    for _, key in ipairs { 1, "title" } do
        if (type(spec[key]) ~= "string" or spec[key] == "") and not errors.is_poisoned(spec[key]) then
            errors.report("script.map.wanted", key == 1 and "template" or key)
        end
    end
    if spec.layers == nil then
        errors.report("script.map.wanted", "layers")
    end
    local map = { spec = spec, over = scenarios_of(spec), where = errors.where(), layers = drawn(spec.layers, "layers"),
        inset = drawn(spec.inset, "inset") }
    table.insert(project.maps, map)
    return map
end

-- Adds what is drawn to the port of the sheet; gives the list of { port =, style = }.
local function drawn_layers(list, emit, scenario, port, where)
    local out = {}
    for i, item in ipairs(list) do
        port[#port + 1] = scores.port_ref(emit, scenario, item.source, where)
        out[i] = { port = #port - 1, style = item.style }
    end
    return out
end

local function sheet(project, map, list, index, emit)
    local spec, port, frames = map.spec, {}, {}
    for i, scenario in ipairs(list) do
        frames[i] = { title = #list > 1 and scenario:title() or "",
            layers = drawn_layers(map.layers, emit, scenario, port, map.where) }
    end
    local last = list[#list]
    local single = #list == 1
    local name = string.format("%02d_%s%s", index, spec.title:gsub("[/%c]", "_"), #map.over > 1 and single and ("_" .. last.name) or "")
    local params = {
        file = name,
        template = spec[1],
        title = spec.title,
        subtitle = spec.subtitle,
        frames = frames,
        scale = spec.scale,
        notes = spec.notes,
        slots = spec.slots or project.slots or nil,
        dpi = spec.dpi,
        formats = spec.formats,
        lang = host.lang(),
        scenario = single and { name = last.name, year = last.year } or { name = project.name },
    }
    if spec.inset then
        params.inset = { layers = drawn_layers(map.inset, emit, last, port, map.where) }
    end
    if layers.is(spec.extent) then
        port[#port + 1] = scores.port_ref(emit, last, spec.extent, map.where)
        params.extent = { layer = #port - 1 }
    else
        params.extent = spec.extent
    end
    return {
        file = "maps/" .. name,
        caption = spec.caption or (spec.title .. (single and ("（" .. last:title() .. "）") or "")),
        compare = not single,
        ref = emit:ref { op = "map.sheet", params = { spec = params }, inputs = { layers = port },
            label = "map.sheet " .. name, where = map.where },
    }
end

-- All sheets, in order: `each` gives one a scenario, `frames` one with all of them side by side.
local function sheets(project, emit)
    local out = {}
    for _, map in ipairs(project.maps) do
        if map.spec.frames then
            out[#out + 1] = sheet(project, map, map.over, #out + 1, emit)
        else
            for _, scenario in ipairs(map.over) do
                out[#out + 1] = sheet(project, map, { scenario }, #out + 1, emit)
            end
        end
    end
    return out
end

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
        for _, entry in ipairs(compare_tables(compared, emit)) do
            out[#out + 1] = { name = table.concat({ compared.name, entry.column.score.title, entry.column.column }, "_"),
                kind = "table", ref = entry.ref }
        end
    end
    return out
end

local report_keys = { "tables", "text", "lang", "subtitle" }

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
    for _, item in pairs(list_of(spec.tables, "tables")) do
        if not M.is_compare(item) and not scores.is(item) and not errors.is_poisoned(item) then
            errors.report("script.report.table", errors.kind(item))
        end
    end
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

local function report_tables(project, report, emit, lang)
    local refs, specs = {}, {}
    for key, item in named_tables(report.spec.tables) do
        if M.is_compare(item) then
            local name = type(key) == "string" and key or item.name
            local entries, times = compare_tables(item, emit), {}
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
        elseif scores.is(item) then
            local info = scores.info(item)
            for _, scenario in ipairs(project.scenarios) do
                refs[#refs + 1] = scores.ref(info, emit, scenario)
                specs[#specs + 1] = { name = (type(key) == "string" and key or info.title) .. "." .. scenario.name,
                    role = "result", key = "id",
                    caption = host.text(info.spec.title) .. "（" .. scenario.name .. "）" }
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

local function emit_report(project, report, emit, made)
    local spec = report.spec
    local lang = spec.lang or host.lang()
    local refs, specs = report_tables(project, report, emit, lang)
    local files, figures = {}, {}
    for i, entry in ipairs(made) do
        files[i] = entry.ref
        figures[i] = { file = entry.file, caption = entry.caption, role = entry.compare and "compare" or "result" }
    end
    emit:add { op = "report.document", params = { title = spec[1] or project.name, subtitle = spec.subtitle or project.name,
        lang = lang, text = report.text, text_name = report.text_name, author = slot(project, "编制单位", "author"),
        date = slot(project, "编制日期", "date"), tables = specs, figures = figures },
        inputs = { tables = refs, files = files }, label = "report.document", where = report.where }
end

-- Emits everything that leaves files in the run folder: the GeoPackage holds the input layers too.
function M.emit(project, emit)
    local list = results(project, emit)
    local layer_refs, table_refs, layer_names, table_names, csv_refs, csv_names = {}, {}, {}, {}, {}, {}
    for i, info in ipairs(project.layers) do
        layer_refs[i], layer_names[i] = info.make(emit), info.label
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
        emit:add { op = "source.gpkg", params = { layers = layer_names, tables = table_names },
            inputs = { layers = layer_refs, tables = table_refs }, label = "results.gpkg", where = project.where }
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
    local made = sheets(project, emit)
    for _, report in ipairs(project.reports) do
        emit_report(project, report, emit, made)
    end
end

return M
