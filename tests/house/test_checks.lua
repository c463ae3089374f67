-- The checks themselves: small source trees with one fault each, and what is said about it.
--   lua5.4 tests/house/test_checks.lua FOLDER_OF_THE_CHECKS LUA
local checks, lua = arg[1], arg[2] or "lua5.4"
local failures = 0

local function run(command)
    local pipe = assert(io.popen(command .. " 2>&1; echo $?"))
    local text = pipe:read("a")
    pipe:close()
    return text
end

local function write(path, text)
    os.execute("mkdir -p '" .. path:match("^(.*)/") .. "'")
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
end

local sound = {
    ["engine/modules.lua"] = 'return {\n    { "base" },\n    { "geo", "base" },\n    { "script", "base" },\n}\n',
    ["engine/base/a.hpp"] = "#pragma once\nint f();\n",
    ["engine/base/messages/all.inc"] = '#include "base/messages/base.inc"\n#include "base/messages/geo.inc"\n',
    ["engine/base/messages/base.inc"] = 'JT_MSG("base.x", "x {0}", "甲 {0}")\nJT_MSG("base.x.hint", "try {0}", "试 {0}")\n',
    ["engine/base/messages/geo.inc"] = '// JT_MSG("base.x", "", "")\n',
    ["engine/geo/a.cpp"] = '#include "base/a.hpp"\n// msg("no.such")\nauto f = msg("base.x", g(1, 2));\n',
}

-- Runs a check over the sound tree with some files changed; the output must contain every text of
-- `wanted`, or be that of a good tree where it is nil.
local function expect(check, changes, wanted)
    local root = os.tmpname()
    os.remove(root)
    for path, text in pairs(sound) do
        write(root .. "/" .. path, changes[path] or text)
    end
    for path, text in pairs(changes) do
        write(root .. "/" .. path, text)
    end
    local said = run(("%s '%s/check_%s.lua' '%s'"):format(lua, checks, check, root))
    os.execute("rm -r '" .. root .. "'")
    local code = wanted and "\n1\n" or "none\n0\n"
    local good = said:sub(-#code) == code
    for _, text in ipairs(wanted or {}) do
        good = good and said:find(text, 1, true) ~= nil
    end
    if not good then
        failures = failures + 1
        io.stderr:write(("check_%s: wanted %s, said:\n%s\n"):format(check, wanted and table.concat(wanted, " + ") or
            "nothing", said))
    end
end

for _, check in ipairs { "includes", "messages", "sizes" } do
    expect(check, {})
end

expect("includes", { ["engine/base/b.cpp"] = '#include "geo/a.hpp"\n' },
    { 'engine/base/b.cpp:1: base/ may not include "geo/a.hpp" (engine/modules.lua)' })
expect("includes", { ["engine/geo/b.cpp"] = '\n#include "b.hpp"\n#include "base/none.hpp"\n' },
    { 'engine/geo/b.cpp:2: "b.hpp": write the whole path', 'engine/geo/b.cpp:3: there is no "engine/base/none.hpp"' })
expect("includes", { ["engine/geo/b.cpp"] = "#include <gdal.h>\n" },
    { "engine/geo/b.cpp:1: <gdal.h>: headers of GDAL have no place here" })
expect("includes", { ["engine/geo/b.hpp"] = "int f();\n" }, { "engine/geo/b.hpp:1: a header starts with #pragma once" })
expect("includes", { ["engine/odd/b.cpp"] = "\n" }, { "engine/odd/b.cpp:1: the folder is no module" })
expect("includes", { ["engine/script/b.cpp"] = "// catch (...)\nvoid f() { try { } catch ( ...) { } }\n" },
    { "engine/script/b.cpp:2: catch (...) is banned", "wrong includes: 1 found" })

expect("messages", { ["engine/geo/a.cpp"] = 'msg("base.y"); f("base.x");' },
    { "engine/geo/a.cpp:1: the message base.y is not in the catalogue", "wrong messages: 1 found" })
expect("messages", { ["engine/geo/a.cpp"] = "int x;" }, { "base.inc:1: the message base.x is not used" })
expect("messages", { ["engine/geo/a.cpp"] = 'throw data_error(\n    a ? "base.x" : "geo.y", g(1, 2));' },
    { "engine/geo/a.cpp:2: the message geo.y is not in the catalogue" })
expect("messages", { ["engine/geo/a.cpp"] = 'msg("base.x");' },
    { "engine/geo/a.cpp:1: base.x wants 1 arguments, found 0" })
expect("messages", { ["engine/geo/a.cpp"] = 'msg("base." + what, 1); msg("base.x", 1);' },
    { 'engine/geo/a.cpp:1: "base." + ...' })
expect("messages", { ["engine/geo/a.cpp"] = 'unknown_name_error("base.x", a, b);' },
    { "the message base.x.near is not in the catalogue" })
expect("messages", { ["engine/base/messages/base.inc"] = 'JT_MSG("base.x", "x {0}", "甲")' },
    { "base.inc:1: base.x: the placeholders differ between the languages" })
expect("messages", { ["engine/base/messages/base.inc"] = 'JT_MSG("base.x", "x" " {0}", "甲 {0")' },
    { "base.inc:1: base.x: a placeholder is {0}, {1}" })
expect("messages", { ["engine/base/messages/geo.inc"] = 'JT_MSG("base.x", "x", "甲")' },
    { "geo.inc:1: the id base.x stands already at engine/base/messages/base.inc:1" })
expect("messages", { ["engine/base/messages/geo.inc"] = 'JT_MSG("geo.y.hint", "x", "甲")' },
    { "geo.inc:1: the message geo.y.hint is not used" })

local long = { "void f(int x = 3) {" }
for _ = 1, 60 do
    long[#long + 1] = "    g();\n    // why\n"
end
long[#long + 1] = "}\nconst char* t() {\n    return R\"(" .. ("{\n"):rep(99) .. ")\";\n}\n"
expect("sizes", { ["engine/geo/b.cpp"] = table.concat(long, "\n") },
    { "engine/geo/b.cpp:1: f has 62 lines, at most 60 are wanted" })
expect("sizes", { ["engine/geo/b.hpp"] = "#pragma once\n" .. ("int f();\n"):rep(250) },
    { "engine/geo/b.hpp:251: 251 lines, at most 250 are wanted" })

if failures > 0 then
    os.exit(1)
end
print("the checks find what they look for")
