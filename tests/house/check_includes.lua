-- The include order of engine/modules.lua, and where the headers of the big libraries may stand.
--   lua5.4 tests/house/check_includes.lua ROOT
package.path = arg[0]:match("^(.*/)") .. "?.lua;" .. package.path
local sources = require "sources"
local fail = sources.fail

-- register_all.cpp asks GEOS, PROJ and Lua for their versions, which run.json tells.
local versions = "^engine/app/register_all%.cpp$"

-- Headers of a library, and the Lua patterns of the paths that may include them.
local libraries = {
    { name = "GDAL", headers = { "^gdal", "^ogr", "^cpl_", "^vrtdataset" },
      places = { "^engine/source/", "^engine/surface/io_[%w_]*%.cpp$", "^engine/map/geo_pdf%.cpp$" } },
    { name = "Mapnik", headers = { "^mapnik/" }, places = { "^engine/map/[%w_]+%.cpp$" }, most = 3 },
    { name = "GEOS", headers = { "^geos" }, places = { "^engine/geo/", versions } },
    { name = "PROJ", headers = { "^proj%.h$", "^proj_", "^geodesic%.h$" }, places = { "^engine/geo/", versions } },
    { name = "Lua", headers = { "^lua%.h", "^lauxlib%.h$", "^lualib%.h$", "^lua5%.4" },
      places = { "^engine/script/", versions } },
    { name = "Cairo", headers = { "^cairo", "^pango" }, places = { "^engine/map/" } },
    { name = "CBC", headers = { "^Cbc", "^Cgl", "^Clp", "^Coin", "^Osi" }, places = { "^engine/locate/[%w_]+%.cpp$" }, most = 1 },
    { name = "libosmium", headers = { "^osmium/" }, places = { "^engine/source/" } },
}

local function any_match(text, patterns)
    for _, pattern in ipairs(patterns) do
        if text:match(pattern) then
            return true
        end
    end
    return false
end

-- module -> set of the modules whose headers it may include, itself among them
local allowed = {}
for _, row in ipairs(sources.modules()) do
    allowed[row[1]] = { [row[1]] = true }
    for i = 2, #row do
        if not allowed[row[i]] then
            fail("engine/modules.lua", 1, "%s names %s, which does not stand before it", row[1], row[i])
        end
        allowed[row[1]][row[i]] = true
    end
end

local function check_quoted(path, line, module, name)
    local target = name:match("^([%w_]+)/")
    if not target then
        fail(path, line, '"%s": write the whole path, "module/file.hpp"', name)
    elseif target == "sdk" then
        return  -- the public C header belongs to no module
    elseif not allowed[module][target] then
        fail(path, line, '%s/ may not include "%s" (engine/modules.lua)', module, name)
    elseif not sources.exists("engine/" .. name) then
        fail(path, line, 'there is no "engine/%s"', name)
    end
end

local used = {}  -- library -> files that include it
local function check_library(path, line, name)
    for _, library in ipairs(libraries) do
        if any_match(name, library.headers) then
            if not any_match(path, library.places) then
                fail(path, line, "<%s>: headers of %s have no place here", name, library.name)
            end
            used[library] = used[library] or {}
            used[library][path] = line
        end
    end
end

local function check_file(path)
    local module = path:match("^engine/([%w_]+)/")
    if module == "sdk" then
        return
    elseif not module or not allowed[module] then
        fail(path, 1, "the folder is no module of engine/modules.lua")
        return
    end
    local once = false
    for line, text in ipairs(sources.lines(path)) do
        once = once or text == "#pragma once"
        local quoted = text:match('^%s*#%s*include%s+"(.-)"')
        local bracketed = text:match("^%s*#%s*include%s+<(.-)>")
        if quoted then
            check_quoted(path, line, module, quoted)
        end
        if quoted or bracketed then
            check_library(path, line, quoted or bracketed)
        end
    end
    if path:sub(-4) == ".hpp" and not once then
        fail(path, 1, "a header starts with #pragma once")
    end
end

-- luaL_error unwinds with an exception of its own: catch (...) in script/ would swallow it.
local function check_catch_all(path)
    local tokens = sources.tokens(path)
    for i = 1, #tokens - 4 do
        if tokens[i].text == "catch" and tokens[i + 1].text == "(" and tokens[i + 2].text == "." then
            fail(path, tokens[i].line, "catch (...) is banned in script/: catch std::exception")
        end
    end
end

for _, path in ipairs(sources.files("engine", { ".hpp", ".cpp", ".h", ".inc" })) do
    check_file(path)
    if path:match("^engine/script/") then
        check_catch_all(path)
    end
end
for library, paths in pairs(used) do
    local list = {}
    for path in pairs(paths) do
        list[#list + 1] = path
    end
    table.sort(list)
    if library.most and #list > library.most then
        fail(list[#list], paths[list[#list]], "%s is included by %d files, at most %d may: %s",
            library.name, #list, library.most, table.concat(list, ", "))
    end
end
sources.finish("wrong includes")
