-- 单位的数据：读进来、查问题、修补、连接年鉴、叠加。先用 jiangtian info 看一遍文件，再写进情景。
-- The office's data as they are: read, checked, mended, joined with a yearbook, overlaid. Look at the files with jiangtian info first.
-- 运行 Run it: jiangtian run lua/scenarios/04_office_data.lua
local jt = require "jiangtian"

local P = jt.project { api = 1, name = "数据整理", crs = "EPSG:4544", data = "gisdata/chengyu" }

-- 一、读 Read：编码和坐标系凭证据判断，记在 run.json；修补过的要素另存 encoding and CRS by evidence; mended features are kept apart
local roads = P:layer { "道路.shp", role = "roads",
    fields = { id = "LXBH", class = "DLDJ", speed = "SJSD", oneway = "DXX", year_open = "TCNF", level = "CJ" } }
local landuse = P:layer { "用地.shp", fix = true } -- 只做不丢信息的修补 safe fixes only
local zones = P:layer { "功能区.shp", role = "zones", fields = { id = "ID", name = "名称" } }
local red = P:layer { "三线.gpkg", layer = "生态保护红线" }
local seats = P:layer { "县城.csv", xy = { "lon", "lat" }, crs = "EPSG:4490" }
-- 网络地图上点取的坐标是 GCJ-02，说明了才改正 points picked on a web map are GCJ-02; they are shifted back because we say so
local picked = P:layer { "网点_火星坐标.csv", xy = { "lng", "lat" }, crs = "EPSG:4490", datum = "gcj02" }
-- 年鉴：名称在第 2 行，单位在第 3 行，末尾的注释不读 a yearbook: names in row 2, units in row 3, notes at its end
local yearbook = P:table { "年鉴.csv", header_row = 2, unit_row = 3 }

-- 二、查 Check：路网和图斑的问题各成一层，带编号和位置 what is wrong with lines and polygons, as layers with ids and places
P:apply { "network.defects", lines = roads, as = "路网问题" }
P:apply { "vector.topology_check", layer = landuse, id = "BSM", as = "图斑问题" }

-- 三、连 Join：年鉴按名称连到县城；繁体和缺后缀的写法，要写明才折合 names in traditional characters or without suffix meet only when folded
P:apply { "table.join", layer = seats, table = yearbook, on = "名称", to = "区县", by = "name",
    fold = { "traditional", "suffix" }, as = "县城与年鉴" }

-- 四、叠 Overlay：长度和面积在椭球面上量 lengths and areas are measured on the ellipsoid
local inside = P:apply { "vector.clip", layer = landuse, mask = zones, as = "区内用地" }
local pieces = P:apply { "vector.intersection", a = inside, b = zones, as = "各区用地" }
local industry = pieces:where(pieces["DLBM"]:starts_with "10" & pieces["area_m2"]:gt(10000)) -- 工矿用地 industrial land
P:apply { "vector.buffer", layer = red, distance = "500 m", kind = "geodesic", as = "红线外围500米" }
local near = P:apply { "vector.spatial_join", layer = picked, from = zones, predicate = "nearest", columns = { "name" }, as = "网点所属" }

-- 五、量 Measure：各区用地面积，部分之和强制等于总数 areas in 亩 whose parts add up to the total, by zone
local now = P:baseline { "现状", year = 2020 }
local areas = P:score { "vector.measure", as = "面积", layer = industry, unit = "亩", decimals = 1, group = "name" }
local losses = P:score { "table.join", as = "年鉴核对", layer = seats, table = yearbook, on = "名称", to = "区县", by = "name" }

-- 成果 Outputs
local outline = zones:style { kind = "single", symbol = { fill = "none", stroke = "#6b3a17", width = 0.4 } }
P:map { "A3横", title = "各区工矿用地图", of = now, extent = industry, layers = {
    industry:style { kind = "single", title = "工矿用地", symbol = { fill = "#bb9674" } }, outline,
    near:style { kind = "single", title = "网点", symbol = { fill = "#1f78b4", size = 1.5 } } } }
P:report { "数据整理", tables = { areas.totals, losses.unmatched } }
return P
