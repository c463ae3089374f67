-- Manifest: data only.
return {
    api = 1,
    kind = "lua",
    name = "travel_times",
    version = "0.1.0",
    owner = "Jiangtian developers",
    title = { zh = "行程时间与公布值对照", en = "Travel times beside published ones" },
    help = {
        zh = "第 i 个起点到第 i 个终点的最快时间与里程，与公布的时间并列，并给出差距；不为凑数调整任何输入",
        en = "Fastest time and length from the i-th origin to the i-th destination, beside published times, with the gap; no input "
            .. "is fitted to meet them",
    },
    body = "body.lua",
    operators = {
        {
            name = "travel_times",
            version = 1,
            title = { zh = "行程时间对照", en = "Travel times" },
            help = { zh = "最快路径的时间、里程与公布值", en = "time and length of the fastest way, and the published time" },
            ports = {
                { name = "network", kind = "network", help = { zh = "情景的路网", en = "the scenario's network" } },
                { name = "origins", kind = "layer", help = { zh = "起点：id, name, before_min, after_min",
                    en = "origins: id, name, before_min, after_min" } },
                { name = "destinations", kind = "layer", help = { zh = "终点，与起点同序", en = "destinations, in the same order" } },
            },
            outputs = {
                { name = "routes", kind = "layer", help = { zh = "路径", en = "routes" }, columns = {
                    { name = "id", type = "text", title = { zh = "编号", en = "id" } },
                    { name = "name", type = "text", title = { zh = "名称", en = "name" } },
                    { name = "minutes", type = "real", unit = "min", title = { zh = "计算时间", en = "computed time" } },
                    { name = "km", type = "real", unit = "km", title = { zh = "里程", en = "length" } },
                    { name = "published_before", type = "real", unit = "min", title = { zh = "公布：开通前", en = "published, before" } },
                    { name = "published_after", type = "real", unit = "min", title = { zh = "公布：开通后", en = "published, after" } },
                    { name = "gap_before", type = "real", unit = "min", title = { zh = "与开通前之差", en = "gap to before" } },
                    { name = "gap_after", type = "real", unit = "min", title = { zh = "与开通后之差", en = "gap to after" } },
                } },
                { name = "split", kind = "table", help = { zh = "路径分解", en = "legs of the routes" }, columns = {
                    { name = "trip", type = "integer", title = { zh = "路径", en = "trip" } },
                    { name = "mode", type = "text", title = { zh = "方式", en = "mode" } },
                    { name = "link", type = "text", title = { zh = "路线", en = "route id" } },
                    { name = "km", type = "real", unit = "km", title = { zh = "里程", en = "length" } },
                    { name = "minutes", type = "real", unit = "min", title = { zh = "时间", en = "time" } },
                } },
            },
        },
    },
}
