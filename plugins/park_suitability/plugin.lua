-- Manifest: data only. The formulas are in body.lua, the value functions in criteria.lua.
return {
    api = 1,
    kind = "lua",
    name = "park_suitability",
    version = "0.1.0",
    owner = "Jiangtian developers",
    title = { zh = "园区适宜性评价", en = "Park suitability" },
    help = {
        zh = "按价值函数给园区的各项指标打分，用 AHP 或直接给定的权重作加权线性组合，硬约束单独判定，并列出每项准则的贡献",
        en = "Scores the indicators of parks by value functions, combines them with AHP or given weights (WLC), judges hard "
            .. "constraints apart from the score, and lists what each criterion contributes",
    },
    body = "body.lua",
    operators = {
        {
            name = "park_suitability",
            version = 2,
            title = { zh = "园区适宜性评价", en = "Park suitability" },
            help = {
                zh = "得分 = Σ 权重 × 准则分值（0–100）；不可行的园区保留得分，没有名次，并列出未通过的约束",
                en = "Score = sum of weight x criterion score (0-100); infeasible parks keep their score, get no rank, and list "
                    .. "the constraints they fail",
            },
            ports = {
                { name = "parks", kind = "layer", help = { zh = "园区（面）：id, name, kind, industry, themes, land_ha",
                    en = "parks (polygons): id, name, kind, industry, themes, land_ha" } },
                { name = "access", kind = "table", required = false, help = { zh = "到最近枢纽的时间：id, value（分钟）",
                    en = "time to the nearest hub: id, value (min)" } },
                { name = "airport", kind = "table", required = false, help = {
                    zh = "到最近机场的时间：id, value（分钟）；只用于带 aviation 主题的园区",
                    en = "time to the nearest airport: id, value (min); for parks with the theme aviation only" } },
                { name = "slope", kind = "surface", required = false, help = { zh = "坡度栅格（度）", en = "slope raster (degrees)" } },
                { name = "constraints", kind = "layer", required = false, many = true, help = {
                    zh = "约束区（面）；名称含“开发边界”的图层按界外面积提醒，其余图层占用即不可行",
                    en = "constraint areas (polygons); a layer named 开发边界 warns about area outside, any other makes a park that "
                        .. "lies on it infeasible" } },
            },
            params = {
                { name = "weights", type = "object", help = { zh = "权重：jt.ahp { ... } 或 jt.weights { ... }；缺省为等权",
                    en = "weights: jt.ahp { ... } or jt.weights { ... }; equal by default" } },
                { name = "max_area", type = "number", unit = "m2", default = 1, min = 0, help = {
                    zh = "允许占用约束区的面积（容许边界误差）", en = "area on a constraint that is still allowed (digitising slivers)" } },
                { name = "missing", type = "choice", choices = { "missing", "renormalise" }, default = "missing", help = {
                    zh = "缺指标的园区：不评分，或按其余准则评分", en = "parks that lack an indicator: no score, or scored on the others" } },
            },
            formulas = {
                { title = { zh = "适宜性得分（加权线性组合）", en = "suitability score (weighted linear combination)" },
                    tex = [[S_p = \sum_{k} w_k\, v_k(x_{pk}), \quad \sum_{k} w_k = 1]],
                    where = { zh = "$x_{pk}$为园区$p$的第$k$项指标，$v_k$为其价值函数（0–100），$w_k$为权重", en = "$x_{pk}$ is indicator $k$ of "
                        .. "park $p$, $v_k$ its value function (0–100), $w_k$ its weight" }, source = "Malczewski 2006" },
            },
            outputs = {
                { name = "parks", kind = "layer", help = { zh = "园区及其得分", en = "parks with their scores" }, columns = {
                    { name = "id", type = "text", title = { zh = "编号", en = "id" } },
                    { name = "name", type = "text", title = { zh = "名称", en = "name" } },
                    { name = "score", type = "real", title = { zh = "适宜性得分", en = "suitability score" } },
                    { name = "feasible", type = "boolean", title = { zh = "可行", en = "feasible" } },
                    { name = "failed_rules", type = "text", title = { zh = "未通过的约束", en = "failed constraints" } },
                    { name = "warnings", type = "text", title = { zh = "提醒", en = "warnings" } },
                    { name = "rank", type = "integer", title = { zh = "名次", en = "rank" } },
                } },
                { name = "contributions", kind = "table", help = { zh = "每个园区每项准则一行", en = "one row for each park and criterion" },
                    columns = {
                        { name = "id", type = "text", title = { zh = "编号", en = "id" } },
                        { name = "criterion", type = "text", title = { zh = "准则", en = "criterion" } },
                        { name = "value", type = "real", title = { zh = "指标值", en = "indicator" } },
                        { name = "score", type = "real", title = { zh = "准则分值", en = "criterion score" } },
                        { name = "weight", type = "real", title = { zh = "权重", en = "weight" } },
                        { name = "part", type = "real", title = { zh = "贡献", en = "contribution" } },
                    } },
                { name = "constraints", kind = "table", help = { zh = "三线占用：每个园区每条约束一行", en = "one row for each park and "
                    .. "constraint" }, columns = {
                    { name = "id", type = "text", title = { zh = "编号", en = "id" } },
                    { name = "rule", type = "text", title = { zh = "约束", en = "constraint" } },
                    { name = "verdict", type = "text", title = { zh = "结论", en = "verdict" } },
                    { name = "area_mu", type = "real", unit = "亩", title = { zh = "占用面积（亩）", en = "area (mu)" } },
                    { name = "share", type = "real", title = { zh = "占比", en = "share" } },
                } },
                { name = "weights", kind = "table", help = { zh = "权重与一致性检验", en = "weights and the consistency test" }, columns = {
                    { name = "id", type = "text", title = { zh = "准则", en = "criterion" } },
                    { name = "weight", type = "real", title = { zh = "权重", en = "weight" } },
                    { name = "lambda_max", type = "real", title = { zh = "最大特征值", en = "lambda max" } },
                    { name = "ci", type = "real", title = { zh = "一致性指标 CI", en = "CI" } },
                    { name = "ri", type = "real", title = { zh = "随机一致性指标 RI", en = "RI" } },
                    { name = "cr", type = "real", title = { zh = "一致性比率 CR", en = "CR" } },
                } },
            },
        },
    },
}
