#include "layer/table.hpp"
#include "script/lua.hpp"

#include <catch2/catch.hpp>
#include <limits>

using jt::layer::Column;
using jt::layer::Table;
using jt::layer::Type;
using jt::test::Script;
using nlohmann::json;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// minutes (min): 10, null, 30; people: 5, 6, 7; kind: "a", "b", ""; open: true, false, true.
std::shared_ptr<Table> table() {
    auto out = std::make_shared<Table>(3);
    out->set({"minutes", Type::real, "min", {}}, Column::of_reals({10, kNaN, 30}));
    out->set({"people", Type::integer, "", {}}, Column::of_integers({5, 6, 7}));
    out->set({"kind", Type::text, "", {}}, Column::of_texts({"enclave", "b", ""}));
    out->set({"open", Type::boolean, "", {}}, Column::of_booleans({true, false, true}));
    return out;
}

/// The values of an expression over `t`, the sample table.
json values(const std::string& expression) {
    Script script;
    return script.run("local t = ... return list(" + expression + ")", {table()});
}

json value(const std::string& expression) {
    Script script;
    return script.run("local t = ... return { " + expression + " }", {table()}).at(0);
}

std::string error(const std::string& expression) {
    Script script;
    return script.error("local t = ... return " + expression, {table()});
}

const std::string kHere = "\n  in s.lua:1";

}  // namespace

TEST_CASE("columns are made of lists of numbers, texts or booleans, with nil for null") {
    CHECK(values("columns.column { 1, 2.5, nil, 4 }") == json{1, 2.5, "null", 4});
    CHECK(values("columns.column { n = 3, [2] = 'x' }") == json{"null", "x", "null"});
    CHECK(values("columns.column { true, false }") == json{true, false});
    CHECK(values("columns.column { 'a\\0b' }") == json{std::string("a\0b", 3)});
    CHECK(values("columns.column {}") == json::object());
    CHECK(values("columns.column { n = 2 }") == json{"null", "null"});
    CHECK(error("columns.column { 1, 'a' }") ==
          "item 2 is a string, but the column holds number values" + kHere);
    CHECK(error("columns.column { 'a', 1 }") ==
          "item 2 is a number, but the column holds string values" + kHere);
    CHECK(error("columns.column { {} }") ==
          "item 1 is a table, but the column holds number values" + kHere);
    CHECK(error("columns.column(5)") ==
          "s.lua:1: bad argument #1 to 'column' (table expected, got number)\n"
          "  s.lua:1: in main chunk");
}

TEST_CASE("arithmetic works on whole columns, either way round, and null stays null") {
    CHECK(values("t.minutes + 1") == json{11, "null", 31});
    CHECK(values("1 - t.minutes") == json{-9, "null", -29});
    CHECK(values("t.minutes * t.people") == json{50, "null", 210});
    CHECK(values("t.people / 0") == json{"null", "null", "null"});
    CHECK(values("-t.people") == json{-5, -6, -7});
    CHECK(values("t.people ^ 2") == json{25.0, 36.0, 49.0});
    CHECK(values("t.people:pow(2)") == json{25.0, 36.0, 49.0});
    CHECK(values("2 ^ t.people") == json{32.0, 64.0, 128.0});
    CHECK(value("(t.people + 1)[1]").is_number_integer());  // as in a scenario's expression
    CHECK(value("(t.people + 1.0)[1]").is_number_float());
    CHECK(values("t.minutes + '1 h'") == json{70, "null", 90});
    CHECK(error("t.minutes + nil") ==
          "a column, number, text or boolean is wanted, found nil" + kHere);
    CHECK(error("t.minutes + {}") ==
          "a column, number, text or boolean is wanted, found table" + kHere);
    CHECK(error("t.minutes + t.kind") == "'+' wants number, but its argument 2 is text" + kHere);
    CHECK(error("t.minutes + columns.column { 1, 2 }") ==
          "'+' got columns of 3 and 2 rows" + kHere);
}

TEST_CASE("comparisons give masks, which join with & | ~") {
    CHECK(values("t.minutes:le(10)") == json{true, "null", false});
    CHECK(values("t.minutes:le '0.5 h'") == json{true, "null", true});
    CHECK(values("t.kind:eq 'enclave'") == json{true, false, false});
    CHECK(values("t.people:ne(6)") == json{true, false, true});
    CHECK(values("t.people:lt(6)") == json{true, false, false});
    CHECK(values("t.people:gt(6)") == json{false, false, true});
    CHECK(values("t.people:ge(t.people)") == json{true, true, true});
    CHECK(values("t.open & t.people:gt(5)") == json{false, false, true});
    CHECK(values("t.open | t.people:eq(6)") == json{true, true, true});
    CHECK(values("~t.open") == json{false, true, false});
    CHECK(values("t.minutes:is_null()") == json{false, true, false});
    CHECK(values("t.kind:one_of { 'b', '' }") == json{false, true, true});
    CHECK(values("t.people:one_of { 7, 5 }") == json{true, false, true});
    CHECK(values("t.kind:starts_with 'enc'") == json{true, false, false});
    CHECK(values("t.kind:contains 'b'") == json{false, true, false});
    CHECK(error("t.minutes:le()") == "'le' takes 2 arguments, found 1" + kHere);
    CHECK(error("t.minutes:le(1, 2)") == "'le' takes 2 arguments, found 3" + kHere);
    CHECK(error("t.minutes:eq 'ten'") ==
          "'ten' does not start with a number\n"
          "  in a text compared or computed with numbers by 'eq'" +
              kHere);
    CHECK(error("t.minutes & t.open") ==
          "'and' wants boolean, but its argument 1 is number" + kHere);
    CHECK(error("t.kind:one_of 'b'") ==
          "s.lua:1: bad argument #1 to 'one_of' (table expected, got string)\n"
          "  s.lua:1: in main chunk");
    CHECK(error("t.kind:one_of { t.kind }") ==
          "'in' compares with literal values only; its argument 2 is a column" + kHere);
    CHECK(error("t.kind:starts_with()") == "'starts_with' takes 2 arguments, found 1" + kHere);
}

TEST_CASE("the mathematical methods, and the choice by a mask") {
    CHECK(values("(-t.people):abs()") == json{5, 6, 7});
    CHECK(values("(t.people * 0 + 9):sqrt()") == json{3.0, 3.0, 3.0});
    CHECK(values("(t.people * 0):exp()") == json{1.0, 1.0, 1.0});
    CHECK(values("(t.people * 0 + 1):log()") == json{0.0, 0.0, 0.0});
    CHECK(values("(-t.people):log()") == json{"null", "null", "null"});
    CHECK(values("t.people:min(6)") == json{5, 6, 6});
    CHECK(values("t.people:max(6, 7)") == json{7, 7, 7});
    CHECK(values("t.people:clip(6, 6)") == json{6, 6, 6});
    CHECK(values("t.open:choose(t.people, 0)") == json{5, 0, 7});
    CHECK(values("t.open:choose('yes', 'no')") == json{"yes", "no", "yes"});
    CHECK(error("t.people:sqrt(1)") == "'sqrt' takes 1 arguments, found 2" + kHere);
    CHECK(error("t.kind:sqrt()") == "'sqrt' wants number, but its argument 1 is text" + kHere);
    CHECK(error("t.people:clip(6)") == "'clip' takes 3 arguments, found 2" + kHere);
    CHECK(error("t.people:choose(1, 2)") ==
          "'if' wants boolean, but its argument 1 is number" + kHere);
    CHECK(error("t.open:choose(1)") == "'if' takes 3 arguments, found 2" + kHere);
}

TEST_CASE("sums and extremes leave null out; of nothing they are 0 or nil") {
    CHECK(value("t.minutes:sum()") == 40);
    CHECK(value("t.minutes:mean()") == 20);
    CHECK(value("t.minutes:count()") == 2);
    CHECK(value("t.minutes:least()") == 10);
    CHECK(value("t.minutes:greatest()") == 30);
    CHECK(value("t.open:sum()") == 2);
    CHECK(value("t.minutes:unit()") == "min");
    CHECK(value("(t.minutes / t.people):unit()") == "min");
    CHECK(value("#t.minutes") == 3);
    CHECK(value("t.minutes:size()") == 3);
    CHECK(value("columns.column({}):sum()") == 0);
    CHECK(value("#columns.column({})") == 0);
    CHECK(value("tostring(columns.column({}):mean())") == "nil");
    CHECK(value("tostring(columns.column({ n = 3 }):least())") == "nil");
    CHECK(value("columns.column({ n = 3 }):count()") == 0);
    for (const std::string method : {"sum", "mean", "least", "greatest"}) {
        CHECK(error("t.kind:" + method + "()") ==
              "'" + method + "' wants a column of numbers, this one holds text" + kHere);
        CHECK(error("t.minutes." + method + "()") ==
              "call this method on a column, with a colon" + kHere);
        CHECK(error("t.minutes." + method + "(5)") ==
              "call this method on a column, with a colon" + kHere);
    }
    CHECK(error("t.minutes.count {}") == "call this method on a column, with a colon" + kHere);
    CHECK(error("t.minutes.unit(t)") == "call this method on a column, with a colon" + kHere);
    CHECK(error("t.minutes.size()") == "call this method on a column, with a colon" + kHere);
    CHECK(error("t.kind.one_of { 'b' }") == "call this method on a column, with a colon" + kHere);
    CHECK(error("t.minutes.abs()") == "'abs' takes 1 arguments, found 0" + kHere);
}

TEST_CASE("column[i] is a value, counted from 1") {
    CHECK(value("t.minutes[1]") == 10);
    CHECK(value("tostring(t.minutes[2])") == "nil");
    CHECK(value("t.minutes[3.0]") == 30);
    CHECK(value("t.kind[1]") == "enclave");
    CHECK(value("t.kind[3]") == "");
    CHECK(value("t.open[2]") == false);
    CHECK(error("t.minutes[0]") == "row 0 is outside 1..3" + kHere);
    CHECK(error("t.minutes[4]") == "row 4 is outside 1..3" + kHere);
    CHECK(error("t.minutes[-1]") == "row -1 is outside 1..3" + kHere);
    CHECK(error("t.minutes[1.5]") == "row 1.5 is outside 1..3" + kHere);
    CHECK(error("columns.column({})[1]") == "row 1 is outside 1..0" + kHere);
    CHECK(error("t.minutes:mena()") ==
          "a column has no method 'mena'; did you mean 'mean'?" + kHere);
    CHECK(error("t.minutes.whatever") ==
          "a column has no method 'whatever'; there are: abs, choose, clip, contains, count, eq, "
          "exp, ge, greatest, gt, is_null, le, ..." +
              kHere);
    CHECK(error("t.minutes[true]") ==
          "a column has no method 'true'; there are: abs, choose, clip, contains, count, eq, exp, "
          "ge, greatest, gt, is_null, le, ..." +
              kHere);
}

TEST_CASE("a column cannot be changed, called or compared with Lua's own signs") {
    CHECK(error("(function() t.minutes[1] = 5 end)()")
              .find("s.lua:1: attempt to index a jt.column") == 0);
    CHECK(error("t.minutes < 5").find("s.lua:1: attempt to compare jt.column with number") == 0);
    CHECK(error("t.minutes .. ''").find("s.lua:1: attempt to concatenate a jt.column value") == 0);
}

TEST_CASE("columns of an empty table are empty all the way") {
    Script script;
    auto none = std::make_shared<Table>(0);
    none->set({"x", Type::real, "", {}}, Column::of_reals({}));
    none->set({"s", Type::text, "", {}}, Column::of_texts({}));
    CHECK(script.run("local t = ... return list(((t.x + 1):gt(2) | t.s:eq 'a'):choose(t.x, 0))",
                     {none}) == json::object());
    CHECK(script.run("local t = ... return t:keep(t.x:gt(0)):rows()", {none}) == 0);
    CHECK(script.run("local t = ... return t:with('y', 5):column('y'):size()", {none}) == 0);
}
