#include "layer/layer.hpp"
#include "layer/matrix.hpp"
#include "script/lua.hpp"

#include <catch2/catch.hpp>
#include <limits>

using jt::layer::Column;
using jt::layer::Layer;
using jt::layer::Matrix;
using jt::layer::Table;
using jt::layer::Type;
using jt::test::Script;
using nlohmann::json;

namespace {

std::shared_ptr<Layer> layer() {
    jt::geo::GeometryArray points;
    points.add_point(1, 2);
    points.add_point(3, 4);
    points.add_point(5, 6);
    auto out = std::make_shared<Layer>("园区", jt::geo::Crs(), points,
                                       std::vector<std::int64_t>{11, 12, 13});
    out->set({"id", Type::text, "", {"编号", "id"}}, Column::of_texts({"P01", "P02", "P03"}));
    out->set({"名称", Type::text, "", {}}, Column::of_texts({"甲", "乙", "丙"}));
    out->set({"rows", Type::integer, "", {}}, Column::of_integers({1, 2, 3}));
    return out;
}

std::shared_ptr<Matrix> matrix(const std::string& unit = "ms") {
    auto out = std::make_shared<Matrix>();
    out->row_ids = {"a", "b"};
    out->column_ids = {"x", "y", "z"};
    out->cost = {
        60'000, 90'000, jt::layer::kUnreachable, jt::layer::kCutOff, jt::layer::kOffNetwork, 0};
    out->unit = unit;
    return out;
}

json run(const std::string& text, const jt::registry::ObjectPtr& object) {
    Script script;
    return script.run("local t = ... " + text, {object});
}

std::string error(const std::string& text, const jt::registry::ObjectPtr& object) {
    Script script;
    return script.error("local t = ... " + text, {object});
}

/// The table that the piece returns.
std::shared_ptr<const Table> made(const std::string& text, const jt::registry::ObjectPtr& object) {
    static Script script;
    lua_State* L = script.state.get();
    script.run("made = nil");
    script.run("local t = ... made = (function() " + text + " end)() return true", {object});
    script.set("give", [](lua_State* state) {
        lua_pushvalue(state, 1);
        lua_setfield(state, LUA_REGISTRYINDEX, "test.made");
        return 0;
    });
    script.run("give(made)");
    lua_getfield(L, LUA_REGISTRYINDEX, "test.made");
    auto out = std::dynamic_pointer_cast<const Table>(jt::script::check_object(L, -1));
    lua_pop(L, 1);
    return out;
}

const std::string kHere = "\n  in s.lua:1";

}  // namespace

TEST_CASE("a layer gives its columns by name, its rows and its name") {
    CHECK(run("return list(t.id)", layer()) == json{"P01", "P02", "P03"});
    CHECK(run("return list(t['名称'])", layer()) == json{"甲", "乙", "丙"});
    CHECK(run("return list(t:column 'rows')", layer()) == json{1, 2, 3});
    CHECK(run("return t:rows()", layer()) == 3);
    CHECK(run("return t:names()", layer()) == json{"id", "名称", "rows"});
    CHECK(run("return { t:has 'id', t:has 'ids' }", layer()) == json{true, false});
    CHECK(run("return t:layer_name()", layer()) == "园区");
    CHECK(run("return t:object_kind()", layer()) == "layer");
    CHECK(error("return t.idd", layer()) ==
          "unknown column 'idd'; did you mean 'id'?\n  in layer '园区'" + kHere);
    CHECK(error("return t:column 'x'", layer()) ==
          "unknown column 'x'; there are: id, 名称, rows\n  in layer '园区'" + kHere);
    CHECK(error("return t:column()", layer()) ==
          "s.lua:1: bad argument #1 to 'column' (string expected, got no value)\n"
          "  s.lua:1: in main chunk");
    CHECK(error("return t.rows()", layer()) ==
          "a layer, table, matrix or network is wanted, found no value" + kHere);
    CHECK(error("t.id = 5", layer()).find("attempt to index a jt.object value") !=
          std::string::npos);
}

TEST_CASE("object:with adds or replaces a column and leaves the object as it was") {
    const auto from = layer();
    const auto out = made(
        "return t:with('time', columns.column { 1, nil, 3 }, { unit = 'min', zh = '时间', "
        "en = 'time' })",
        from);
    REQUIRE(dynamic_cast<const Layer*>(out.get()) != nullptr);
    CHECK(dynamic_cast<const Layer&>(*out).ids() == std::vector<std::int64_t>{11, 12, 13});
    CHECK(out->field("time").unit == "min");
    CHECK(out->field("time").title.zh == "时间");
    CHECK(out->column("time").show(1).empty());
    CHECK_FALSE(from->has("time"));
    CHECK(made("return t:with('rows', t:column 'rows' * 2)", from)->column("rows").show(2) == "6");
    CHECK(made("return t:with('kind', 'enclave')", from)->column("kind").show(2) == "enclave");
    CHECK(made("return t:with('n', 4)", from)->field("n").type == Type::integer);
    CHECK(made("return t:with('m', columns.column { 5 })", from)->column("m").show(2) == "5");
    CHECK(error("t:with('x', columns.column { 1, 2 })", from) ==
          "column 'x' has 2 values for 3 rows" + kHere);
    CHECK(error("t:with('x', nil)", from) ==
          "a column, number, text or boolean is wanted, found nil" + kHere);
    CHECK(error("t:with(nil, 5)", from) ==
          "s.lua:1: bad argument #1 to 'with' (string expected, got nil)\n"
          "  s.lua:1: in main chunk");
    const std::string options =
        "the options of column 'x' are { unit = ..., zh = ..., en = ... }, "
        "each a text";
    for (const std::string given : {"{ units = 'min' }", "{ unit = 5 }", "{ 'min' }", "'min'"}) {
        CHECK(error("t:with('x', 5, " + given + ")", from) == options + kHere);
    }
}

TEST_CASE("object:keep takes the rows where the mask is true, with their ids") {
    const auto out = made("return t:keep(t.id:ne 'P02')", layer());
    CHECK(dynamic_cast<const Layer&>(*out).ids() == std::vector<std::int64_t>{11, 13});
    CHECK(made("return t:keep(t.id:eq 'none')", layer())->rows() == 0);
    const std::string wrong = " rows, or is not boolean" + kHere;
    CHECK(error("t:keep(t.id)", layer()) == "a mask of 3 values does not fit 3" + wrong);
    CHECK(error("t:keep(true)", layer()) == "a mask of 1 values does not fit 3" + wrong);
    CHECK(error("t:keep(columns.column { true })", layer()) ==
          "a mask of 1 values does not fit 3" + wrong);
}

TEST_CASE("columns.table makes a table of columns of one length") {
    const auto out = made(
        "return columns.table { { 'id', columns.column { 'a', 'b' } }, "
        "{ 'm', columns.column { 1, 2 }, { unit = 'min' } } }",
        layer());
    CHECK(out->kind() == jt::registry::Kind::table);
    CHECK(out->names() == std::vector<std::string>{"id", "m"});
    CHECK(out->field("m").unit == "min");
    CHECK(made("return columns.table {}", layer())->rows() == 0);
    CHECK(error("columns.table { { 'a', columns.column { 1 } }, { 'b', columns.column { 1, 2 } } }",
                layer()) == "column 'b' has 2 values for 1 rows" + kHere);
    CHECK(error("columns.table { { 'a', 1 }, { 'a', 2 } }", layer()) ==
          "the column 'a' is given twice" + kHere);
    CHECK(error("columns.table { { 'a' } }", layer()) ==
          "a column, number, text or boolean is wanted, found nil" + kHere);
    CHECK(error("columns.table { 'a' }", layer()).find("s.lua:1: bad argument") == 0);
    CHECK(error("columns.table()", layer()) ==
          "s.lua:1: bad argument #1 to 'table' (table expected, got no value)\n"
          "  s.lua:1: in main chunk");
}

TEST_CASE("a matrix gives rows and columns in minutes, and says why a pair has none") {
    CHECK(run("return t:rows()", matrix()) == 2);
    CHECK(run("return t:columns()", matrix()) == json{"x", "y", "z"});
    CHECK(run("return list(t:row(1))", matrix()) == json{1.0, 1.5, "null"});
    CHECK(run("return list(t:to(3))", matrix()) == json{"null", 0.0});
    CHECK(run("return t:row(1):unit()", matrix()) == "min");
    CHECK(run("return { t:row(1):unit(), t:row(1)[1] }", matrix("mm")) == json{"m", 60.0});
    CHECK(run("return { t:row(1):unit(), t:row(1)[1] }", matrix("分")) == json{"元", 600.0});
    CHECK(run("return { t:status(1, 1), t:status(1, 3), t:status(2, 1), t:status(2, 2) }",
              matrix()) == json{"ok", "unreachable", "cut_off", "off_network"});
    CHECK(error("t:row(0)", matrix()) == "row 0 is outside 1..2" + kHere);
    CHECK(error("t:row(3)", matrix()) == "row 3 is outside 1..2" + kHere);
    CHECK(error("t:to(4)", matrix()) == "row 4 is outside 1..3" + kHere);
    CHECK(error("t:status(1, 4)", matrix()) == "row 4 is outside 1..3" + kHere);
    CHECK(error("t:row()", matrix()) ==
          "s.lua:1: bad argument #1 to 'row' (number expected, got no value)\n"
          "  s.lua:1: in main chunk");
    CHECK(error("t:row(1.5)", matrix()) ==
          "s.lua:1: bad argument #1 to 'row' (number has no integer representation)\n"
          "  s.lua:1: in main chunk");
}

TEST_CASE("a method of another kind of object says which kind it is for") {
    CHECK(error("t:row(1)", layer()) == "this method is for a matrix, not for a layer" + kHere);
    CHECK(error("t:with('a', 1)", matrix()) ==
          "this method is for a table, not for a matrix" + kHere);
    CHECK(error("return t.minutes", matrix()) ==
          "this method is for a table, not for a matrix" + kHere);
    CHECK(error("t:layer_name()", std::make_shared<Table>(0)) ==
          "this method is for a layer, not for a table" + kHere);
    CHECK(error("t.row(5, 1)", matrix()) ==
          "a layer, table, matrix or network is wanted, found number" + kHere);
    CHECK(error("t:rows()", std::make_shared<jt::registry::Files>()) ==
          "this method is for a table, not for a files" + kHere);
}
