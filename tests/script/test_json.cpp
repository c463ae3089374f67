#include "script/lua_json.hpp"

#include "script/lua.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace jt::script;
using jt::test::error_text;
using jt::test::Script;
using nlohmann::json;

namespace {

/// There and back again.
json through_lua(const json& value) {
    const State state;
    push_json(state.get(), value);
    const auto out = to_json(state.get(), -1);
    CHECK(lua_gettop(state.get()) == 1);
    return out;
}

json random_value(std::mt19937& chance, int depth) {
    switch (chance() % (depth > 3 ? 5 : 7)) {
        case 0: return chance() % 2 == 0;
        case 1: return static_cast<std::int64_t>(chance()) - (1 << 30);
        case 2: return static_cast<double>(chance()) / 7.0;
        case 3: return "飞地 " + std::to_string(chance());
        case 4: return std::string("a\0b", 3);
        case 5: {
            json out = json::array();
            for (unsigned i = 0; i <= chance() % 4; ++i) {
                out.push_back(random_value(chance, depth + 1));
            }
            return out;
        }
        default: {
            json out = json::object();
            for (unsigned i = 0; i < chance() % 4; ++i) {
                out["k" + std::to_string(chance())] = random_value(chance, depth + 1);
            }
            return out;
        }
    }
}

}  // namespace

TEST_CASE("values come back from Lua as they went") {
    for (const json& value :
         {json(nullptr), json(true), json(0), json(-7), json(0.1), json(1e300), json(""),
          json("江天"), json(std::numeric_limits<std::int64_t>::max()),
          json(std::numeric_limits<std::int64_t>::min()), json::object(), json{1, 2, 3},
          json{{"a", {1, {{"b", "c"}}}}}}) {
        CHECK(through_lua(value) == value);
    }
    std::mt19937 chance(20200525);
    for (int i = 0; i < 300; ++i) {
        const json value = random_value(chance, 0);
        CHECK(through_lua(value) == value);
    }
}

TEST_CASE("integers and floats stay what they are") {
    CHECK(through_lua(1).is_number_integer());
    CHECK(through_lua(1.0).is_number_float());
    CHECK(through_lua(std::numeric_limits<std::uint64_t>::max()) == json(18446744073709551615.0));
    CHECK(through_lua(std::uint64_t{7}) == json(7));
}

TEST_CASE("an empty list comes back as an empty table, and nulls as absent") {
    CHECK(through_lua(json::array()) == json::object());
    CHECK(through_lua({{"a", nullptr}, {"b", 1}}) == json{{"b", 1}});
    CHECK(through_lua({1, nullptr, 3}) == json({1, nullptr, 3}));
}

TEST_CASE("keys and texts may hold any character, a zero too") {
    const std::string odd("a\0b", 3);
    CHECK(through_lua({{odd, odd}}) == json{{odd, odd}});
}

TEST_CASE("a table of 1 to n is a list, also with 1.0 for 1") {
    Script script;
    CHECK(script.run("local t = {} t[1.0] = 'a' t[2] = 'b' return t") == json{"a", "b"});
    CHECK(script.run("return { { 1, 2 }, { 3, 4 } }") == json{{1, 2}, {3, 4}});
}

TEST_CASE("what has no place in plain data is refused") {
    Script script;
    CHECK(script.error("return { f = function() end }") ==
          "a function stands where a number, text, boolean or table is wanted");
    CHECK(script.error("return columns.column { 1 }") ==
          "a userdata stands where a number, text, boolean or table is wanted");
    const std::string mixed = "a table mixes list items with named fields";
    CHECK(script.error("return { 1, a = 2 }") == mixed);
    CHECK(script.error("return { [5] = 2 }") == mixed);
    CHECK(script.error("return { [true] = 2 }") == mixed);
    CHECK(script.error("return { [1.5] = 2 }") == mixed);
    const std::string deep = "a table is nested too deeply, or holds itself";
    CHECK(script.error("local t = {} t.t = t return t") == deep);
    CHECK(script.error("local t = {} t[1] = { t } return t") == deep);
    CHECK(script.error("return '\\xff'") == "a text is not UTF-8");
    CHECK(script.error("return { ['\\xff'] = 1 }") == "a text is not UTF-8");
}

TEST_CASE("a long chain of a column expression is not too deep") {
    Script script;
    const json out = script.run(
        "local tree = { col = 'a' }\n"
        "for _ = 1, 900 do tree = { op = '+', args = { tree, { num = 1 } } } end return tree");
    CHECK(out.at("op") == "+");
}
