-- 园区适宜性评价 Park suitability: indicators -> value functions -> weights -> score; constraints are judged apart.
local columns = require "jiangtian.columns"
local criteria = require "criteria"

local order = { "access", "land", "industry", "slope", "airport" }
local MU = 10000 / 15 -- m2 in one 亩

-- Looks up a table of id and value for every park; nil where it has none.
local function joined(parks, table_)
    local found, from, given, ids = {}, table_.id, table_.value, parks.id
    for i = 1, table_:rows() do
        found[from[i]] = given[i]
    end
    local values = { n = parks:rows() }
    for i = 1, values.n do
        values[i] = found[ids[i]]
    end
    return columns.column(values)
end

local function has_theme(themes, wanted)
    for theme in (themes or ""):gmatch "[^,，;；%s]+" do
        if theme == wanted then
            return true
        end
    end
    return false
end

-- A park of the aviation theme is judged by its time to the airport too; the theme does not make it an enclave, so say
-- so where nobody is named as its origin.
local function check_aviation(call, parks)
    if not (parks:has "themes" and parks:has "fly_out") then
        return
    end
    local ids = {}
    for i = 1, parks:rows() do
        if has_theme(parks.themes[i], "aviation") and (parks.fly_out[i] or "") == "" then
            ids[#ids + 1] = parks.id[i]
        end
    end
    if #ids > 0 then
        call.warn { zh = "有航空主题而没有飞出地（fly_out）的园区：航空经济不等于飞地经济，按普通园区评价",
            en = "parks with the theme aviation and no fly_out: an aviation economy is not an enclave economy; judged as "
                .. "ordinary parks", ids = ids }
    end
end

local function airport_values(parks, table_)
    local times = joined(parks, table_)
    local values, themes = { n = parks:rows() }, parks.themes
    for i = 1, values.n do
        values[i] = has_theme(themes[i], "aviation") and times[i] or nil
    end
    return columns.column(values)
end

-- Adds the indicators that are not columns of the parks yet.
local function indicators(call, parks)
    local inputs = call.inputs
    if inputs.access then
        parks = parks:with("access_min", joined(parks, inputs.access), { unit = "min", zh = "到枢纽时间", en = "time to hub" })
    end
    if inputs.airport and parks:has "themes" then
        parks = parks:with("airport_min", airport_values(parks, inputs.airport),
            { unit = "min", zh = "到机场时间", en = "time to airport" })
    end
    if inputs.slope then
        local zonal = call.run("surface.zonal_mean", { surface = inputs.slope, zones = parks }, {}).table
        parks = parks:with("slope_deg", zonal.mean, { unit = "deg", zh = "平均坡度", en = "mean slope" })
    end
    return parks
end

-- Weights by criterion: { { name =, weight =, lambda_max =, cr = }, ... }
local function weights_of(call, parks)
    local given = call.params.weights
    local list = {}
    if given and given.method == "ahp" then
        local made = call.run("score.ahp", {}, { names = given.names, matrix = given.matrix, accept_cr = given.accept_cr })
        for i = 1, made.table:rows() do
            list[i] = { name = made.table.name[i], weight = made.table.weight[i], lambda_max = made.check.lambda_max[1],
                ci = made.check.ci[1], ri = made.check.ri[1], cr = made.check.cr[1] }
        end
    elseif given then
        for _, name in ipairs(order) do
            if given.weights[name] then
                list[#list + 1] = { name = name, weight = given.weights[name] }
            end
        end
        for name in pairs(given.weights) do
            assert(criteria[name], "park_suitability: no criterion '" .. tostring(name) .. "' 没有这项准则; "
                .. table.concat(order, ", "))
        end
    else
        for _, name in ipairs(order) do
            if name ~= "airport" and parks:has(criteria[name].column) then
                list[#list + 1] = { name = name }
            end
        end
        for _, entry in ipairs(list) do
            entry.weight = 1 / #list
        end
        call.info { zh = "未给权重，各准则等权", en = "no weights given: the criteria weigh the same" }
    end
    local sum = 0
    for _, entry in ipairs(list) do
        sum = sum + entry.weight
    end
    for _, entry in ipairs(list) do
        entry.weight = sum > 0 and entry.weight / sum or entry.weight -- as the score uses them; it refuses a sum of 0
        local criterion = criteria[entry.name]
        assert(criterion, "park_suitability: no criterion '" .. tostring(entry.name) .. "' 没有这项准则; "
            .. table.concat(order, ", "))
        assert(parks:has(criterion.column), "park_suitability: criterion '" .. entry.name .. "' needs the column or input '"
            .. criterion.column .. "' 准则缺少指标列或输入")
    end
    return list
end

local function combined(call, data, weights)
    local names, numbers = {}, {}
    for i, entry in ipairs(weights) do
        names[i], numbers[i] = "x_" .. entry.name, entry.weight
    end
    return call.run("score.wlc", { data = data },
        { columns = names, weights = numbers, missing = call.params.missing, normalise = true }).table
end

-- The parks that the airport does not count for.
local function not_aviation(parks)
    if not parks:has "themes" then
        return parks.airport_min:is_null()
    end
    local out, themes = { n = parks:rows() }, parks.themes
    for i = 1, out.n do
        out[i] = not has_theme(themes[i], "aviation")
    end
    return columns.column(out)
end

-- The criterion scores as columns x_<name>, their contributions x_<name>_part, and the score. The airport counts for
-- parks of the aviation theme alone: the others are scored on the other criteria, whose weights then sum to one. Gives
-- the mask of those others too, where there are any.
local function scored(call, parks, weights)
    local data, others = parks, {}
    for _, entry in ipairs(weights) do
        local criterion = criteria[entry.name]
        data = call.run("score.value", { data = data },
            { column = criterion.column, ["function"] = criterion.fn, as = "x_" .. entry.name }).table
        if entry.name ~= "airport" then
            others[#others + 1] = entry
        end
    end
    local result = combined(call, data, #others > 0 and others or weights)
    if #others == 0 or #others == #weights then
        return result
    end
    local elsewhere = not_aviation(parks)
    -- What is filled in here is not used: it only keeps ordinary parks out of the list of those that lack an indicator.
    local whole = combined(call, data:with("x_airport", elsewhere:choose(0, data.x_airport)), weights)
    for _, entry in ipairs(others) do
        local part = "x_" .. entry.name .. "_part"
        result = result:with(part, elsewhere:choose(result:column(part), whole:column(part)))
    end
    return result:with("x_airport_part", whole.x_airport_part + data.x_airport * 0) -- null where there is no airport score
        :with("score", elsewhere:choose(result.score, whole.score)), elsewhere
end

local function judged(call, parks)
    local rules, tables = {}, {}
    for i, layer in ipairs(call.inputs.constraints or {}) do
        local name = layer:layer_name()
        local boundary = name:find("开发边界", 1, true) ~= nil
        rules[i] = { name = name, measure = boundary and "outside" or "overlap", severity = boundary and "warning" or "hard",
            max_area = call.params.max_area .. " m2" }
        tables[i] = call.run("vector.coverage", { a = parks, b = layer }, {}).table
    end
    if #rules == 0 then
        return nil
    end
    return call.run("score.constraints", { data = parks, overlaps = tables }, { rules = rules })
end

-- One row for each park and criterion, with the weight that entered the score of that park.
local function contributions(parks, weights, result, elsewhere)
    local out = { id = {}, criterion = {}, value = {}, score = {}, weight = {}, part = {} }
    local ids, airport, rows = parks.id, 0, parks:rows()
    for _, entry in ipairs(weights) do
        airport = entry.name == "airport" and entry.weight or airport
    end
    for k, entry in ipairs(weights) do
        local criterion = criteria[entry.name]
        local values, name = parks:column(criterion.column), "x_" .. entry.name
        local scores, parts = result:column(name), result:column(name .. "_part")
        for i = 1, rows do
            local n = (i - 1) * #weights + k
            local value, other = values[i], elsewhere and elsewhere[i]
            out.id[n], out.criterion[n], out.weight[n] = ids[i], criterion.zh, other and entry.weight / (1 - airport) or entry.weight
            if other and entry.name == "airport" then
                out.weight[n] = nil
            end
            out.value[n] = type(value) == "number" and value or nil
            out.score[n], out.part[n] = scores[i], parts[i]
        end
    end
    local n = rows * #weights
    for _, list in pairs(out) do
        list.n = n
    end
    return columns.table {
        { "id", columns.column(out.id) }, { "criterion", columns.column(out.criterion) },
        { "value", columns.column(out.value) }, { "score", columns.column(out.score) },
        { "weight", columns.column(out.weight) }, { "part", columns.column(out.part) },
    }
end

local function weight_table(weights)
    local out = { id = {}, weight = {} }
    local tests = { "lambda_max", "ci", "ri", "cr" } -- empty for weights that are given
    for _, test in ipairs(tests) do
        out[test] = { n = #weights }
    end
    for i, entry in ipairs(weights) do
        out.id[i], out.weight[i] = criteria[entry.name].zh, entry.weight
        for _, test in ipairs(tests) do
            out[test][i] = entry[test]
        end
    end
    local list = { { "id", columns.column(out.id) }, { "weight", columns.column(out.weight) } }
    for i, test in ipairs(tests) do
        list[2 + i] = { test, columns.column(out[test]) }
    end
    return columns.table(list)
end

local function constraint_table(checks)
    if not checks then
        local none = columns.column {}
        return columns.table { { "id", none }, { "rule", none }, { "verdict", none }, { "area_mu", none }, { "share", none } }
    end
    return columns.table {
        { "id", checks.id }, { "rule", checks.rule }, { "verdict", checks.verdict },
        { "area_mu", checks.area_m2 / MU, { unit = "亩" } }, { "share", checks.share },
    }
end

local M = {}

function M.park_suitability(call)
    check_aviation(call, call.inputs.parks)
    local parks = indicators(call, call.inputs.parks)
    local weights = weights_of(call, parks)
    local result, elsewhere = scored(call, parks, weights)
    local standing = judged(call, parks)
    local ranked = call.run("score.rank", { data = result, constraints = standing and standing.table }, {}).table
    local out = parks
    for _, entry in ipairs(weights) do
        local name, criterion = entry.name, criteria[entry.name]
        out = out:with("x_" .. name, result:column("x_" .. name),
            { unit = "", zh = criterion.zh .. "分值", en = criterion.en .. " score" })
    end
    out = out:with("score", ranked.score, { unit = "", zh = "适宜性得分", en = "suitability score" })
        :with("feasible", ranked.feasible, { zh = "可行", en = "feasible" })
        :with("failed_rules", ranked.failed_rules, { zh = "未通过的约束", en = "failed constraints" })
        :with("warnings", standing and standing.table.warnings or "", { zh = "提醒", en = "warnings" })
        :with("rank", ranked.rank, { zh = "名次", en = "rank" })
    return {
        parks = out,
        contributions = contributions(parks, weights, result, elsewhere),
        constraints = constraint_table(standing and standing.checks),
        weights = weight_table(weights),
    }
end

return M
