-- What scenarios change: jt.open, jt.close, jt.add, jt.speed and their like. A change names a layer, which of its
-- features (ids, where, within, along), and a value.
local errors = require "jiangtian.errors"
local expr = require "jiangtian.expr"
local layers = require "jiangtian.layer"
local tables = require "jiangtian.table"

local M = {}
local Change = { __name = "change" }

M.network_roles = { roads = true, transit = true }

function M.is(value) return getmetatable(value) == Change end

-- `value`: the entry that holds the number, `takes`: entries beside it, `network`: not of other layers such as parks.
local kinds = {
    open = { takes = { "headway" } },
    close = { takes = {} },
    add = { takes = { "headway", "stations" } },
    speed = { value = "speed", takes = {}, network = true },
    retime = { value = "minutes", takes = {}, network = true },
    factor = { value = "factor", takes = {}, network = true },
    upgrade = { word = "class", takes = {}, network = true },
    reverse = { takes = {}, network = true },
    oneway = { takes = { "direction" }, network = true },
    twoway = { takes = {}, network = true },
    headway = { value = "headway", takes = {}, network = true },
    run_time = { value = "factor", takes = {}, network = true },
    skip = { takes = { "stops" }, network = true },
}
local targets = { "ids", "where", "within", "along", "near", "share", "period", "all" }
-- What changes could say before there were filters and areas goes to network.scenario by id alone.
local short = { open = true, close = true, add = true, speed = true }

local function are_ids(list)
    if type(list) ~= "table" or #list == 0 then
        return false
    end
    for _, id in ipairs(list) do
        if type(id) ~= "string" and math.type(id) ~= "integer" then
            return false
        end
    end
    return true
end

local function are_places(list, least)
    if type(list) ~= "table" or getmetatable(list) ~= nil or #list < least then
        return false
    end
    for _, place in ipairs(list) do
        if type(place) ~= "table" or type(place[1]) ~= "number" or type(place[2]) ~= "number" then
            return false
        end
    end
    return true
end

-- Places without the names that they may bear.
local function places_of(list)
    local out = {}
    for i, place in ipairs(list) do
        out[i] = { place[1], place[2] }
    end
    return out
end

-- A layer of drawn features (tables with xy and columns), as the library knows layers; its project comes later.
local function drawn(shape, features, crs, name, role)
    local info = { name = name, role = role or "", fields = {} }
    info.root = info
    info.make = function(emit)
        return emit:ref { op = "network.drawn", params = { shape = shape, features = features, crs = crs, to = info.project.crs,
            name = name }, inputs = {}, label = "network.drawn " .. name, where = info.where }
    end
    info.where = errors.where()
    return info
end

-- within = zones or { {x, y}, ... }, along = lines or { {x, y}, ... }: the area of a change, as the info of a layer.
local function area_of(call, key, value)
    if layers.is(value) then
        return layers.info(value)
    elseif key == "within" and are_places(value, 3) then
        return drawn("polygon", { { id = "1", xy = places_of(value) } }, value.crs, "within")
    elseif key == "along" and are_places(value, 2) then
        return drawn("line", { { id = "1", xy = places_of(value) } }, value.crs, "along")
    elseif not errors.is_poisoned(value) then
        errors.report("script.change.area", call, key, errors.kind(value))
    end
end

local function check_numbers(kind, spec, names)
    for _, name in ipairs(names) do
        if spec[name] ~= nil and type(spec[name]) ~= "string" and type(spec[name]) ~= "number" then
            errors.report("script.change.value", kind, name, errors.kind(spec[name]))
        end
    end
end

local function entries_of(rules)
    local names = { "ids" }
    names[#names + 1] = rules.value
    names[#names + 1] = rules.word
    table.move(rules.takes, 1, #rules.takes, #names + 1, names)
    return table.move(targets, 2, #targets, #names + 1, names)
end

-- The target: whole layer, ids, a filtered layer, an area.
local function set_target(change, kind, spec)
    local info = layers.info(spec[1])
    change.layer, change.ids = info.root, spec.ids
    if spec.ids ~= nil and not are_ids(spec.ids) then
        errors.report("script.change.ids", kind)
    end
    if expr.is(spec.where) then
        change.select = layers.info(layers.methods.where(spec[1], spec.where))
    elseif spec.where ~= nil and not errors.is_poisoned(spec.where) then
        errors.report("script.layer.column", "where", errors.kind(spec.where))
    elseif spec.ids == nil and info ~= info.root then
        change.select = info
    end
    for _, key in ipairs { "within", "along" } do
        if spec[key] ~= nil then
            change.area = area_of("jt." .. kind, key, spec[key])
        end
    end
    if spec.within ~= nil and spec.along ~= nil then
        errors.report("script.change.areas", "jt." .. kind)
    end
    change.near, change.share, change.period = spec.near, spec.share, spec.period
    local whole = kind == "add" and info.role == "roads" and not spec.ids and not change.select
    change.all = spec.all == true or whole or nil
    local aimed = spec.ids ~= nil or spec.where ~= nil or change.select or spec.within ~= nil or spec.along ~= nil or change.all
    if not aimed then
        errors.report("script.change.ids", kind)
    end
    return change.select or change.area or change.all or change.period ~= nil
end

local function new(kind, spec)
    local call, rules = "jt." .. kind, kinds[kind]
    if not errors.is_table(spec, call) or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local before = #errors.list
    if not layers.is(spec[1]) then
        errors.report("script.change.layer", kind, errors.kind(spec[1]))
        return errors.poisoned()
    end
    errors.check_keys(spec, call, entries_of(rules), 1)
    local change = setmetatable({ kind = kind, where = errors.where(), headway = spec.headway }, Change)
    local wide = set_target(change, kind, spec)
    change.extended = wide or not short[kind]
    local entry = rules.value or rules.word
    if entry and spec[entry] == nil then
        errors.report("script.change.missing", kind, entry)
    end
    local info = change.layer
    if (rules.network or spec.headway or wide) and not M.network_roles[info.role] then
        errors.report("script.change.role", entry or spec.headway and "headway" or call, info.name, info.role)
    end
    check_numbers(kind, spec, { "headway", "speed", "minutes", "factor", "near", "share" })
    change.value, change.word = rules.value and spec[rules.value], rules.word and spec[rules.word] or spec.direction
    if kind == "skip" then
        change.stops = spec.stops
        if not are_ids(spec.stops) then
            errors.report("script.change.stops")
        end
    end
    if layers.is(spec.stations) then
        change.stations = layers.info(spec.stations)
    end
    change.speed = kind == "speed" and spec.speed or nil
    return #errors.list > before and errors.poisoned() or change
end

-- jt.open { layer, ids = { ... }, headway = "6 min" }: the features exist from this scenario on. Links are also named by
-- where = roads.class:eq "支路", within = zones or { {x, y}, ... }, along = lines or { {x, y}, ... }, near = "20 m".
function M.open(spec) return new("open", spec) end

-- jt.close { layer, ids = { ... } }: they do not.
function M.close(spec) return new("close", spec) end

-- jt.speed { layer, ids = { ... }, speed = "80 km/h" }: links get another speed, as it is: no peak factor is applied to it.
function M.speed(spec) return new("speed", spec) end

-- jt.retime { roads, ids = { ... }, minutes = "12 min" }: each link takes that long from end to end.
function M.retime(spec) return new("retime", spec) end

-- jt.upgrade { roads, ids = { ... }, class = "快速路" }: links get the speed of that class, peak factor included.
function M.upgrade(spec) return new("upgrade", spec) end

-- jt.factor { roads, within = centre, factor = 0.6, period = "早高峰" }: multiplies the speed of the part inside.
function M.factor(spec) return new("factor", spec) end

-- jt.reverse { roads, ids = { ... } }, jt.oneway { roads, ids, direction = "TF" }, jt.twoway { roads, ids }: directions.
function M.reverse(spec) return new("reverse", spec) end
function M.oneway(spec) return new("oneway", spec) end
function M.twoway(spec) return new("twoway", spec) end

-- jt.headway { metro, ids = { "M13" }, headway = "4 min" }, jt.run_time { metro, ids, factor = 0.9 },
-- jt.skip { metro, ids, stops = { "北站" } }: transit lines.
function M.headway(spec) return new("headway", spec) end
function M.run_time(spec) return new("run_time", spec) end
function M.skip(spec) return new("skip", spec) end

-- A plain table of places with entries beside them, as a drawn feature.
local function drawn_feature(spec, names)
    local feature = { xy = places_of(spec[1]) }
    for _, name in ipairs(names) do
        feature[name] = spec[name]
    end
    feature.id = tostring(feature.id)
    return feature
end

local road_columns = { "id", "class", "speed", "oneway", "level" }

-- jt.add { layer }, jt.add { layer, ids = { ... } }: links of a layer that only this plan has join the union graph and
-- open with this scenario; jt.add { "新路.geojson", fields = { ... } } reads them from a file;
-- jt.add { { {x, y}, ... }, id = "N1", class = "主干路", crs = "EPSG:4490" } draws one.
function M.add(spec)
    if not errors.is_table(spec, "jt.add") or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local geometry = spec[1]
    if type(geometry) == "string" then
        return setmetatable({ kind = "add", file = spec, all = true, extended = true, where = errors.where() }, Change)
    elseif type(geometry) ~= "table" or getmetatable(geometry) ~= nil then
        return new("add", spec)
    end
    local before = #errors.list
    errors.check_keys(spec, "jt.add", { "id", "class", "speed", "oneway", "level", "crs" }, 1)
    if not are_places(geometry, 2) then
        errors.report("script.change.drawn", "jt.add")
    end
    if type(spec.id) ~= "string" and math.type(spec.id) ~= "integer" then
        errors.report("script.change.id", "jt.add")
    end
    if #errors.list > before then
        return errors.poisoned()
    end
    local info = drawn("line", { drawn_feature(spec, road_columns) }, spec.crs, tostring(spec.id), "roads")
    return setmetatable({ kind = "add", layer = info, all = true, extended = true, where = errors.where() }, Change)
end

local line_columns = { "id", "headway", "speed", "run_time", "oneway" }

local line_keys = { "id", "stops", "headway", "speed", "run_time", "oneway", "crs" }

-- jt.add_line { id = "M9", stops = { { x, y, name = "北站" }, ... }, headway = "5 min", speed = "40 km/h" }: a transit line
-- that stops at these places, straight between them; jt.add_line { { {x, y}, ... }, id = ..., stops = ... } draws its way.
function M.add_line(spec)
    if not errors.is_table(spec, "jt.add_line") or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local before = #errors.list
    errors.check_keys(spec, "jt.add_line", line_keys, 1)
    if type(spec.id) ~= "string" and math.type(spec.id) ~= "integer" then
        errors.report("script.change.id", "jt.add_line")
    end
    if not are_places(spec.stops, 2) or spec[1] ~= nil and not are_places(spec[1], 2) then
        errors.report("script.change.drawn", "jt.add_line")
    end
    check_numbers("add_line", spec, { "headway", "speed", "run_time" })
    if #errors.list > before then
        return errors.poisoned()
    end
    local id, stations = tostring(spec.id), {}
    for i, place in ipairs(spec.stops) do
        stations[i] = { id = id .. "-" .. i, name = place.name or id .. "-" .. i, line = id, xy = { { place[1], place[2] } } }
    end
    local line = drawn_feature({ places_of(spec[1] or spec.stops), id = id, headway = spec.headway, speed = spec.speed,
        run_time = spec.run_time, oneway = spec.oneway }, line_columns)
    local change = { kind = "add", ids = { id }, extended = true, where = errors.where() }
    change.layer = drawn("line", { line }, spec.crs, id, "transit")
    change.stops_only = drawn("line", { drawn_feature({ places_of(spec.stops), id = id, headway = spec.headway, speed = spec.speed,
        run_time = spec.run_time, oneway = spec.oneway }, line_columns) }, spec.crs, id, "transit")
    change.stations = drawn("point", stations, spec.crs, id .. " stops", "stations")
    return setmetatable(change, Change)
end

-- jt.changes { P:table { "改动.csv" }, areas = zones }: rows scenario, action, target, value, ...; rows without a scenario are
-- of the one that this stands in.
function M.changes(spec)
    if not errors.is_table(spec, "jt.changes") or errors.has_poison(spec) then
        return errors.poisoned()
    end
    local before = #errors.list
    errors.check_keys(spec, "jt.changes", { "areas" }, 1)
    if not tables.is(spec[1]) and not layers.is(spec[1]) then
        errors.report("script.change.table", errors.kind(spec[1]))
    end
    if spec.areas ~= nil and not layers.is(spec.areas) then
        errors.report("script.change.area", "jt.changes", "areas", errors.kind(spec.areas))
    end
    if #errors.list > before then
        return errors.poisoned()
    end
    return setmetatable({ kind = "changes", extended = true, where = errors.where(),
        rows = tables.is(spec[1]) and spec[1] or layers.info(spec[1]), areas = spec.areas and layers.info(spec.areas) }, Change)
end

-- Called when the change comes into a scenario: files are read, drawn layers learn the project's CRS.
function M.settle(change, project)
    if change.file then
        local given = change.file
        local spec = { role = "roads" }
        for key, value in pairs(given) do
            spec[key] = value
        end
        local layer = layers.read(project, spec)
        if errors.is_poisoned(layer) then
            return false
        end
        change.layer, change.file = layers.info(layer), nil
    end
    for _, info in pairs { change.layer or false, change.stations or false, change.area or false } do
        if info then
            info.project = info.project or project
        end
    end
    local network = project.scenarios[1] and project.scenarios[1].network
    if change.stops_only and network and #network.layers.transit > 0 and #network.layers.stations == 0 then
        change.layer, change.stations = change.stops_only, nil -- there the vertices of lines are the stops
        change.layer.project = project
    end
    return true
end

local words = {
    open = { "开通", "opens" },
    close = { "关闭", "closes" },
    add = { "新增", "adds" },
    speed = { "改变速度：", "changes the speed of" },
    retime = { "改变耗时：", "changes the time of" },
    upgrade = { "升级", "upgrades" },
    factor = { "速度乘以系数：", "scales the speed of" },
    reverse = { "反转方向：", "reverses" },
    oneway = { "改为单行：", "makes one-way" },
    twoway = { "改为双行：", "makes two-way" },
    headway = { "改变发车间隔：", "changes the headway of" },
    run_time = { "运行时间乘以系数：", "scales the run time of" },
    skip = { "不停站：", "skips stops of" },
    changes = { "改动表", "changes of a table" },
}

-- The change in words, for the report.
function M.describe(change)
    local zh, en = words[change.kind][1], words[change.kind][2]
    local function add(in_zh, in_en)
        zh, en = zh .. in_zh, en .. in_en
    end
    if change.layer then
        add(" " .. change.layer.name, " " .. change.layer.name)
    end
    if change.ids then
        local ids = table.concat(change.ids, ", ")
        add(" " .. ids, " " .. ids)
    end
    if change.select then
        add("（按条件）", " (by a filter)")
    end
    if change.area then
        add("（区域 " .. change.area.name .. "）", " (area " .. change.area.name .. ")")
    end
    if change.headway and change.kind ~= "headway" then
        add("（行车间隔 " .. change.headway .. "）", " (headway " .. change.headway .. ")")
    end
    local value = change.value or change.word
    if value then
        add("（" .. value .. "）", " (" .. value .. ")")
    end
    if change.stops then
        local stops = table.concat(change.stops, ", ")
        add("（" .. stops .. "）", " (" .. stops .. ")")
    end
    if change.period then
        add("（" .. change.period .. "）", " (" .. change.period .. ")")
    end
    return { zh = zh, en = en }
end

return M
