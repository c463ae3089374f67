-- 公布时间.csv: travel times that were published, to stand beside the computed ones; UTF-8 with a byte order mark.
local output = require "output"
local places = require "places"
local text = require "text"

local M = {}

function M.build(source)
    local lines = { "编号,名称,起点经度,起点纬度,终点经度,终点纬度,开通前分钟,开通后分钟,来源\r\n" }
    for _, row in ipairs(text.read_csv(source .. "/published_times.csv")) do
        local from, to = places.get(row.from).point, places.get(row.to).point
        lines[#lines + 1] = string.format("%s,%s,%.3f,%.3f,%.3f,%.3f,%s,%s,%s\r\n", row.id, row.name, from[1], from[2],
            to[1], to[2], row.before_min, row.after_min, row.source)
    end
    text.write(output.path("公布时间.csv"), "\xEF\xBB\xBF" .. table.concat(lines))
end

return M
