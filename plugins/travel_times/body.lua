-- 行程时间对照 Travel times beside published ones.
local M = {}

function M.travel_times(call)
    local from, to = call.inputs.origins, call.inputs.destinations
    local made = call.run("network.route", { network = call.inputs.network, origins = from, destinations = to }, {})
    local minutes = made.routes.minutes
    local routes = made.routes
        :with("id", from.id, { zh = "编号", en = "id" })
        :with("name", from.name, { zh = "名称", en = "name" })
        :with("published_before", from.before_min, { unit = "min", zh = "公布：开通前", en = "published, before" })
        :with("published_after", from.after_min, { unit = "min", zh = "公布：开通后", en = "published, after" })
        :with("gap_before", minutes - from.before_min, { unit = "min", zh = "与开通前之差", en = "gap to before" })
        :with("gap_after", minutes - from.after_min, { unit = "min", zh = "与开通后之差", en = "gap to after" })
    return { routes = routes, split = made.split }
end

return M
