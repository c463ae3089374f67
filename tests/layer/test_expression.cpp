#include "layer/expression.hpp"

#include "layer/operation.hpp"
#include "layer/random_table.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <optional>

using namespace jt::layer;
using jt::base::Lang;
using jt::test::error_text;
using nlohmann::json;

namespace {

const double kNaN = std::nan("");

json col(const char* name) { return {{"col", name}}; }
json num(double value) { return {{"num", value}}; }
json whole(std::int64_t value) { return {{"num", value}}; }
json text(const char* value) { return {{"text", value}}; }
json op(const char* name, std::vector<json> args = {}) { return {{"op", name}, {"args", args}}; }

/// Four roads; the last has nulls everywhere.
Table roads() {
    Table table;
    table.set({"km", Type::real, "km", {}}, Column::of_reals({1, 2.5, 10, kNaN}));
    table.set({"m", Type::real, "m", {}}, Column::of_reals({1000, 3000, 0, 5}));
    table.set({"cost", Type::real, "min", {}}, Column::of_reals({30, 45, 60, kNaN}));
    table.set({"share", Type::real, "%", {}}, Column::of_reals({50, 20, 0, kNaN}));
    table.set({"plain", Type::real, "", {}}, Column::of_reals({4, 0, -9, kNaN}));
    table.set({"people", Type::real, "人", {}}, Column::of_reals({100, 200, 300, kNaN}));
    ColumnBuilder lanes(Type::integer), name(Type::text), toll(Type::boolean);
    for (const int value : {2, 4, 6}) {
        lanes.integer(value);
    }
    for (const char* value : {"天府路", "两江路", "天邛高速"}) {
        name.text(value);
    }
    for (const int value : {1, 0, 1}) {
        toll.integer(value);
    }
    lanes.null();
    name.null();
    toll.null();
    table.set({"lanes", Type::integer, "", {}}, lanes.build());
    table.set({"名称", Type::text, "", {}}, name.build());
    table.set({"toll", Type::boolean, "", {}}, toll.build());
    return table;
}

/// The values as shown, "-" for null, with type and unit in front.
std::string shown(const json& expression, const Table& table = roads()) {
    const Value value = evaluate(expression, table);
    const Field checked = check(expression, table.fields());
    CHECK(checked == value.field);  // the early check and the evaluation agree
    std::string out(jt::registry::column_type_name(value.field.type));
    out += value.field.unit.empty() ? ":" : " " + value.field.unit + ":";
    for (std::size_t i = 0; i < value.column.size(); ++i) {
        out += " " + (value.column.valid(i) ? value.column.show(i) : "-");
    }
    return out;
}

std::string refused(const json& expression, Lang lang = Lang::en) {
    const Table table = roads();
    const std::string late = error_text([&] { evaluate(expression, table); }, lang);
    CHECK(error_text([&] { check(expression, table.fields()); }, lang) == late);
    return late;
}

}  // namespace

TEST_CASE("a column stands for itself and a literal for every row") {
    CHECK(shown(col("km")) == "real km: 1 2.5 10 -");
    CHECK(evaluate(col("km"), roads()).field.name == "km");
    CHECK(shown(whole(3)) == "integer: 3 3 3 3");
    CHECK(shown(num(0.5)) == "real: 0.5 0.5 0.5 0.5");
    CHECK(shown(text("路")) == "text: 路 路 路 路");
    CHECK(shown({{"bool", true}}) == "boolean: true true true true");
    CHECK(shown(op("+", {whole(1), whole(2)})) == "integer: 3 3 3 3");
}

TEST_CASE("sums keep integers whole, bring units together, and give null for null") {
    CHECK(shown(op("+", {col("lanes"), whole(1)})) == "integer: 3 5 7 -");
    CHECK(shown(op("-", {col("lanes"), num(0.5)})) == "real: 1.5 3.5 5.5 -");
    CHECK(shown(op("+", {col("km"), col("m")})) == "real km: 2 5.5 10 -");
    CHECK(shown(op("+", {col("m"), col("km")})) == "real m: 2000 5500 10000 -");
    CHECK(shown(op("+", {col("cost"), num(5)})) == "real min: 35 50 65 -");
    CHECK(shown(op("+", {num(5), col("cost")})) == "real min: 35 50 65 -");
    CHECK(shown(op("-", {col("cost"), text("0.5 h")})) == "real min: 0 15 30 -");
    CHECK(shown(op("neg", {col("lanes")})) == "integer: -2 -4 -6 -");
    CHECK(shown(op("abs", {col("plain")})) == "real: 4 0 9 -");
    CHECK(shown(op("abs", {op("neg", {col("lanes")})})) == "integer: 2 4 6 -");
}

TEST_CASE("products and quotients know what happens to the unit") {
    CHECK(shown(op("*", {col("cost"), num(2)})) == "real min: 60 90 120 -");
    CHECK(shown(op("*", {whole(2), col("lanes")})) == "integer: 4 8 12 -");
    CHECK(shown(op("*", {col("share"), col("people")})) == "real 人: 50 40 0 -");
    CHECK(shown(op("*", {col("km"), col("cost")})) == "real: 30 112.5 600 -");
    CHECK(shown(op("/", {col("people"), col("km")})) == "real: 100 80 30 -");
    CHECK(shown(op("/", {col("cost"), num(60)})) == "real min: 0.5 0.75 1 -");
    CHECK(shown(op("/", {col("cost"), text("1 h")})) == "real: 0.5 0.75 1 -");
    CHECK(shown(op("/", {num(1), col("cost")})).substr(0, 5) == "real:");
    CHECK(shown(op("/", {col("lanes"), whole(4)})) == "real: 0.5 1 1.5 -");
}

TEST_CASE("like units cancel and division by zero gives null") {
    CHECK(shown(op("/", {col("m"), col("km")})) == "real: 1 1.2 0 -");
    CHECK(shown(op("/", {col("km"), col("m")})) == "real: 1 0.8333333333333334 - -");
    CHECK(shown(op("/", {col("plain"), num(0)})) == "real: - - - -");
}

TEST_CASE("what has no finite real result is null") {
    CHECK(shown(op("sqrt", {col("plain")})) == "real: 2 0 - -");
    CHECK(shown(op("log", {col("plain")})) == "real: 1.3862943611198906 - - -");
    CHECK(shown(op("exp", {num(1000)})) == "real: - - - -");
    CHECK(shown(op("pow", {col("plain"), num(0.5)})) == "real: 2 0 - -");
    CHECK(shown(op("pow", {col("plain"), num(0)})) == "real: 1 1 1 -");
    CHECK(shown(op("pow", {num(1), col("plain")})) == "real: 1 1 1 -");
}

TEST_CASE("smallest, largest and clipped values") {
    CHECK(shown(op("min", {col("plain"), col("lanes")})) == "real: 2 0 -9 -");
    CHECK(shown(op("max", {col("lanes"), whole(3), whole(5)})) == "integer: 5 5 6 -");
    CHECK(shown(op("min", {col("km"), text("2 km")})) == "real km: 1 2 2 -");
    CHECK(shown(op("clip", {col("cost"), text("0.6 h"), text("50 min")})) ==
          "real min: 36 45 50 -");
    CHECK(shown(op("clip", {col("lanes"), whole(3), whole(5)})) == "integer: 3 4 5 -");
}

TEST_CASE("comparisons understand quantities, numbers in other units, texts and booleans") {
    CHECK(shown(op("ge", {col("km"), text("2500 m")})) == "boolean: false true true -");
    CHECK(shown(op("lt", {text("40 min"), col("cost")})) == "boolean: false true true -");
    CHECK(shown(op("eq", {col("km"), col("m")})) == "boolean: true false false -");
    CHECK(shown(op("le", {col("lanes"), num(4)})) == "boolean: true true false -");
    CHECK(shown(op("gt", {col("share"), num(20)})) == "boolean: true false false -");
    CHECK(shown(op("eq", {col("名称"), text("两江路")})) == "boolean: false true false -");
    CHECK(shown(op("lt", {col("名称"), text("天")})) == "boolean: false true false -");
    CHECK(shown(op("ne", {col("toll"), {{"bool", true}}})) == "boolean: false true false -");
}

TEST_CASE("integers beyond the precision of reals compare exactly") {
    Table table;
    const std::int64_t big = std::int64_t{1} << 60;
    table.set({"id", Type::integer, "", {}}, Column::of_integers({big, big + 1}));
    CHECK(shown(op("eq", {col("id"), whole(big)}), table) == "boolean: true false");
    CHECK(shown(op("in", {col("id"), whole(big + 1)}), table) == "boolean: false true");
}

TEST_CASE("logic gives null for null") {
    CHECK(shown(op("and", {col("toll"), {{"bool", true}}})) == "boolean: true false true -");
    CHECK(shown(op("or", {col("toll"), {{"bool", true}}})) == "boolean: true true true -");
    CHECK(shown(op("not", {col("toll")})) == "boolean: false true false -");
    CHECK(shown(op("is_null", {col("toll")})) == "boolean: false false false true");
    CHECK(shown(op("is_null", {col("名称")})) == "boolean: false false false true");
}

TEST_CASE("if takes one branch and looks at nothing else") {
    CHECK(shown(op("if", {op("is_null", {col("cost")}), text("2 h"), col("cost")})) ==
          "real min: 30 45 60 120");
    CHECK(shown(op("if", {col("toll"), text("收费"), col("名称")})) == "text: 收费 两江路 收费 -");
    CHECK(shown(op("if", {col("toll"), whole(1), col("lanes")})) == "integer: 1 4 1 -");
    CHECK(shown(op("if", {col("toll"), whole(1), num(0.5)})) == "real: 1 0.5 1 -");
}

TEST_CASE("membership and parts of texts") {
    CHECK(shown(op("in", {col("名称"), text("天府路"), text("x")})) ==
          "boolean: true false false -");
    CHECK(shown(op("in", {col("lanes"), whole(6), whole(2)})) == "boolean: true false true -");
    CHECK(shown(op("in", {col("km"), text("1000 m"), num(10)})) == "boolean: true false true -");
    CHECK(shown(op("in", {col("lanes")})) == "boolean: false false false -");
    CHECK(shown(op("starts_with", {col("名称"), text("天")})) == "boolean: true false true -");
    CHECK(shown(op("contains", {col("名称"), text("路")})) == "boolean: true true false -");
    CHECK(shown(op("contains", {col("名称"), text("")})) == "boolean: true true true -");
}

TEST_CASE("a table without rows and one with a single row evaluate like any other") {
    const Table table = roads();
    const json expression = op("if", {op("gt", {col("cost"), text("0.6 h")}), col("km"), num(0)});
    CHECK(shown(expression, take(table, std::vector<std::size_t>{})) == "real km:");
    CHECK(shown(expression, take(table, std::vector<std::size_t>{1})) == "real km: 2.5");
    CHECK(shown(num(1), Table(0)) == "real:");
    CHECK(shown(num(1), Table(2)) == "real: 1 1");
}

TEST_CASE("area and length measure the features of a layer on the ellipsoid") {
    jt::geo::GeometryArray square(jt::geo::Shape::polygon);
    square.add_ring(std::vector<double>{104, 30, 104.01, 30, 104.01, 30.01, 104, 30.01, 104, 30});
    square.null_feature();
    const Layer layer("园区", jt::geo::Crs::from("EPSG:4490"), square, {1, 2});
    const Value area = evaluate(op("area"), layer);
    CHECK(area.field.unit == "m2");
    CHECK(area.column.number(0) == Approx(1.069e6).epsilon(0.001));
    CHECK_FALSE(area.column.valid(1));
    CHECK(where(op("ge", {op("area"), text("1 km2")}), layer) == std::vector<std::size_t>{0});
    const Layer lines("道路", jt::geo::Crs::from("EPSG:4490"), jt::test::some_lines(1), {1});
    CHECK(evaluate(op("length"), lines).column.number(0) == Approx(1108.5).epsilon(0.001));
    CHECK(error_text([&] { evaluate(op("area"), roads()); }) ==
          "'area' measures features, and there is no geometry here");
    CHECK(error_text([&] { apply("length", {}); }) ==
          "'length' measures features, and there is no geometry here");
}

TEST_CASE("rows where a condition is true; null is not true") {
    CHECK(where(col("toll"), roads()) == std::vector<std::size_t>{0, 2});
    CHECK(error_text([] { where(col("km"), roads()); }) ==
          "a condition is wanted, but the expression gives real");
}

TEST_CASE("unknown columns and operations are helped, early and late") {
    CHECK(refused(col("lane")) == "unknown column 'lane'; did you mean 'lanes'?");
    CHECK(refused(op("ge", {op("abs", {col("kosten")}), num(1)})) ==
          "unknown column 'kosten'; there are: km, m, cost, share, plain, people, lanes, 名称, "
          "toll");
    CHECK(refused(op("sqr", {col("km")})) == "unknown operation 'sqr'; did you mean 'sqrt'?");
    CHECK(refused(op("median", {col("km")})) ==
          "unknown operation 'median'; there are: *, +, -, /, abs, and, area, clip, contains, eq, "
          "exp, ge, ...");
}

TEST_CASE("operands of the wrong type or number are told") {
    CHECK(refused(op("+", {col("km"), col("名称")})) ==
          "'+' wants number, but its argument 2 is text");
    CHECK(refused(op("+", {text("1 km"), text("2 km")})) ==
          "'+' wants number, but its argument 1 is text");
    CHECK(refused(op("and", {col("toll"), col("lanes")})) ==
          "'and' wants boolean, but its argument 2 is number");
    CHECK(refused(op("lt", {col("toll"), col("toll")})) ==
          "'lt' wants number or text, but its argument 1 is boolean");
    CHECK(refused(op("eq", {col("名称"), {{"bool", true}}})) ==
          "'eq' wants arguments of one type, found text and boolean");
    CHECK(refused(op("eq", {col("lanes"), {{"bool", true}}})) ==
          "'eq' wants number, but its argument 2 is boolean");
    CHECK(refused(op("if", {col("km"), num(1), num(2)})) ==
          "'if' wants boolean, but its argument 1 is number");
    CHECK(refused(op("contains", {col("lanes"), text("1")})) ==
          "'contains' wants text, but its argument 1 is number");
    CHECK(refused(op("in", {col("lanes"), col("lanes")})) ==
          "'in' compares with literal values only; its argument 2 is a column");
    CHECK(refused(op("not", {})) == "'not' takes 1 arguments, found 0");
    CHECK(refused(op("min", {col("km")})) == "'min' takes 2 or more arguments, found 1");
    CHECK(refused(op("and", {col("toll"), col("lanes")}), Lang::zh) ==
          "“and”需要 boolean，但第 2 个参数是 number");
}

TEST_CASE("units that do not fit are refused") {
    CHECK(refused(op("+", {col("km"), col("cost")})) == "'+' cannot bring km and min to one unit");
    CHECK(refused(op("lt", {col("people"), col("km")})) ==
          "'lt' cannot bring 人 and km to one unit");
    CHECK(refused(op("ge", {col("km"), text("30 min")})) ==
          "'30 min' is measured in min, but km is wanted\n"
          "  in a text compared or computed with numbers by 'ge'");
    CHECK(refused(op("ge", {col("lanes"), text("many")})) ==
          "'many' does not start with a number\n"
          "  in a text compared or computed with numbers by 'ge'");
}

TEST_CASE("integers that leave 64 bits are an error, not another number") {
    CHECK(error_text([] {
              evaluate(op("+", {whole(INT64_MAX), whole(1)}), roads());
          }) == "'+' leaves the range of 64-bit integers");
    CHECK(error_text([] { evaluate(op("neg", {whole(INT64_MIN)}), roads()); }) ==
          "'-' leaves the range of 64-bit integers");
    CHECK(error_text([] {
              evaluate(op("*", {whole(INT64_MIN), whole(-1)}), roads());
          }) == "'*' leaves the range of 64-bit integers");
}

TEST_CASE("trees of the wrong form are refused") {
    const std::string hint = "\n  hint: a node is one of col, num, text, bool, or op with args";
    for (const json& wrong :
         {json(5), json("km"), json::array(), json::object(), json{{"colum", "km"}},
          json{{"num", "1"}}, json{{"num", nullptr}}, json{{"col", 1}}, json{{"text", 1}},
          json{{"bool", 1}}, json{{"col", "km"}, {"num", 1}}, json{{"op", 1}},
          json{{"op", "abs"}, {"args", 1}}, json{{"op", "abs"}, {"arg", json::array()}}}) {
        CHECK(refused(wrong) == "this is no column expression: " + wrong.dump() + hint);
    }
    std::string deep = R"({"col": "km"})";
    for (int i = 0; i < 1100; ++i) {
        deep = R"({"op": "abs", "args": [)" + deep + "]}";
    }
    CHECK(refused(json::parse(deep)) == "the expression is nested more than 1000 deep");
    CHECK(shown({{"op", "is_null"}, {"args", {col("km")}}}) == "boolean: false false false true");
}

TEST_CASE("bodies apply operations to columns and literals directly") {
    const Table table = roads();
    const Value km{table.field("km"), table.column("km")};
    const Value mask = apply("ge", {km, literal(text("2 km"))});
    CHECK(mask.field.type == Type::boolean);
    CHECK(mask.column.boolean(1));
    CHECK(apply("+", {literal(whole(1)), literal(whole(2))}).column.size() == 1);
    const Value shorter{{"", Type::real, "", {}}, Column::of_reals({1, 2})};
    CHECK(error_text([&] { apply("+", {km, shorter}); }) == "'+' got columns of 4 and 2 rows");
    CHECK(error_text([&] {
              apply("in", {km, shorter});
          }) == "'in' compares with literal values only; its argument 2 is a column");
}

namespace {

/// A second, slow implementation on single rows: no value is null.
using Cell = std::optional<double>;

Cell cell(const json& node, const Table& table, std::size_t row) {
    if (node.contains("col")) {
        const double value = table.column(node["col"].get<std::string>()).number(row);
        return std::isnan(value) ? Cell() : Cell(value);
    }
    if (node.contains("num")) {
        return node["num"].get<double>();
    }
    std::vector<double> args;
    const std::string name = node["op"];
    for (const auto& arg : node["args"]) {
        const Cell value = cell(arg, table, row);
        if (!value && name != "if") {
            return std::nullopt;
        }
        args.push_back(value.value_or(0));
    }
    if (name == "if") {
        const Cell condition = cell(node["args"][0], table, row);
        return condition ? cell(node["args"][*condition != 0 ? 1 : 2], table, row) : Cell();
    }
    const double a = args[0], b = args.size() > 1 ? args[1] : 0;
    const double result = name == "+"     ? a + b
                          : name == "-"   ? a - b
                          : name == "*"   ? a * b
                          : name == "/"   ? (b == 0 ? kNaN : a / b)
                          : name == "min" ? std::min(a, b)
                          : name == "max" ? std::max(a, b)
                          : name == "lt"  ? (a < b ? 1 : 0)
                          : name == "neg" ? -a
                                          : std::abs(a);
    return std::isfinite(result) ? Cell(result) : Cell();
}

json random_tree(std::mt19937_64& random, int depth) {
    static const std::vector<const char*> kTwo = {"+", "-", "*", "/", "min", "max"};
    if (depth == 0 || random() % 5 == 0) {
        switch (random() % 3) {
            case 0: return col("a");
            case 1: return col("b");
            default: return num(static_cast<double>(random() % 7) - 2.5);
        }
    }
    const auto next = [&] { return random_tree(random, depth - 1); };
    switch (random() % 8) {
        case 0: return op("neg", {next()});
        case 1: return op("abs", {next()});
        case 2: return op("if", {op("lt", {next(), next()}), next(), next()});
        default: return op(kTwo[random() % kTwo.size()], {next(), next()});
    }
}

}  // namespace

TEST_CASE("random expressions agree with a slow evaluation row by row") {
    std::mt19937_64 random(5);
    for (int round = 0; round < 300; ++round) {
        const std::size_t rows = random() % 6;
        std::vector<double> a, b;
        for (std::size_t i = 0; i < rows; ++i) {
            a.push_back(random() % 4 == 0 ? kNaN : static_cast<double>(random() % 9) - 4);
            b.push_back(random() % 4 == 0 ? kNaN : static_cast<double>(random() % 5) / 2);
        }
        Table table;
        table.set({"a", Type::real, "", {}}, Column::of_reals(a));
        table.set({"b", Type::real, "", {}}, Column::of_reals(b));
        const json tree = random_tree(random, 4);
        INFO(tree.dump());
        const Value value = evaluate(tree, table);
        REQUIRE(value.column.size() == rows);
        for (std::size_t i = 0; i < rows; ++i) {
            const Cell wanted = cell(tree, table, i);
            REQUIRE(value.column.valid(i) == wanted.has_value());
            if (wanted) {
                REQUIRE(value.column.number(i) == *wanted);
            }
        }
    }
}
