#include "script/lua.hpp"

#include <catch2/catch.hpp>

using jt::test::Script;
using nlohmann::json;

namespace {

/// Every name that a file can reach from its globals, "string.rep" and so on.
const std::string kWalk = R"(
local found, seen = {}, {}
local function walk(value, prefix)
    if type(value) ~= "table" or seen[value] then
        return
    end
    seen[value] = true
    for key, item in pairs(value) do
        found[#found + 1] = prefix .. key
        walk(item, prefix .. key .. ".")
    end
end
walk(_G, "")
table.sort(found)
return table.concat(found, " "))";

}  // namespace

TEST_CASE("a file reaches these names and no other") {
    Script script;
    CHECK(script.run("columns, list = nil, nil " + kWalk) ==
          "_G _VERSION assert error ipairs math math.abs math.acos math.asin math.atan math.atan2 "
          "math.ceil math.cos math.cosh math.deg math.exp math.floor math.fmod math.frexp "
          "math.huge math.ldexp math.log math.log10 math.max math.maxinteger math.min "
          "math.mininteger math.modf math.pi math.pow math.rad math.sin math.sinh math.sqrt "
          "math.tan math.tanh math.tointeger math.type math.ult pairs pcall rawequal rawget rawlen "
          "require select string string.byte string.char string.find string.format string.gmatch "
          "string.gsub string.len string.lower string.match string.pack string.packsize "
          "string.rep string.reverse string.sub string.unpack string.upper table table.concat "
          "table.insert table.move table.pack table.remove table.sort table.unpack tonumber "
          "tostring type utf8 utf8.char utf8.charpattern utf8.codepoint utf8.codes utf8.len "
          "utf8.offset");
}

TEST_CASE("names that are not there are errors, not nil") {
    Script script;
    const std::string hint =
        "\n  hint: declare it with local, check its spelling, or put a text in quotes; files here "
        "have no os, io, debug, load or print";
    for (const std::string name :
         {"os", "io", "debug", "package", "load", "loadfile", "dofile", "print", "next", "xpcall",
          "coroutine", "collectgarbage", "setmetatable", "getmetatable", "rawset", "raods"}) {
        CHECK(script.error("\nlocal x = " + name) ==
              "there is no variable '" + name + "' here\n  in s.lua:2" + hint);
    }
    CHECK(script.run("x = 5 return x") == 5);
    CHECK(script.run("return math.random == nil and ('').dump == nil") == true);
}

TEST_CASE("a file that breaks its libraries breaks them for itself only") {
    Script script;
    CHECK(script.run("string.upper = nil table.concat = nil return ('a'):upper()") == "A");
    CHECK(script.run("return _G.string.upper == nil") == true);
    Script other;
    CHECK(other.run("return string.upper('a')") == "A");
}

TEST_CASE("pairs goes in the order of the keys: numbers, then texts by bytes, then the rest") {
    Script script;
    CHECK(script.run("local t = { b = 1, a = 1, B = 1, [3] = 1, [1.5] = 1, [-1] = 1, [true] = 1,"
                     " ['江'] = 1, [''] = 1, 'x', 'y' }\n"
                     "local out = {} for k in pairs(t) do out[#out + 1] = tostring(k) end\n"
                     "return table.concat(out, ' ')") == "-1 1 1.5 2 3  B a b 江 true");
    CHECK(script.run("local t = { a = 1, b = 2, c = 3 } local seen = {}\n"
                     "for k, v in pairs(t) do seen[#seen + 1] = k .. v t.b = nil t[k] = 9 end\n"
                     "return table.concat(seen, ' ') .. ' ' .. t.a") == "a1 c3 9");
    CHECK(script.run("for _ in pairs {} do return 1 end return 0") == 0);
    CHECK(script.error("for _ in pairs(nil) do end") ==
          "s.lua:1: bad argument #1 to 'pairs' (table expected, got nil)\n"
          "  s.lua:1: in main chunk");
}

TEST_CASE("table.sort is stable, takes a comparison, and stands one that contradicts itself") {
    Script script;
    CHECK(script.run("local t = { 3, 1, 2 } table.sort(t) return t") == json{1, 2, 3});
    CHECK(script.run("local t = { 'b', 'a' } table.sort(t) return t") == json{"a", "b"});
    CHECK(script.run("local t = {} for i = 1, 500 do t[i] = { i % 3, i } end\n"
                     "table.sort(t, function(a, b) return a[1] > b[1] end)\n"
                     "for i = 2, 500 do if t[i][1] == t[i - 1][1] and t[i][2] < t[i - 1][2] "
                     "or t[i][1] > t[i - 1][1] then return i end end return 0") == 0);
    CHECK(script.run("local t = { 5, 4, 3, 2, 1 } table.sort(t, function() return true end)\n"
                     "return #t") == 5);
    CHECK(script.run("local t = {} table.sort(t) return #t") == 0);
    CHECK(script.error("table.sort({ 1, 'a' })") ==
          "attempt to compare string with number\n  s.lua:1: in main chunk");
    CHECK(script.error("table.sort({ 1, 2 }, 3)") ==
          "s.lua:1: bad argument #2 to 'sort' (function expected, got number)\n"
          "  s.lua:1: in main chunk");
}

TEST_CASE("require finds modules beside the file, runs each once, and stays in the folder") {
    Script script;
    jt::base::make_folders(script.folder / "deep");
    jt::base::write_file(script.folder / "counted.lua", "n = (rawget(_G, 'n') or 0) + 1 return n");
    jt::base::write_file(script.folder / "deep/inner.lua", "return { name = 'inner' }");
    jt::base::write_file(script.folder / "nothing.lua", "local x = 1");
    jt::base::write_file(script.folder / "broken.lua", "local x = \n= 1");
    jt::base::write_file(script.folder / "fails.lua", "\nerror('no luck')");
    jt::base::write_file(script.folder / "a.lua", "return require 'b'");
    jt::base::write_file(script.folder / "b.lua", "return require 'a'");
    CHECK(script.run("return require 'counted' + require 'counted'") == 2);
    CHECK(script.run("return require 'deep.inner'.name") == "inner");
    CHECK(script.run("return require 'nothing'") == true);
    const std::string root = script.folder.path().string();
    CHECK(script.error("\nrequire 'missing'") ==
          "cannot require 'missing': there is no " + root + "/missing.lua\n  in s.lua:2");
    CHECK(script.error("require 'broken'") == "syntax error: " + root +
                                                  "/broken.lua:2: unexpected symbol near '='\n"
                                                  "  in s.lua:1");
    CHECK(script.error("require 'fails'") == root + "/fails.lua:2: no luck\n  " + root +
                                                 "/fails.lua:2: in main chunk\n"
                                                 "  s.lua:1: in main chunk");
    CHECK(script.run("return (pcall(require, 'fails'))") == false);
    CHECK(script.error("require 'fails'").find("no luck") != std::string::npos);
    CHECK(script.error("require 'a'") ==
          "the module 'a' requires itself\n  in " + root + "/b.lua:1");
    for (const std::string name : {"../secret", "/etc/passwd", "..secret", "", "os"}) {
        CHECK(script.error("require '" + name + "'").find("cannot require '" + name + "'") == 0);
    }
    CHECK(script.error("require()") ==
          "s.lua:1: bad argument #1 to 'require' (string expected, got no value)\n"
          "  s.lua:1: in main chunk");
}
