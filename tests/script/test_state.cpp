#include "script/lua_state.hpp"

#include "base/progress.hpp"
#include "script/lua.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace jt::script;
using jt::test::error_of;
using jt::test::Script;
using nlohmann::json;

namespace {

int g_destroyed = 0;

struct Counted {
    ~Counted() { ++g_destroyed; }
    std::string text = "long enough to live on the heap, beyond any small buffer";
};

int raises_in_lua(lua_State* L) {
    const Counted counted;
    return luaL_error(L, "raised by %s", "Lua");
}

int wants_integer(lua_State* L) {
    const Counted counted;
    lua_pushinteger(L, luaL_checkinteger(L, 1));
    return 1;
}

int throws_error(lua_State*) {
    const Counted counted;
    auto error = jt::base::machine_error("base.file.write", "out.csv", "disk full");
    error.add_context(jt::base::msg("registry.operator", "source.csv"));
    throw error;
}

int throws_other(lua_State*) {
    const Counted counted;
    throw std::out_of_range("index 7");
}

const std::string kDiskFull =
    "cannot write out.csv: disk full\n"
    "  in operator source.csv\n"
    "  in s.lua:1\n"
    "  hint: check free space and permission of the folder; nothing half written was left";

}  // namespace

TEST_CASE("Lua's own errors run the destructors of the C++ frames that they leave") {
    Script script;
    script.set("raise", guarded<raises_in_lua>);
    script.set("integer", guarded<wants_integer>);
    g_destroyed = 0;
    CHECK(script.error("raise()") == "s.lua:1: raised by Lua\n  s.lua:1: in main chunk");
    CHECK(g_destroyed == 1);
    CHECK(script.error("integer('x')") ==
          "s.lua:1: bad argument #1 to 'integer' (number expected, got string)\n"
          "  s.lua:1: in main chunk");
    CHECK(g_destroyed == 2);
    CHECK(script.run("return { pcall(raise) }") == json{false, "raised by Lua"});
    CHECK(g_destroyed == 3);
    CHECK(script.run("return integer(4)") == 4);
    CHECK(g_destroyed == 4);
}

TEST_CASE("an Error keeps kind, id, arguments and context on its way through Lua") {
    Script script;
    script.set("write", guarded<throws_error>);
    for (const std::string text :
         {"write()", "local f = function() write() end f()", "local ok, e = pcall(write) error(e)",
          "local ok, e = pcall(write) error(e, 2)",
          "local ok, e = pcall(pcall, write) ok, e = pcall(write) assert(ok, e)",
          "table.sort({ 2, 1 }, function() write() end)"}) {
        g_destroyed = 0;
        const auto error = error_of([&] { script.run(text); });
        REQUIRE(error);
        INFO(text);
        CHECK(error->kind() == jt::base::ErrorKind::machine);
        CHECK(error->message().id == "base.file.write");
        CHECK(error->message().args == std::vector<std::string>{"out.csv", "disk full"});
        CHECK(error->text(jt::base::Lang::en) == kDiskFull);
        CHECK(g_destroyed > 0);
    }
    CHECK(script.run("local ok, e = pcall(write) return tostring(e)")
              .get<std::string>()
              .substr(0, 31) == "cannot write out.csv: disk full");
}

TEST_CASE("any other C++ exception becomes an internal error with its text") {
    Script script;
    script.set("fail", guarded<throws_other>);
    const auto error = error_of([&] { script.run("\nfail()"); });
    REQUIRE(error);
    CHECK(error->kind() == jt::base::ErrorKind::internal);
    CHECK(error->text(jt::base::Lang::en) == "an unexpected failure: index 7\n  in s.lua:2");
}

TEST_CASE("a runtime error tells file, line and the frames of users' files") {
    Script script;
    const auto error = error_of([&] {
        script.run(
            "local function inner(x)\n"
            "    return x.y.z\n"
            "end\n"
            "local function outer() local v = inner({}) return v end\n"
            "local r = outer()\n");
    });
    REQUIRE(error);
    CHECK(error->kind() == jt::base::ErrorKind::data);
    CHECK(error->text(jt::base::Lang::en) ==
          "s.lua:2: attempt to index a nil value (field 'y')\n"
          "  s.lua:2: in upvalue 'inner'\n"
          "  s.lua:4: in local 'outer'\n"
          "  s.lua:5: in main chunk");
    CHECK(script.error("error('first\\nsecond')") ==
          "s.lua:1: first\nsecond\n  s.lua:1: in main chunk");
    CHECK(script.error("error()") == "nil\n  s.lua:1: in main chunk");
    CHECK(script.error("local function f() return f() + 1 end f()").substr(0, 23) ==
          "s.lua:1: stack overflow");
}

TEST_CASE("a syntax error tells file and line") {
    Script script;
    const auto error = error_of([&] { script.run("local a = 1\nlocal b = = 2\n"); });
    REQUIRE(error);
    CHECK(error->kind() == jt::base::ErrorKind::data);
    CHECK(error->text(jt::base::Lang::en) == "syntax error: s.lua:2: unexpected symbol near '='");
    CHECK(script.error("return {\n1, 2\n") ==
          "syntax error: s.lua:3: '}' expected (to close '{' at line 1) near <eof>");
    CHECK(script.error("\x1bLuaT") == "syntax error: attempt to load a binary chunk (mode is 't')");
}

TEST_CASE("a file is UTF-8: a mark at its start is skipped, another encoding refused") {
    Script script;
    CHECK(script.run("\xEF\xBB\xBFreturn '江天'") == "江天");
    const std::string file = (script.folder / "s.lua").string();
    CHECK(script.error("return '\xBD\xAD\xCC\xEC'") ==  // GBK
          file + " is not UTF-8 text\n  hint: save it as UTF-8 in your editor");
}

TEST_CASE("memory is capped, and the message says at what") {
    Script script;
    CHECK(script.error("local x = ('x'):rep((1 << 31) - 100)") ==
          "the script used more than 2048 MiB of memory");
    CHECK(script.run("return (pcall(string.rep, 'x', (1 << 31) - 100))") == false);
    CHECK(script.run("return #(('x'):rep(1 << 20))") == 1 << 20);  // the state lives on
}

TEST_CASE("Ctrl-C ends an endless loop, also one that catches every error") {
    Script script;
    for (const std::string text :
         {"while true do end", "while true do pcall(function() while true do end end) end",
          "local function f() pcall(f) return f() end f()",
          "while true do pcall(pcall, function() error() end) end",
          "table.sort({ 2, 1 }, function() while true do end end)"}) {
        INFO(text);
        jt::base::request_cancel();
        const auto error = error_of([&] { script.run(text); });
        jt::base::reset_cancel();
        REQUIRE(error);
        CHECK(error->kind() == jt::base::ErrorKind::interrupted);
        CHECK(error->text(jt::base::Lang::en) == "interrupted; nothing was written");
    }
    CHECK(script.run("return 1") == 1);
}
