-- Manifest: data only. The formulas are in body.lua.
return {
    api = 1,
    kind = "lua",
    name = "transport_links",
    version = "0.1.0",
    owner = "Jiangtian developers",
    title = { zh = "交通联系评价", en = "Transport links" },
    help = {
        zh = "半小时交通圈覆盖（T8）、累积机会（T1）、重力可达性（T2）、绕行系数（T7）与多式联运指数（T10），各按声明的上下限折算为 0–100 分",
        en = "Half-hour coverage (T8), cumulative opportunities (T1), Hansen accessibility (T2), detour index (T7) and "
            .. "intermodality (T10), each scaled to 0-100 by declared bounds",
    },
    body = "body.lua",
    operators = {
        {
            name = "transport_links",
            version = 1,
            title = { zh = "交通联系评价", en = "Transport links" },
            help = {
                zh = "每个节点（功能区、园区）到需求点与枢纽的时间，以及由此得到的指标；缺失的指标列出，不当作零",
                en = "Times from each node (zone, park) to demand and hubs, and the indicators made of them; a missing indicator is "
                    .. "listed, never zero",
            },
            ports = {
                { name = "network", kind = "network", help = { zh = "情景的路网", en = "the scenario's network" } },
                { name = "nodes", kind = "layer", help = { zh = "节点：id, name", en = "nodes: id, name" } },
                { name = "demand", kind = "layer", help = { zh = "需求点：id, population", en = "demand: id, population" } },
                { name = "hubs", kind = "layer", required = false, help = { zh = "枢纽：id, name, kind, modes, freq_week",
                    en = "hubs: id, name, kind, modes, freq_week" } },
            },
            params = {
                { name = "cutoff", type = "number", unit = "min", default = 30, min = 1, help = { zh = "交通圈时限",
                    en = "time limit of the circle" } },
                { name = "beta", type = "number", default = 0.05, min = 0, help = { zh = "T2 的指数衰减系数（每分钟）[K]",
                    en = "exponential decay of T2, per minute [K]" } },
                { name = "bands", type = "list", unit = "min", default = { 15, 30, 45, 60 }, min = 1, help = { zh = "等时圈时限",
                    en = "cutoffs of the isochrones" } },
                { name = "buffer", type = "number", unit = "m", default = 1500, min = 0, help = {
                    zh = "等时圈沿可达路段外扩的步行范围", en = "off-network reach drawn around the reached roads" } },
                { name = "detour_flag", type = "number", default = 1.4, min = 1, help = { zh = "绕行系数的提醒阈值",
                    en = "detour index above which a node is flagged" } },
            },
            formulas = {
                { title = { zh = "T1 累积机会", en = "T1 cumulative opportunities" }, tex = [[A_i = \sum_{j} O_j \cdot [t_{ij} \le T] ]],
                    where = { zh = "$t_{ij}$为最快时间（分钟），$O_j$为需求点人口，$T$为时限", en = "$t_{ij}$ is the fastest time in minutes, $O_j$ "
                        .. "the population of a demand point, $T$ the limit" }, source = "Wachs & Kumagai 1973" },
                { title = { zh = "T8 覆盖率（%）", en = "T8 coverage (%)" }, tex = [[C_i = 100\, A_i / \sum_{j} O_j]],
                    where = { zh = "$A_i$同上", en = "$A_i$ as above" } },
                { title = { zh = "T2 重力可达性", en = "T2 Hansen accessibility" }, tex = [[G_i = \sum_{j} O_j\, e^{-\beta t_{ij}}]],
                    where = { zh = "$\\beta$为每分钟的衰减系数", en = "$\\beta$ is the decay per minute" }, source = "Hansen 1959" },
                { title = { zh = "T7 绕行系数", en = "T7 detour index" }, tex = [[D_i = \frac{1}{n} \sum_{j} \frac{d_{ij}}{g_{ij}}]],
                    where = { zh = "$d_{ij}$为最快路径的长度，$g_{ij}$为椭球面直线距离，取60分钟内的需求点", en = "$d_{ij}$ is the length of the "
                        .. "fastest way, $g_{ij}$ the geodesic distance, over demand within 60 minutes" },
                    source = "Levinson & El-Geneidy 2009" },
                { title = { zh = "T10 多式联运指数（本项目自拟）", en = "T10 intermodality (our own)" },
                    tex = [[M_i = \max_{h} \frac{m_h}{4} \left(1 - e^{-f_h/7}\right)]],
                    where = { zh = "$h$为时限内的枢纽，$m_h$为其方式数，$f_h$为每周班次", en = "$h$ are the hubs within the limit, $m_h$ their "
                        .. "modes, $f_h$ services a week" } },
                { title = { zh = "交通联系得分", en = "transport score" }, tex = [[S_i = \sum_k w_k x_{ik} / \sum_k w_k]],
                    where = { zh = "$x_{ik}$为按声明的上下限线性折算的0–100分，缺的指标不计", en = "$x_{ik}$ is an indicator scaled to 0–100 "
                        .. "between its declared bounds; a missing one does not count" } },
            },
            outputs = {
                { name = "nodes", kind = "layer", help = { zh = "节点及其指标", en = "nodes with their indicators" }, columns = {
                    { name = "id", type = "text", title = { zh = "编号", en = "id" } },
                    { name = "name", type = "text", title = { zh = "名称", en = "name" } },
                    { name = "coverage", type = "real", unit = "%", title = { zh = "半小时圈人口覆盖率", en = "population within the limit" } },
                    { name = "opportunities", type = "real", title = { zh = "累积机会（人）", en = "cumulative opportunities (persons)" } },
                    { name = "gravity", type = "real", title = { zh = "重力可达性", en = "Hansen accessibility" } },
                    { name = "detour", type = "real", title = { zh = "绕行系数", en = "detour index" } },
                    { name = "nearest_hub", type = "text", title = { zh = "最近枢纽", en = "nearest hub" } },
                    { name = "time_to_hub", type = "real", unit = "min", title = { zh = "到最近枢纽时间", en = "time to nearest hub" } },
                    { name = "time_to_airport", type = "real", unit = "min", title = { zh = "到最近机场时间", en = "time to nearest airport" } },
                    { name = "intermodality", type = "real", title = { zh = "多式联运指数", en = "intermodality" } },
                    { name = "score", type = "real", title = { zh = "交通联系得分", en = "transport score" } },
                } },
                { name = "isochrones", kind = "layer", help = { zh = "全部节点的等时圈", en = "isochrones of all nodes together" }, columns = {
                    { name = "cutoff_min", type = "real", unit = "min", title = { zh = "时限", en = "cutoff" } },
                    { name = "area_km2", type = "real", unit = "km2", title = { zh = "面积", en = "area" } },
                } },
                { name = "times", kind = "table", help = { zh = "节点到需求点的时间", en = "times from nodes to demand" }, columns = {
                    { name = "id", type = "text", title = { zh = "起讫对", en = "pair" } },
                    { name = "origin", type = "text", title = { zh = "起点", en = "origin" } },
                    { name = "destination", type = "text", title = { zh = "终点", en = "destination" } },
                    { name = "minutes", type = "real", unit = "min", title = { zh = "时间", en = "time" } },
                    { name = "status", type = "text", title = { zh = "状态", en = "status" } },
                } },
            },
        },
    },
}
