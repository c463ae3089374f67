-- 园区适宜性评价 Park suitability: indicators -> value functions -> weights -> score; constraints are judged apart.
local columns = require "jiangtian.columns"
local criteria = require "criteria"

local order = { "access", "land", "industry", "slope", "airport" }
local MU = 10000 / 15 -- m2 in one 亩
local APPLIES = "airport_applies"

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

local function known(name)
    return assert(criteria[name], "park_suitability: no criterion '" .. tostring(name) .. "' 没有这项准则; " .. table.concat(order, ", "))
end

-- What the parameter weights holds: of jt.ahp or jt.weights, whose numbers may stand there as they are.
local function given_weights(weights)
    if weights and not weights.method then
        return { method = "direct", weights = weights }
    end
    assert(not weights or weights.names or weights.weights, "park_suitability: weights are those of jt.ahp or jt.weights "
        .. "权重应为 jt.ahp { ... } 或 jt.weights { ... }")
    return weights
end

-- The names of the criteria that count: those that weights are given for, else those that have an indicator.
local function used(given, parks)
    local names, weights = given and given.names or {}, given and given.weights or {}
    for name in pairs(weights) do
        known(name)
    end
    for _, name in ipairs(order) do
        if weights[name] or not given and name ~= "airport" and parks:has(criteria[name].column) then
            names[#names + 1] = name
        end
    end
    for _, name in ipairs(names) do
        local column = known(name).column
        assert(parks:has(column), "park_suitability: criterion '" .. name .. "' needs the column or input '" .. column
            .. "' 准则缺少指标列或输入")
    end
    return names
end

-- The criteria as a tree of one group. Those of the aviation theme alone count where APPLIES says so.
local function tree_of(given, names)
    local tree, titles = { name = "suitability", factors = {} }, {}
    for i, name in ipairs(names) do
        local criterion = criteria[name]
        titles[i] = criterion.zh
        tree.factors[i] = { name = criterion.zh, column = criterion.column, ["function"] = criterion.fn,
            applies = name == "airport" and APPLIES or nil, weight = given and given.weights and given.weights[name] }
    end
    if given and given.method == "ahp" then
        tree.weights = { method = "ahp", names = titles, matrix = given.matrix, accept_cr = given.accept_cr }
    end
    return tree
end

-- Where the airport counts: in parks of the theme; without themes wherever there is a time.
local function with_applies(parks)
    if not parks:has "themes" then
        return parks:with(APPLIES, ~parks.airport_min:is_null())
    end
    local out, themes = { n = parks:rows() }, parks.themes
    for i = 1, out.n do
        out[i] = has_theme(themes[i], "aviation")
    end
    return parks:with(APPLIES, columns.column(out))
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
    local parks, given = indicators(call, call.inputs.parks), given_weights(call.params.weights)
    local names, standing = used(given, parks), judged(call, parks)
    local made = call.run("score.criteria", { data = parks:has "airport_min" and with_applies(parks) or parks,
        constraints = standing and standing.table }, { tree = tree_of(given, names), normalise = true, missing = call.params.missing })
    local out, scored, parts, weights = parks, made.table, made.factors, made.weights
    for _, name in ipairs(names) do
        local criterion = criteria[name]
        out = out:with("x_" .. name, scored:column(criterion.zh .. "_score"),
            { unit = "", zh = criterion.zh .. "分值", en = criterion.en .. " score" })
    end
    return {
        parks = out:with("score", scored.score, { unit = "", zh = "适宜性得分", en = "suitability score" })
            :with("feasible", scored.feasible, { zh = "可行", en = "feasible" })
            :with("failed_rules", scored.failed_rules, { zh = "未通过的约束", en = "failed constraints" })
            :with("warnings", standing and standing.table.warnings or "", { zh = "提醒", en = "warnings" })
            :with("rank", scored.rank, { zh = "名次", en = "rank" }),
        contributions = columns.table { { "id", parts.id }, { "criterion", parts.factor }, { "value", parts.value },
            { "score", parts.score }, { "weight", parts.weight }, { "part", parts.part } },
        constraints = constraint_table(standing and standing.checks),
        weights = columns.table { { "id", weights.id }, { "weight", weights.weight }, { "lambda_max", weights.lambda_max },
            { "ci", weights.ci }, { "ri", weights.ri }, { "cr", weights.cr } },
    }
end

return M
