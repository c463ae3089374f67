-- 县城.csv: county and district seats with population, UTF-8 with a byte order mark as
-- spreadsheets write it.
local output = require "output"
local places = require "places"
local text = require "text"

local M = {}

function M.build()
    local lines = { "代码,名称,lon,lat,人口,人口年份,schematic,precision_m\r\n" }
    for _, seat in ipairs(places.seats) do
        lines[#lines + 1] = string.format("%s,%s,%.2f,%.2f,%d,2020,%d,%d\r\n", seat.id,
            seat.seat_name, seat.point[1], seat.point[2], seat.population, seat.schematic,
            seat.precision)
    end
    text.write(output.path("县城.csv"), "\xEF\xBB\xBF" .. table.concat(lines))
end

return M
